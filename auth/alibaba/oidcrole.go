package alibaba

import (
	"context"
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// An oidcInput says which role to assume with the token of an identity provider.
type oidcInput struct {
	role        roleSession
	providerARN string
	// token gives the token. It is asked for each exchange, since tokens are replaced
	// while programs run.
	token     func(context.Context) (string, error)
	endpoint  string            // "": as of [AssumeInput]
	transport http.RoundTripper // nil: as of [AssumeInput]
}

// tokenFile reads the token anew each time from the file that the setting called name
// gives.
func tokenFile(path, name string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return temporary.ReadToken(path, name) }
}

// assumeRoleWithOIDC gives temporary credentials of a role that trusts an identity
// provider. Its requests are not signed. Each time the result is asked, it begins a new
// session: put it into a cache.
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
		return fmt.Errorf("the ARN of the OIDC provider is not one: write it as acs:ram::1234567890123456:oidc-provider/name: %w", auth.ErrInvalid)
	}
	return in.role.check()
}
