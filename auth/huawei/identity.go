package huawei

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// The services that identify a caller and issue temporary credentials. STS has an endpoint in
// each region. The default is that of Organizations' own region.
const (
	iamEndpoint = "https://iam.myhuaweicloud.com"
	stsEndpoint = "https://sts.cn-north-4.myhuaweicloud.com"

	envIAM = "HUAWEICLOUD_SDK_IAM_ENDPOINT"
	envSTS = "HUAWEICLOUD_SDK_STS_ENDPOINT"
)

// An identity is how to reach IAM and STS.
type identity struct {
	getenv         func(string) string
	iamURL, stsURL string // set by options
	// elsewhere is true for a client of another site than the vendor's public one. IAM and STS
	// are then called only if an endpoint of theirs is set.
	elsewhere       bool
	withoutMetadata bool
	attempt         time.Duration // the timeout of an attempt; 0 means the default
	// link is nil for [auth.SharedTransport]. A pool for each of thousands of agencies would
	// open as many connections.
	link http.RoundTripper
}

func newIdentity(opts []Option) identity {
	i := identity{getenv: os.Getenv}
	for _, opt := range opts {
		if opt != nil {
			opt(&i)
		}
	}
	return i
}

// env removes the line feed at the end of a variable that was filled from a file.
func (i identity) env(name string) string { return strings.TrimSpace(i.getenv(name)) }

// iam and sts choose the endpoint. own is that of the credentials, or "". The result is "" if
// none is set and the public one must not be called.
func (i identity) iam(own string) string {
	return baseURL(cmp.Or(i.iamURL, own, i.env(envIAM), i.public(iamEndpoint)))
}

func (i identity) sts(own string) string {
	return baseURL(cmp.Or(i.stsURL, own, i.env(envSTS), i.public(stsEndpoint)))
}

func (i identity) public(endpoint string) string {
	if i.elsewhere {
		return ""
	}
	return endpoint
}

// publicSite is the domain of the endpoints that the library knows.
const publicSite = "myhuaweicloud.com"

func isPublic(endpoint string) bool {
	u, err := url.Parse(endpoint)
	return err == nil && strings.HasSuffix("."+strings.ToLower(u.Hostname()), "."+publicSite)
}

// baseURL adds a missing scheme, and removes the version that other tools want at the end of
// the URL.
func baseURL(endpoint string) string {
	if endpoint = strings.TrimSpace(endpoint); endpoint == "" {
		return ""
	}
	scheme, rest, ok := strings.Cut(endpoint, "://")
	if !ok {
		scheme, rest = "https", endpoint
	}
	rest = strings.TrimRight(rest, "/")
	for _, version := range []string{"/v3", "/v3.0", "/v5"} {
		rest = strings.TrimRight(strings.TrimSuffix(rest, version), "/")
	}
	return scheme + "://" + rest
}

// errElsewhere reports that a service was not called.
var errElsewhere = errors.New("not asked, since the client's endpoint is not of " + publicSite)

// within gives ask a share of the time, so that there is some left for its fallback.
func within(ctx context.Context, limit time.Duration, ask func(context.Context) error) error {
	share, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := ask(share)
	if err != nil && auth.EndOf(share) != nil && auth.EndOf(ctx) == nil {
		return fmt.Errorf("no response within %v (%v): %w", limit, err, auth.ErrUnavailable)
	}
	return err
}

// client returns a client that signs with p.
func (i identity) client(endpoint string, p auth.Provider, h hint) (*auth.Client, error) {
	return i.newClient(endpoint, p, Signer{}, h)
}

// unsignedKey stands for the credentials of a request that is not signed.
const unsignedKey = "key-of-unsigned-requests"

// unsigned returns a client whose requests hold a token instead of a signature.
func (i identity) unsigned(endpoint string, h hint) (*auth.Client, error) {
	return i.newClient(endpoint, auth.Static(unsignedKey, unsignedKey, ""), noSigner{}, h)
}

func (i identity) newClient(endpoint string, p auth.Provider, s auth.Signer, h hint) (*auth.Client, error) {
	link := i.link
	if link == nil {
		link = auth.SharedTransport()
	}
	return auth.NewClient(auth.Config{
		Base: link, Endpoint: endpoint, Provider: p, Signer: s,
		Classify: classifier(h),
		// A refresh of credentials may take 30 s in total.
		Retry:            auth.Retry{MaxRetries: 2, MaxElapsed: 10 * time.Second, AttemptTimeout: cmp.Or(i.attempt, 8*time.Second)},
		MaxResponseBytes: temporary.MaxSize,
	})
}

// noSigner leaves a request unsigned.
type noSigner struct{}

func (noSigner) Sign(*http.Request, []byte, auth.Credentials, time.Time) error { return nil }

// send performs one call, with body as JSON unless it is nil. All calls are Safe, because a
// second token or access key does no harm. So a response that read cannot use is retried. No
// error repeats anything of secrets.
func send(ctx context.Context, c *auth.Client, op, method, path string, header http.Header, body any, read func(body []byte) error, secrets ...string) (*auth.Response, error) {
	var payload []byte
	if body != nil {
		var err error
		if payload, err = json.Marshal(body); err != nil {
			return nil, wrap(op, err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(payload))
	if err != nil {
		return nil, wrap(op, err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	call := auth.Call{Op: op, Safe: true, Request: req, Secrets: auth.NewSecrets(secrets...)}
	if read != nil {
		call.Check = func(r *auth.Response) auth.Decision { return unreadable(r, read(r.Body)) }
	}
	r, err := c.Do(ctx, call)
	if _, refused := err.(*auth.ServiceError); err != nil && !refused {
		err = fmt.Errorf("%s: %w", c.Scope(), err)
	}
	if err != nil {
		return nil, wrap(op, err)
	}
	return r, nil
}
