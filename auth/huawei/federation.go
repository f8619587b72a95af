package huawei

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// federatedLife is the lifetime of the credentials, in seconds.
const federatedLife = 6 * 60 * 60

// federationAttempt is the timeout of an attempt. There is time for two: see
// [providerChain.find].
const federationAttempt = 3 * time.Second

// A federation exchanges the ID token of an identity provider for temporary credentials.
type federation struct {
	identity
	endpoint       string // the endpoint of IAM, if the settings have one
	provider, file string
	// The names of the settings for file and endpoint.
	fileName, endpointName string
}

var hintFederation = hint{text: "check the identity provider's ID, its mapping rules in IAM and the age of the ID token"}

func (f federation) credentials(ctx context.Context) (auth.Credentials, error) {
	idToken, err := temporary.ReadToken(f.file, f.fileName)
	if err != nil {
		return auth.Credentials{}, err
	}
	endpoint := f.iam(f.endpoint)
	if endpoint == "" {
		return auth.Credentials{}, fmt.Errorf("IAM: %w: set %s", errElsewhere, f.endpointName)
	}
	f.attempt = federationAttempt
	c, err := f.unsigned(endpoint, hintFederation)
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("the endpoint of IAM: %w", err)
	}
	token, err := f.token(ctx, c, idToken)
	if err != nil {
		return auth.Credentials{}, err
	}
	return f.keys(ctx, c, token, idToken)
}

// token signs in. The token of the response is in a header.
func (f federation) token(ctx context.Context, c *auth.Client, idToken string) (string, error) {
	const op = "CreateTokenWithIdToken"
	type id struct {
		ID string `json:"id"`
	}
	r, err := send(ctx, c, op, http.MethodPost, "/v3.0/OS-AUTH/id-token/tokens",
		http.Header{"X-Idp-Id": {f.provider}},
		map[string]any{"auth": map[string]any{"id_token": id{idToken}}}, nil, idToken)
	if err != nil {
		return "", err
	}
	token := r.Header.Get("X-Subject-Token")
	if !temporary.IsToken(token) {
		return "", wrap(op, errors.New("the response has no X-Subject-Token"))
	}
	return token, nil
}

// keys exchanges the token. Errors must not repeat the ID token, for which it stands, either.
func (f federation) keys(ctx context.Context, c *auth.Client, token, idToken string) (auth.Credentials, error) {
	const op = "CreateTemporaryAccessKeyByToken"
	type session struct {
		ID       string `json:"id"`
		Duration int    `json:"duration_seconds"`
	}
	type proof struct {
		Methods []string `json:"methods"`
		Token   session  `json:"token"`
	}
	var keys auth.Credentials
	_, err := send(ctx, c, op, http.MethodPost, "/v3.0/OS-CREDENTIAL/securitytokens", nil,
		map[string]any{"auth": map[string]any{"identity": proof{[]string{"token"}, session{token, federatedLife}}}},
		func(body []byte) (err error) {
			keys, err = iamKeys(body)
			return err
		}, token, idToken)
	if err != nil {
		return auth.Credentials{}, err
	}
	return keys, nil
}
