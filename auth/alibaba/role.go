package alibaba

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	envRole         = "ALIBABA_CLOUD_ROLE_ARN"
	envSession      = "ALIBABA_CLOUD_ROLE_SESSION_NAME"
	envOIDCProvider = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"
	envOIDCToken    = "ALIBABA_CLOUD_OIDC_TOKEN"
	envOIDCFile     = "ALIBABA_CLOUD_OIDC_TOKEN_FILE"

	// sessionName appears in the audit log of the account if no setting has another name.
	sessionName = "handshakes-go"
)

// A role has the settings of a place about a role to assume.
type role struct {
	arn, session, policy, externalID string
	seconds                          int
	region                           string
	vpc                              bool
}

// complete fills in missing settings from the environment.
func (s services) complete(r role) role {
	r.arn = cmp.Or(r.arn, s.env(envRole))
	r.session = cmp.Or(r.session, s.env(envSession), sessionName)
	return r
}

func (r role) duration() (time.Duration, error) {
	const least, most = 900, 43200
	if r.seconds != 0 && (r.seconds < least || r.seconds > most) {
		return 0, fmt.Errorf("expired_seconds is %d: give %d to %d: %w", r.seconds, least, most, auth.ErrInvalid)
	}
	return time.Duration(r.seconds) * time.Second, nil
}

// assume returns temporary credentials of the role, which keys may assume.
func (s services) assume(ctx context.Context, keys auth.Credentials, r role) (auth.Credentials, error) {
	r = s.complete(r)
	life, err := r.duration()
	if err != nil {
		return auth.Credentials{}, err
	}
	endpoint, err := s.sts(r.region, r.vpc)
	if err != nil {
		return auth.Credentials{}, err
	}
	base := auth.Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken)
	return askWithin(ctx, hostOf(endpoint), AssumeRole(base, AssumeInput{
		RoleARN: r.arn, SessionName: r.session, Duration: life, Policy: r.policy, ExternalID: r.externalID,
		Endpoint: endpoint, Transport: s.link,
	}))
}

// An oidcToken is a token, or the file that holds it. name is the setting with the file.
type oidcToken struct{ provider, token, file, name string }

// assumeWithOIDC returns temporary credentials of a role that trusts an identity provider.
func (s services) assumeWithOIDC(ctx context.Context, t oidcToken, r role) (auth.Credentials, error) {
	r = s.complete(r)
	life, err := r.duration()
	if err != nil {
		return auth.Credentials{}, err
	}
	endpoint, err := s.sts(r.region, r.vpc)
	if err != nil {
		return auth.Credentials{}, err
	}
	token := tokenFile(t.file, t.name)
	if t.token != "" {
		token = func(context.Context) (string, error) { return t.token, nil }
	}
	return askWithin(ctx, hostOf(endpoint), assumeRoleWithOIDC(oidcInput{
		role:        roleSession{arn: r.arn, name: r.session, duration: life, policy: r.policy},
		providerARN: t.provider, token: token, endpoint: endpoint, transport: s.link,
	}))
}

// hostOf returns the host of an endpoint, for an error.
func hostOf(endpoint string) string {
	if u, err := url.Parse(endpoint); err == nil {
		return u.Host
	}
	return "STS"
}

// oidc returns the credentials for the identity provider's token in the environment.
func (c *providerChain) oidc(ctx context.Context) (auth.Credentials, error) {
	t := c.oidcToken(oidcToken{})
	if err := missing(setting{envRole, c.env(envRole)}, setting{envOIDCProvider, t.provider}, setting{envOIDCFile, cmp.Or(t.token, t.file)}); err != nil {
		return auth.Credentials{}, err
	}
	return c.assumeWithOIDC(ctx, t, role{})
}

// oidcToken fills in missing settings from the environment. A token takes precedence over a
// file, as in the official SDKs.
func (s services) oidcToken(t oidcToken) oidcToken {
	t.provider = cmp.Or(t.provider, s.env(envOIDCProvider))
	t.token = cmp.Or(t.token, s.env(envOIDCToken))
	if t.file == "" {
		t.file, t.name = s.env(envOIDCFile), envOIDCFile
	}
	return t
}
