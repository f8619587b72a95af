package huawei

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// DefaultProvider looks for credentials where the official SDKs look. The first place that has
// credentials is used:
//
//  1. The environment: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, for temporary
//     credentials also HUAWEICLOUD_SDK_SECURITY_TOKEN. HUAWEICLOUD_SDK_DOMAIN_ID is the
//     account ID, if known.
//  2. The profile file ~/.huaweicloud/credentials, or the file of
//     HUAWEICLOUD_SDK_CREDENTIALS_FILE: ak, sk, security_token, domain_id and
//     iam_endpoint in the section global. It is read as the SDK for Go reads it: text
//     after # or ; is a comment, unless the value is in `backticks`. It is a regular
//     file in UTF-8 of up to 1 MiB and 4,096 lines.
//  3. The metadata service of a server that has an agency, unless [WithoutMetadata] or
//     HUAWEICLOUD_SDK_ECS_METADATA_DISABLED=true.
//  4. The pod identity of a container: HC_CONTAINER_CREDENTIALS_FULL_URI and
//     HC_CONTAINER_AUTHORIZATION_TOKEN_FILE. The URI must be https, or http to a
//     loopback or link-local address, so that the token is not sent in the clear.
//
// In the first two places, the token of an identity provider comes before an access key:
// HUAWEICLOUD_SDK_IDP_ID and HUAWEICLOUD_SDK_ID_TOKEN_FILE, or idp_id and id_token_file. The
// provider reads the file anew for each exchange.
//
// If a place has no account ID, DefaultProvider takes HUAWEICLOUD_SDK_DOMAIN_ID, or looks it up
// as [LookupAccountID] does. HUAWEICLOUD_SDK_IAM_ENDPOINT and HUAWEICLOUD_SDK_STS_ENDPOINT
// replace the endpoints of IAM and STS, unless an option or the iam_endpoint of the profile
// does.
//
// DefaultProvider skips a place that fails. If all fail, the error matches
// [auth.ErrNoCredentials] and has a line for each that says why. After a place has returned
// credentials, DefaultProvider no longer asks the places after it, so that a profile that is
// only half written does not change the identity of the caller. To move to such a place, create
// a new provider. A client keeps the credentials, as [auth.Cache] does.
func DefaultProvider(opts ...Option) auth.Provider {
	return newDefaultProvider(providerChain{
		identity: newIdentity(opts),
		home:     os.UserHomeDir,
		metadata: &metadata{base: metadataBase, link: temporary.NewLocalTransport(time.Second, 3*time.Second)},
		pod:      temporary.NewLocalTransport(time.Second, 3*time.Second),
	})
}

// A providerChain has the places where [DefaultProvider] looks.
type providerChain struct {
	identity
	home     func() (string, error)
	metadata *metadata
	pod      http.RoundTripper

	// known is how many places there are up to the one that returned credentials, or 0 if none
	// did.
	known *atomic.Int32
}

func newDefaultProvider(p providerChain) auth.Provider {
	p.known = new(atomic.Int32)
	return newAccountLookup(p.identity, &p)
}

// find returns the first credentials and their own IAM endpoint, if they come with one. The
// limits leave time for each place within the 30 s that a refresh may take.
func (p *providerChain) find(ctx context.Context) (auth.Credentials, string, error) {
	var endpoint string
	var found int
	var providers []auth.Provider
	for i, place := range [...]struct {
		name  string
		limit time.Duration
		ask   func(context.Context) (auth.Credentials, string, error)
	}{
		{name: "environment", limit: 6 * time.Second, ask: p.environment},
		{name: "profile", limit: 6 * time.Second, ask: p.profile},
		{name: "instance metadata", limit: 5 * time.Second, ask: p.instance},
		{name: "pod identity", limit: podTimeout + time.Second, ask: p.podIdentity},
	} {
		providers = append(providers, auth.ProviderFunc(func(ctx context.Context) (c auth.Credentials, err error) {
			defer func() { // a panic of a transport is only a failure of its place
				if recover() != nil {
					err = fmt.Errorf("%s: the transport panicked: %w", place.name, auth.ErrUnavailable)
				}
			}()
			err = within(ctx, place.limit, func(ctx context.Context) (err error) {
				c, endpoint, err = place.ask(ctx)
				return err
			})
			if err != nil {
				err = fmt.Errorf("%s: %w", place.name, err)
			}
			found = i + 1
			return c, err
		}))
	}
	if known := p.known.Load(); known > 0 {
		providers = providers[:known]
	}
	keys, err := auth.Chain(providers...).Credentials(ctx)
	if err == nil {
		p.known.Store(int32(found))
	}
	return keys, endpoint, err
}

