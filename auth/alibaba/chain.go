package alibaba

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba/internal/command"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// chainWindow is how often keys without an expiry are read again, and how early sessions
// are renewed. The official SDKs renew them in their last three minutes, too.
const chainWindow = 3 * time.Minute

// DefaultProvider finds credentials where the official SDKs do. The first place that has
// some is taken:
//
//  1. The environment: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET,
//     with temporary keys ALIBABA_CLOUD_SECURITY_TOKEN.
//  2. OIDC: ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and
//     ALIBABA_CLOUD_OIDC_TOKEN_FILE (or ALIBABA_CLOUD_OIDC_TOKEN), exchanged at STS.
//  3. The profile of the aliyun command in ~/.aliyun/config.json, or the file that
//     ALIBABA_CLOUD_CONFIG_FILE names: the current one, or the one that
//     ALIBABA_CLOUD_PROFILE names. Its mode is AK, StsToken, RamRoleArn, EcsRamRole, OIDC,
//     ChainableRamRoleArn, CloudSSO, OAuth, External or CredentialsURI.
//     ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true skips this place.
//  4. The credentials file ~/.alibabacloud/credentials, or the one that
//     ALIBABA_CLOUD_CREDENTIALS_FILE names: the section default, or the one that
//     ALIBABA_CLOUD_PROFILE names. Its type is access_key, ram_role_arn or ecs_ram_role.
//  5. The metadata of an ECS instance, at 100.100.100.200, for the RAM role that is
//     attached, or that ALIBABA_CLOUD_ECS_METADATA names. Outside of ECS, the question
//     costs a second or more; ALIBABA_CLOUD_ECS_METADATA_DISABLED=true skips this place.
//     ALIBABA_CLOUD_IMDSV1_DISABLED=true asks with a session token only.
//  6. The URI in ALIBABA_CLOUD_CREDENTIALS_URI.
//
// ALIBABA_CLOUD_STS_REGION and ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true choose the host of
// STS for 2, 3 and 4, unless [WithSTSEndpoint] does.
//
// A place that fails is skipped, also one whose file cannot be read. If all fail, the
// error matches [auth.ErrNoCredentials] and has a line for each that says why. A profile
// that names an identity which cannot be used ends the search, so that nobody acts as
// another one: a mode or a type that is not listed here, and a login of mode OAuth that
// has run out. Log in again with the aliyun command then: DefaultProvider does not refresh
// a login, because that would end the one of the command.
//
// Once a place has given credentials, the places behind it are not asked any more, as with
// the official SDKs. A file that is only half written, or an STS that is not reached for a
// while, makes nobody act as another one. To move to such a place, make a new provider.
//
// The credentials are kept as [auth.Cache] keeps them. Environment and files are only
// read, every 3 minutes, and at once after the service rejects the credentials; a command
// that tells no expiration runs again as often. Sessions are renewed 3 minutes before they
// end.
//
// The search takes at most 30 seconds, and each place leaves time for the next. The command
// of mode External is started without a shell. It has 60 seconds: if the search ends
// earlier, the next one waits for the same command. It is killed when the last caller
// cancels.
func DefaultProvider(opts ...Option) auth.Provider {
	return auth.Cache(newProviderChain(opts), chainWindow)
}

func newProviderChain(opts []Option) *providerChain {
	return &providerChain{
		services: newServices(opts),
		home:     os.UserHomeDir,
		metadata: temporary.NewLocalTransport(time.Second, 5*time.Second),
		uri:      temporary.NewLocalTransport(5*time.Second, 5*time.Second),
		commands: new(command.Runner),
	}
}

// A providerChain is the places where [DefaultProvider] looks.
type providerChain struct {
	services
	home          func() (string, error)
	metadata, uri http.RoundTripper
	commands      *command.Runner

	// known is how many places there are up to the one that gave credentials; 0: none did.
	known atomic.Int32
}

// A place may have credentials.
type place struct {
	name string
	find func(context.Context) (auth.Credentials, error)
}

func (c *providerChain) places() []place {
	return []place{
		{name: "environment", find: c.environment},
		{name: "OIDC", find: c.oidc},
		{name: "CLI profile", find: c.cliProfile},
		{name: "credentials file", find: c.credentialsFile},
		{name: "instance metadata", find: c.instance},
		{name: "credentials URI", find: c.credentialsURI},
	}
}

// Credentials implements [auth.Provider].
func (c *providerChain) Credentials(ctx context.Context) (auth.Credentials, error) {
	if c.link == auth.RequireTransport(nil) {
		return auth.Credentials{}, fmt.Errorf("alibaba: WithTransport: the transport is nil: give one, or leave the option out: %w", auth.ErrInvalid)
	}
	places := c.places()
	if known := c.known.Load(); known > 0 {
		places = places[:known]
	}
	keys, found, err := search(ctx, places)
	if err == nil {
		c.known.Store(int32(found) + 1)
	}
	return keys, err
}

// search asks the places in turn, and returns which one has the credentials. Why those that
// were asked have none is for a chain of them to say.
func search(ctx context.Context, places []place) (keys auth.Credentials, found int, err error) {
	var asked []auth.Provider
	for i, p := range places {
		keys, err := p.ask(withShares(ctx, len(places)-i))
		if err == nil {
			return keys, i, nil
		}
		if end := auth.EndOf(ctx); end != nil {
			return auth.Credentials{}, 0, fmt.Errorf("%w: %w", end, err)
		}
		asked = append(asked, failed(err))
		if _, final := errors.AsType[*unusable](err); final {
			break
		}
	}
	keys, err = auth.Chain(asked...).Credentials(ctx)
	return keys, 0, err
}

func failed(err error) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return auth.Credentials{}, err })
}

// ask passes a place that panics over like one that fails.
func (p place) ask(ctx context.Context) (keys auth.Credentials, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("it panicked: %s", prose(describe(fmt.Sprint(cause))))
		}
		if err != nil {
			keys, err = auth.Credentials{}, fmt.Errorf("%s: %w", p.name, err)
		}
	}()
	return p.find(ctx)
}

// An unusable identity is one that a profile names and nobody can act as now. It ends the
// search: the credentials of a later place are somebody else's.
type unusable struct{ error }

func (u *unusable) Unwrap() error { return u.error }

// shares is the key of how many places share the time that a context leaves.
type shares struct{}

func withShares(ctx context.Context, places int) context.Context {
	return context.WithValue(ctx, shares{}, places)
}

// share limits a request of a place to its share of the time that is left, so that the
// places behind it have theirs, too. What one does not use goes to the next.
func share(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	places, _ := ctx.Value(shares{}).(int)
	if !ok || places < 2 {
		return context.WithCancel(ctx)
	}
	left := time.Until(deadline) / time.Duration(places)
	return context.WithTimeout(ctx, left)
}

// askWithin asks p, which asks a host, within its share of the time. The end of that share is
// not the end of ctx.
func askWithin(ctx context.Context, host string, p auth.Provider) (auth.Credentials, error) {
	limited, cancel := share(ctx)
	defer cancel()
	start := time.Now()
	keys, err := p.Credentials(limited)
	if err != nil && limited.Err() != nil && auth.EndOf(ctx) == nil {
		err = fmt.Errorf("%s did not respond within %v: %w", host, time.Since(start).Round(time.Second), auth.ErrUnavailable)
	}
	return keys, err
}
