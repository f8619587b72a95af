package huawei

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	metadataBase    = "http://169.254.169.254"
	metadataTimeout = 3 * time.Second // the limit of one request

	envWithoutMetadata = "HUAWEICLOUD_SDK_ECS_METADATA_DISABLED"

	// sessionLife is the requested lifetime. sessionSlack keeps a session from ending during
	// the request.
	sessionLife  = 6 * time.Hour
	sessionSlack = time.Minute
	// sessionless is how long the client remembers that a service has no sessions.
	sessionless = 24 * time.Hour
)

// metadata is the service that gives a server the temporary credentials of its agency. If it
// has sessions, the client sends the token of one with each request.
type metadata struct {
	base string
	link http.RoundTripper

	mu      sync.Mutex
	session string    // "" means that the service has no sessions
	until   time.Time // when to ask for the next session
}

var errNoAgency = fmt.Errorf("this server has no agency: attach one that may act for it, and retry: %w", auth.ErrNoCredentials)

func (m *metadata) credentials(ctx context.Context) (auth.Credentials, string, error) {
	session, err := m.current(ctx)
	if err != nil {
		return auth.Credentials{}, "", err
	}
	r, err := m.key(ctx, session)
	if err == nil && r.StatusCode == http.StatusUnauthorized && !lacksAgency(r) {
		if session, err = m.renew(ctx); err == nil && session != "" {
			r, err = m.key(ctx, session)
		}
	}
	switch {
	case err != nil:
		return auth.Credentials{}, "", err
	case r.StatusCode == http.StatusUnauthorized && lacksAgency(r):
		return auth.Credentials{}, "", errNoAgency
	case r.StatusCode != http.StatusOK:
		return auth.Credentials{}, "", newError(r, 0, hint{text: "attach an agency to this server, if it is one of Huawei Cloud"})
	}
	c, err := iamKeys(r.Body)
	return c, "", err
}

func lacksAgency(r *auth.Response) bool {
	return bytes.Contains(bytes.ToLower(r.Body), []byte("configure cloud service agency first"))
}

func (m *metadata) key(ctx context.Context, session string) (*auth.Response, error) {
	return m.call(ctx, http.MethodGet, "/openstack/latest/securitykey", "GetSecurityKey", "X-Metadata-Token", session, auth.NewSecrets(session))
}

// current returns the current session, or a new one.
func (m *metadata) current(ctx context.Context) (string, error) {
	m.mu.Lock()
	session, valid := m.session, time.Now().Before(m.until)
	m.mu.Unlock()
	if valid {
		return session, nil
	}
	return m.renew(ctx)
}

func (m *metadata) renew(ctx context.Context) (string, error) {
	life := strconv.Itoa(int(sessionLife / time.Second))
	asked := time.Now()
	r, err := m.call(ctx, http.MethodPut, "/meta-data/latest/api/token", "CreateMetadataToken", "X-Metadata-Token-Ttl-Seconds", life, auth.Secrets{})
	if err != nil {
		return "", err
	}
	session, until := strings.TrimSpace(string(temporary.WithoutMark(r.Body))), asked.Add(sessionLife-sessionSlack)
	switch {
	case r.StatusCode == http.StatusNotFound, r.StatusCode == http.StatusMethodNotAllowed, r.StatusCode == http.StatusServiceUnavailable:
		session, until = "", asked.Add(sessionless)
	case r.StatusCode != http.StatusOK:
		return "", newError(r, 0, hint{text: "turn on the metadata service of this server, if it is one of Huawei Cloud"})
	case !temporary.IsToken(session):
		return "", errors.New("the session token is not one word of printable characters")
	}
	m.mu.Lock()
	m.session, m.until = session, until
	m.mu.Unlock()
	return session, nil
}

func (m *metadata) call(ctx context.Context, method, path, op, header, value string, secrets auth.Secrets) (*auth.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, m.base+path, nil)
	if err != nil {
		return nil, err
	}
	if value != "" {
		req.Header.Set(header, value)
	}
	r, err := exchange(m.link, req, op, metadataTimeout, secrets)
	switch {
	case errors.Is(err, errTooSlow) && method == http.MethodPut:
		// The response to this request may pass one router less than others, and a container is
		// behind a router.
		return nil, fmt.Errorf("no metadata service, or one whose responses do not reach containers: raise the hop limit of the server's metadata to 2 (%w): %w", err, auth.ErrNoCredentials)
	case errors.Is(err, errNoResponse):
		return nil, fmt.Errorf("no metadata service (%w): %w", err, auth.ErrNoCredentials)
	}
	return r, err
}