func (p *providerChain) instance(ctx context.Context) (auth.Credentials, string, error) {
	if off := strings.ToLower(p.env(envWithoutMetadata)); p.withoutMetadata || off == "true" || off == "1" {
		return auth.Credentials{}, "", fmt.Errorf("not asked, since WithoutMetadata or %s says so: %w", envWithoutMetadata, auth.ErrNoCredentials)
	}
	return p.metadata.credentials(ctx)
}

// at implements [keySource]. Only the use of IAM depends on the endpoint.
func (p *providerChain) at(i identity, _ string) keySource {
	if !i.elsewhere {
		return nil
	}
	other := *p
	other.identity = i
	return &other
}

func (*providerChain) invalidate(auth.Credentials) {}

// names are the names of the settings in one place.
type names struct {
	key, secret, token, account string
	provider, idToken           string // for federation
	endpoint                    string // the endpoint of IAM
}

var (
	envNames = names{
		key: "HUAWEICLOUD_SDK_AK", secret: "HUAWEICLOUD_SDK_SK", token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
		account:  "HUAWEICLOUD_SDK_DOMAIN_ID",
		provider: "HUAWEICLOUD_SDK_IDP_ID", idToken: "HUAWEICLOUD_SDK_ID_TOKEN_FILE",
		endpoint: envIAM,
	}
	profileNames = names{
		key: "ak", secret: "sk", token: "security_token",
		account:  "domain_id",
		provider: "idp_id", idToken: "id_token_file",
		endpoint: "iam_endpoint",
	}
)

func (p *providerChain) environment(ctx context.Context) (auth.Credentials, string, error) {
	return p.configured(ctx, envNames, p.env)
}

// configured returns the credentials that the settings hold or stand for.
func (i identity) configured(ctx context.Context, n names, get func(string) string) (c auth.Credentials, endpoint string, err error) {
	endpoint = get(n.endpoint)
	provider, file := get(n.provider), get(n.idToken)
	if provider != "" && file != "" {
		f := federation{identity: i, endpoint: endpoint, provider: provider, file: file, fileName: n.idToken, endpointName: n.endpoint}
		if c, err = f.credentials(ctx); err != nil {
			return c, "", err
		}
		c.AccountID = get(n.account)
		return c, endpoint, nil
	}
	c = auth.Credentials{
		AccessKeyID:     get(n.key),
		AccessKeySecret: get(n.secret),
		SecurityToken:   get(n.token),
		AccountID:       get(n.account),
	}
	want := []string{n.key, n.secret}
	if c.AccessKeyID == "" && c.AccessKeySecret == "" && provider+file != "" {
		want = []string{n.provider, n.idToken}
	}
	if missing := unset(want, get); missing != nil {
		return auth.Credentials{}, "", fmt.Errorf("set %s: %w", strings.Join(missing, " and "), auth.ErrNoCredentials)
	}
	return c, endpoint, nil
}

func unset(wanted []string, get func(string) string) (missing []string) {
	for _, name := range wanted {
		if get(name) == "" {
			missing = append(missing, name)
		}
	}
	return missing
}
