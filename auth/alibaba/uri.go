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
	envURI     = "ALIBABA_CLOUD_CREDENTIALS_URI"
	uriTimeout = 15 * time.Second
)

func (c *providerChain) credentialsURI(ctx context.Context) (auth.Credentials, error) {
	uri := c.env(envURI)
	if err := missing(setting{envURI, uri}); err != nil {
		return auth.Credentials{}, err
	}
	return c.fromURI(ctx, envURI, uri)
}

// fromURI fetches credentials from the URI in the setting name. Its errors quote only the host,
// because the rest of the URI may be a secret.
func (c *providerChain) fromURI(ctx context.Context, name, uri string) (auth.Credentials, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return auth.Credentials{}, fmt.Errorf("%s is not an http or https URL: %w", name, auth.ErrInvalid)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, uri, nil)
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("%s cannot be requested: %w", name, auth.ErrInvalid)
	}
	password, _ := u.User.Password()
	if u.User != nil {
		req.SetBasicAuth(u.User.Username(), password)
	}
	secrets := auth.NewSecrets(u.RequestURI(), u.User.Username(), password).And(strings.Split(u.Path, "/")...)
	for _, values := range u.Query() {
		secrets = secrets.And(values...)
	}
	r, err := exchange(c.uri, req, uriTimeout, secrets)
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("%s: %w", name, err)
	}
	if r.StatusCode != http.StatusOK {
		return auth.Credentials{}, fmt.Errorf("%s: %w", name, refusal(req, r, ""))
	}
	keys, err := readKeys(r.Body)
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("%s: %s: %w", name, u.Host, err)
	}
	return keys, nil
}

var errCode = errors.New("the response reports that it has no credentials")

// readKeys decodes a response of the metadata service, which has a Code, or of a URI or
// CloudSSO, which have none.
func readKeys(body []byte) (auth.Credentials, error) {
	var w struct {
		Code    temporary.Text    `json:"Code"`
		ID      temporary.Text    `json:"AccessKeyId"`
		Secret  temporary.Text    `json:"AccessKeySecret"`
		Token   temporary.Text    `json:"SecurityToken"`
		Expires temporary.Instant `json:"Expiration"`
	}
	if temporary.Unmarshal(body, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	if w.Code != "" && w.Code != "Success" {
		return auth.Credentials{}, errCode
	}
	return temporary.KeyPair{ID: w.ID, Secret: w.Secret, Token: w.Token, Expires: w.Expires}.Credentials()
}
