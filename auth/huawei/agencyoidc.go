package huawei

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// OIDCInput names the agency to assume with the ID token of an identity provider, and how.
type OIDCInput struct {
	// ProviderURN is the URN of the identity provider in IAM.
	ProviderURN string
	// AgencyURN is the agency, for example
	// iam::0123456789abcdef0123456789abcdef:agency:inviter, with up to 1,500 characters.
	AgencyURN string
	// SessionName appears in the audit log of the account. It has 2 to 128 characters.
	SessionName string
	// TokenFile is the path of a file with the ID token. The provider reads it for each
	// exchange.
	TokenFile string
	// Token returns the ID token, if there is no TokenFile. The provider calls it for each
	// exchange.
	Token func(context.Context) (string, error)
	// Duration is the lifetime of the credentials in full seconds, from 15 minutes to 12 hours.
	// Default 1 hour.
	Duration time.Duration
	// Policy is JSON that limits the permissions of the agency, or "". It has up to 2,048
	// characters.
	Policy string
	// PolicyIDs are policies of IAM that limit the permissions.
	PolicyIDs []string
	// Endpoint is the base URL of STS. Default: HUAWEICLOUD_SDK_STS_ENDPOINT, or
	// https://sts.cn-north-4.myhuaweicloud.com.
	Endpoint string
	// Transport sends the requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// AssumeAgencyWithOIDC returns a provider of temporary credentials of an agency that trusts an
// identity provider, for example that of a build service or a cluster. It needs no access key,
// and the requests are not signed.
//
//	provider := huawei.AssumeAgencyWithOIDC(huawei.OIDCInput{
//		ProviderURN: providerURN,
//		AgencyURN:   "iam::" + accountID + ":agency:inviter",
//		SessionName: "nightly-list",
//		TokenFile:   "/var/run/secrets/tokens/huawei",
//	})
//
// The result is an [auth.Cache], like that of [AssumeAgency], and can be the base of one.
// Neither the default chain of the official SDKs nor [DefaultProvider] does this. Package
// huaweiorg has no function of this name.
//
// Asking for credentials fails with [auth.ErrInvalid], before any request, if in is not valid.
//
// API: POST /v5/agencies/assume-with-oidc of STS
func AssumeAgencyWithOIDC(in OIDCInput) auth.Provider {
	const op = "AssumeAgencyWithOIDC"
	in.PolicyIDs = slices.Clone(in.PolicyIDs)
	i := identity{getenv: os.Getenv, link: in.Transport}
	err := in.check()
	var c *auth.Client
	if err == nil {
		c, err = i.unsigned(i.sts(in.Endpoint), hintOIDC)
	}
	return temporary.NewSession(accountIn(in.AgencyURN), func(ctx context.Context) (auth.Credentials, error) {
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		token, err := in.token(ctx)
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		r := sessionRequest{
			ProviderURN: in.ProviderURN, IDToken: token,
			AgencyURN: in.AgencyURN, SessionName: in.SessionName, Duration: int64(in.Duration / time.Second),
			Policy: in.Policy, PolicyIDs: in.PolicyIDs,
		}
		return r.send(ctx, c, op, "/v5/agencies/assume-with-oidc")
	})
}

var hintOIDC = hint{text: "check the identity provider, the agency's trust policy and the age of the ID token"}

func (in *OIDCInput) check() error {
	switch {
	case !temporary.IsToken(in.ProviderURN):
		return fmt.Errorf("set ProviderURN, the URN of the identity provider: %w", auth.ErrInvalid)
	case (in.TokenFile == "") == (in.Token == nil):
		return fmt.Errorf("set either TokenFile or Token: %w", auth.ErrInvalid)
	}
	return checkAgency(in.AgencyURN, in.SessionName, in.Duration, in.Policy, in.PolicyIDs)
}

func (in *OIDCInput) token(ctx context.Context) (token string, err error) {
	if in.Token == nil {
		token, err = temporary.ReadToken(in.TokenFile, "TokenFile")
	} else {
		token, err = in.Token(ctx)
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("there is no ID token: %w", err)
	case !temporary.IsToken(token):
		return "", fmt.Errorf("the ID token is not one word of printable characters: %w", auth.ErrInvalid)
	}
	return token, temporary.CheckLength("ID token", token, 4, 20_000)
}
