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

// chainWindow is how often credentials without an expiry are read again, and how early sessions
// are renewed. The official SDKs also renew sessions in their last three minutes.
const chainWindow = 3 * time.Minute

// DefaultProvider looks for credentials where the official SDKs look. The first place that has
// credentials is used:
//
//  1. The environment: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, for
//     temporary credentials also ALIBABA_CLOUD_SECURITY_TOKEN.
//  2. OIDC: ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and
//     ALIBABA_CLOUD_OIDC_TOKEN_FILE (or ALIBABA_CLOUD_OIDC_TOKEN), exchanged at STS.
//  3. The profile of the aliyun command in ~/.aliyun/config.json, or in the file of
//     ALIBABA_CLOUD_CONFIG_FILE: the current profile, or the one that ALIBABA_CLOUD_PROFILE
//     names. Its mode is AK, StsToken, RamRoleArn, EcsRamRole, OIDC, ChainableRamRoleArn,
//     CloudSSO, OAuth, External or CredentialsURI.
//     ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true skips this place.
//  4. The credentials file ~/.alibabacloud/credentials, or the file of
//     ALIBABA_CLOUD_CREDENTIALS_FILE: the section default, or the one that
//     ALIBABA_CLOUD_PROFILE names. Its type is access_key, ram_role_arn or ecs_ram_role.
//  5. The metadata service of an ECS instance, at 100.100.100.200, for the RAM role that is
//     attached, or that ALIBABA_CLOUD_ECS_METADATA names. Outside of ECS, this request takes
//     a second or more; ALIBABA_CLOUD_ECS_METADATA_DISABLED=true skips this place.
//     ALIBABA_CLOUD_IMDSV1_DISABLED=true allows only requests with a session token.
//  6. The URI in ALIBABA_CLOUD_CREDENTIALS_URI.
//
// For places 2, 3 and 4, ALIBABA_CLOUD_STS_REGION and ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true
// choose the host of STS, unless [WithSTSEndpoint] does.
//
// DefaultProvider skips a place that fails, also if its file cannot be read. If all fail, the
// error matches [auth.ErrNoCredentials] and has a line for each that says why. If a profile
// names an identity that cannot be used, the search ends, because the later places belong to
// other identities. This holds for a mode or a type that is not listed here, and for an expired
// login of mode OAuth. In the second case, log in again with the aliyun command:
// DefaultProvider does not refresh a login, because that would end the login of the command.
//
// After a place has returned credentials, DefaultProvider no longer asks the places after it,
// like the official SDKs. So a file that is only half written, or an STS that is unreachable
// for a while, does not change the identity of the caller. To move to a later place, create a
// new provider.
//
// The provider keeps the credentials, as [auth.Cache] does. It reads environment and files
// every 3 minutes, and at once after the service rejects the credentials. It never writes them.
// It runs a command that reports no expiration every 3 minutes, and renews a session 3 minutes
// before it ends.
//
// The search takes at most 30 seconds, and each place leaves time for the next. The command of
// mode External is started without a shell and may run for 60 seconds. If the search ends
// earlier, the next search waits for the same command. The command is killed when the last
// caller cancels.
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

// A providerChain has the places where [DefaultProvider] looks.
type providerChain struct {
	services
	home          func() (string, error)
	metadata, uri http.RoundTripper
	commands      *command.Runner

	// known is how many places there are up to the one that returned credentials, or 0 if none
	// did.
	known atomic.Int32
}

// A place may have credentials.
type place struct {
	name string
	find func(context.Context) (auth.Credentials, error)
}

func (c *providerChain) allPlaces() []place {
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
	places := c.allPlaces()
	if known := c.known.Load(); known > 0 {
		places = places[:known]
	}
	keys, found, err := search(ctx, places)
	if err == nil {
		c.known.Store(int32(found) + 1)
	}
	return keys, err
}

// search asks the places in turn, and returns the index of the place that has the credentials.
// If none has any, an [auth.Chain] of the failed places writes the error.
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

// ask treats a place that panics like one that fails.
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

// An unusable error means that a profile names an identity that cannot be used now. It ends the
// search, because the credentials of a later place belong to another identity.
type unusable struct{ error }

func (u *unusable) Unwrap() error { return u.error }

// shares is the context key for the number of places that share the remaining time.
type shares struct{}

func withShares(ctx context.Context, places int) context.Context {
	return context.WithValue(ctx, shares{}, places)
}

// share limits a request of a place to its share of the remaining time, so that time is left
// for the later places. Time that a place does not use goes to the next.
func share(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	places, _ := ctx.Value(shares{}).(int)
	if !ok || places < 2 {
		return context.WithCancel(ctx)
	}
	left := time.Until(deadline) / time.Duration(places)
	return context.WithTimeout(ctx, left)
}

// askWithin asks p, which calls host, within its share of the time. The end of that share does
// not count as the end of ctx.
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
