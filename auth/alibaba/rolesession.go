package alibaba

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// A roleSession has the input that both operations for a role share.
type roleSession struct {
	arn, name string
	duration  time.Duration // 0 means an hour
	policy    string        // "" means none
}

// check rejects input that STS would reject.
func (s roleSession) check() error {
	if accountOfRole(s.arn) == "" {
		return fmt.Errorf("the RoleARN is not the ARN of a role: write it as acs:ram::1234567890123456:role/name: %w", auth.ErrInvalid)
	}
	if err := temporary.CheckLength("SessionName", s.name, 2, 64); err != nil {
		return err
	}
	return temporary.CheckSession(s.duration, s.policy)
}

// accountOfRole returns the account in the ARN of a role, acs:ram::account:role/name, or "" for
// any other text.
func accountOfRole(arn string) string {
	rest, ok := strings.CutPrefix(arn, "acs:ram::")
	account, name, found := strings.Cut(rest, ":role/")
	if !ok || !found || account == "" || strings.Trim(account, "0123456789") != "" || !temporary.IsToken(name) {
		return ""
	}
	return account
}

func (s roleSession) form() url.Values {
	form := url.Values{"RoleArn": {s.arn}, "RoleSessionName": {s.name}}
	if s.duration != 0 {
		form.Set("DurationSeconds", strconv.FormatInt(int64(s.duration/time.Second), 10))
	}
	setUnlessEmpty(form, "Policy", s.policy)
	return form
}

func setUnlessEmpty(form url.Values, name, value string) {
	if value != "" {
		form.Set(name, value)
	}
}

// assume exchanges the form for credentials. A second session does no harm, so the call is
// Safe, and the client retries after a response that it cannot decode. No error repeats the
// policy or one of the secrets.
func (s roleSession) assume(ctx context.Context, c *auth.Client, op string, form url.Values, secrets ...string) (auth.Credentials, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(form.Encode()))
	if err != nil {
		return auth.Credentials{}, wrap(op, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Acs-Action", op)
	req.Header.Set("X-Acs-Version", stsVersion)
	var keys auth.Credentials
	_, err = c.Do(ctx, auth.Call{
		Op: op, Safe: true, Request: req,
		Secrets: auth.NewSecrets(append(secrets, s.policy)...),
		Check: func(r *auth.Response) auth.Decision {
			var err error
			keys, err = sessionOf(r.Body)
			return unreadable(r, err)
		},
	})
	if err != nil {
		return auth.Credentials{}, wrap(op, err)
	}
	keys.AccountID = accountOfRole(s.arn)
	return keys, nil
}

// sessionOf decodes the credentials in a response, in JSON or XML.
func sessionOf(body []byte) (auth.Credentials, error) {
	var w struct {
		Credentials struct {
			ID      temporary.Text    `json:"AccessKeyId" xml:"AccessKeyId"`
			Secret  temporary.Text    `json:"AccessKeySecret" xml:"AccessKeySecret"`
			Token   temporary.Text    `json:"SecurityToken" xml:"SecurityToken"`
			Expires temporary.Instant `json:"Expiration" xml:"Expiration"`
		}
	}
	if decode(body, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return temporary.KeyPair(w.Credentials).Credentials()
}

// An oidcInput is the input of [assumeRoleWithOIDC].
type oidcInput struct {
	role        roleSession
	providerARN string
	// token returns the token. It is called for each exchange, since tokens are replaced while
	// programs run.
	token     func(context.Context) (string, error)
	endpoint  string            // "" means the default of [AssumeInput]
	transport http.RoundTripper // nil means the default of [AssumeInput]
}

// tokenFile reads the token anew each time from the file that the setting name names.
func tokenFile(path, name string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return temporary.ReadToken(path, name) }
}

// assumeRoleWithOIDC provides temporary credentials of a role that trusts an identity provider.
// Its requests are not signed. Each call of the provider begins a new session, so wrap it in a
// cache.
//
// API: AssumeRoleWithOIDC of STS, version 2015-04-01
func assumeRoleWithOIDC(in oidcInput) auth.Provider {
	const op = "AssumeRoleWithOIDC"
	err := in.check()
	var c *auth.Client
	if err == nil {
		c, err = newSTS(in.endpoint, in.transport, unsignedKey, unsigned{}, oidcAdvice)
	}
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		token, err := in.token(ctx)
		if err == nil && !temporary.IsToken(token) {
			err = fmt.Errorf("the OIDC token is not one word of printable characters: %w", auth.ErrNoCredentials)
		}
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		form := in.role.form()
		form.Set("OIDCProviderArn", in.providerARN)
		form.Set("OIDCToken", token)
		return in.role.assume(ctx, c, op, form, token)
	})
}

var oidcAdvice = advice{
	auth.ErrPermission:      "check the role's trust policy",
	auth.ErrUnauthenticated: "check the OIDC provider, and the token's audience and age",
	auth.ErrNotFound:        "check the role and the OIDC provider",
}

func (in *oidcInput) check() error {
	switch {
	case in.token == nil:
		return fmt.Errorf("there is no OIDC token: %w", auth.ErrNoCredentials)
	case !temporary.IsToken(in.providerARN):
		return fmt.Errorf("the ARN of the OIDC provider is malformed: write it as acs:ram::1234567890123456:oidc-provider/name: %w", auth.ErrInvalid)
	}
	return in.role.check()
}
