package huawei

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	envPodURI   = "HC_CONTAINER_CREDENTIALS_FULL_URI"
	envPodToken = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"

	podTimeout = 10 * time.Second
)

var errPodURI = errors.New(envPodURI + " is no https URL, nor an http one of a loopback or link-local address: the token would be sent in the clear")

// podIdentity exchanges the token of a container's service account for credentials.
func (p *providerChain) podIdentity(ctx context.Context) (auth.Credentials, string, error) {
	uri := p.env(envPodURI)
	if uri == "" {
		return auth.Credentials{}, "", fmt.Errorf("set %s: %w", envPodURI, auth.ErrNoCredentials)
	}
	if !reachesOnlyAgent(uri) {
		return auth.Credentials{}, "", errPodURI
	}
	token, err := temporary.ReadToken(p.env(envPodToken), envPodToken)
	if err != nil {
		return auth.Credentials{}, "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, bytes.NewReader([]byte("{}")))
	if err != nil {
		return auth.Credentials{}, "", errPodURI
	}
	req.Header.Set("Authorization", token)
	req.Header.Set("Content-Type", "application/json")
	r, err := exchange(p.pod, req, "GetPodCredentials", podTimeout, auth.NewSecrets(token))
	switch {
	case err != nil:
		return auth.Credentials{}, "", err
	case r.StatusCode < 200 || r.StatusCode > 299:
		return auth.Credentials{}, "", newError(r, 0, hint{text: "check the pod identity association of the service account"})
	}
	c, err := podKeys(r.Body)
	return c, "", err
}

// reachesOnlyAgent reports whether others cannot read what is sent to uri. Private networks do
// not count, because their packets pass other machines.
func reachesOnlyAgent(uri string) bool {
	u, err := url.Parse(uri)
	if err != nil || u.User != nil || u.Hostname() == "" {
		return false
	}
	if u.Scheme != "http" {
		return u.Scheme == "https"
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && (addr.IsLoopback() || addr.IsLinkLocalUnicast())
}
