package alibaba

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	envMetadata    = "ALIBABA_CLOUD_ECS_METADATA"
	envNoMetadata  = "ALIBABA_CLOUD_ECS_METADATA_DISABLED"
	envNoMetadata1 = "ALIBABA_CLOUD_IMDSV1_DISABLED"

	metadataBase    = "http://100.100.100.200/latest"
	metadataRoles   = "/meta-data/ram/security-credentials/"
	metadataTimeout = 2 * time.Second

	headerLife    = "X-Aliyun-Ecs-Metadata-Token-Ttl-Seconds"
	headerSession = "X-Aliyun-Ecs-Metadata-Token"
)

func (c *providerChain) instance(ctx context.Context) (auth.Credentials, error) {
	return c.instanceRole(ctx, "")
}

// instanceRole returns the temporary credentials of the RAM role of this ECS instance. An empty
// role stands for the role that is attached.
func (c *providerChain) instanceRole(ctx context.Context, role string) (auth.Credentials, error) {
	if c.isOn(envNoMetadata) {
		return auth.Credentials{}, fmt.Errorf("%s skips it: %w", envNoMetadata, auth.ErrNoCredentials)
	}
	m := metadata{link: c.metadata, sessionOnly: c.isOn(envNoMetadata1)}
	if err := m.open(ctx); err != nil {
		return auth.Credentials{}, err
	}
	if role == "" {
		role = c.env(envMetadata)
	}
	if role == "" {
		var err error
		if role, err = m.role(ctx); err != nil {
			return auth.Credentials{}, err
		}
	}
	text, err := m.get(ctx, metadataRoles+url.PathEscape(role))
	if err != nil {
		return auth.Credentials{}, err
	}
	return readKeys(text)
}

// metadata is one series of requests to the metadata service. If the service has session
// tokens, each request carries one.
type metadata struct {
	link        http.RoundTripper
	sessionOnly bool
	session     string // "" means none
}

// open begins a session. If the service returns no token, the later requests go without one,
// unless that is switched off.
func (m *metadata) open(ctx context.Context) error {
	req, r, err := m.call(ctx, http.MethodPut, "/api/token", headerLife, "21600", auth.Secrets{})
	token := ""
	if err == nil {
		token = strings.TrimSpace(string(temporary.WithoutMark(r.Body)))
	}
	switch {
	case err == nil && r.StatusCode == http.StatusOK && temporary.IsToken(token):
		m.session = token
		return nil
	case err == nil && m.sessionOnly:
		return fmt.Errorf("no session token: %w", refusal(req, r, ""))
	case err != nil && isUnreached(err): // as on every machine outside of ECS
		return fmt.Errorf("no metadata service (%v): %w", err, auth.ErrNoCredentials)
	case err != nil && (m.sessionOnly || auth.EndOf(ctx) != nil):
		return fmt.Errorf("no session token: %w", err)
	}
	return nil
}

// isUnreached reports whether no connection was made, so that a retry would fail too.
func isUnreached(err error) bool {
	u, ok := errors.AsType[*incompleteExchange](err)
	return ok && u.unreached
}

// role returns the name of the role that is attached.
func (m *metadata) role(ctx context.Context) (string, error) {
	text, err := m.get(ctx, metadataRoles)
	if err != nil {
		return "", err
	}
	role := strings.TrimSpace(string(temporary.WithoutMark(text)))
	if !temporary.IsToken(role) {
		return "", fmt.Errorf("the name of the RAM role cannot be read: attach one role to this instance: %w", auth.ErrNoCredentials)
	}
	return role, nil
}

// get retries without the session if a request with the session fails, as the official SDKs do.
func (m *metadata) get(ctx context.Context, path string) ([]byte, error) {
	text, err := m.getOnce(ctx, path)
	if err != nil && m.session != "" && !m.sessionOnly && auth.EndOf(ctx) == nil {
		m.session = ""
		return m.getOnce(ctx, path)
	}
	return text, err
}

func (m *metadata) getOnce(ctx context.Context, path string) ([]byte, error) {
	req, r, err := m.call(ctx, http.MethodGet, path, headerSession, m.session, auth.NewSecrets(m.session))
	switch {
	case err != nil:
		return nil, err
	case r.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("%s responds with 404: attach a RAM role to this instance, if it is one of ECS: %w", req.URL.Host, auth.ErrNoCredentials)
	case r.StatusCode != http.StatusOK:
		return nil, refusal(req, r, "")
	}
	return r.Body, nil
}

func (m *metadata) call(ctx context.Context, method, path, header, value string, secrets auth.Secrets) (*http.Request, *auth.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, metadataBase+path, nil)
	if err != nil {
		return nil, nil, err
	}
	if value != "" {
		req.Header.Set(header, value)
	}
	r, err := exchange(m.link, req, metadataTimeout, secrets)
	return req, r, err
}
