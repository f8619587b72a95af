package alibabarm

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option changes a setting in [NewClient] or [Client.With].
type Option func(*settings)

type settings struct {
	*auth.Config
	version  Version
	endpoint bool    // WithEndpoint was given
	account  *string // the argument of WithAccount
}

// WithCredentials makes the client use the credentials of p. In [Client.With], it selects
// another account on the same connections.
//
// Create one provider for each account, and keep it. The client and its copies from
// [Client.With] cache the credentials of the last 5,000 providers, so they ask each provider
// once, however often you pass it. The client asks a new provider in every call that creates
// one. It also asks in every call if the provider cannot be compared, such as an
// [auth.ProviderFunc]: wrap it in an [auth.Cache] once, and keep that.
func WithCredentials(p auth.Provider) Option {
	return func(s *settings) { s.Provider, s.Account = p, "" }
}

// WithVersion selects the version of the API. Each version has its own endpoint, which the
// client uses unless [WithEndpoint] is given before or after. Both versions list the same
// invitations. The default is [Version20200331].
func WithVersion(v Version) Option {
	return func(s *settings) { s.version = v }
}

// WithEndpoint replaces the endpoint of the version, for example with
// [EndpointInternational], the endpoint of a VPC or a test server. The URL must be https, or
// http on a loopback address. The client puts its path in front of the service's paths.
func WithEndpoint(url string) Option {
	return func(s *settings) { s.Endpoint, s.endpoint = url, true }
}

// WithTransport sends the signed requests through rt, which the client calls once for each
// attempt. Use it for a proxy, a tracer or a fake service in a test. If rt changes a signed
// header, the query or the body, the signature no longer matches. [auth.AttemptFrom] returns
// the operation of a request and the number of the attempt.
//
// A nil rt is [ErrInvalid], because a test without its fake service would call the cloud.
func WithTransport(rt http.RoundTripper) Option {
	return func(s *settings) { s.Base = auth.RequireTransport(rt) }
}

// WithLogger logs each attempt at debug level and each retry as a warning. The client logs
// no header, body or credentials. By default, or if l is nil, it logs nothing.
func WithLogger(l *slog.Logger) Option {
	return func(s *settings) { s.Logger = l }
}

// WithUserAgent puts the name of your program, such as "inventory/1.2", in front of the
// library's name in the User-Agent header.
func WithUserAgent(name string) Option {
	return func(s *settings) { s.UserAgent = name }
}

// WithRetry sets the limits of the retries. A zero field keeps its default.
func WithRetry(r auth.Retry) Option {
	return func(s *settings) { s.Retry = r }
}

// WithLimiter makes the client wait for l before each attempt. A *rate.Limiter of
// golang.org/x/time/rate is one. Clients from [Client.With] share it. If l is nil, there is
// no limiter.
func WithLimiter(l auth.Limiter) Option {
	return func(s *settings) { s.Limiter = l }
}

// WithClock makes the client use now as the clock for signatures and for the expiry of
// credentials. Several goroutines may call now. By default, or if now is nil, the clock is
// [time.Now].
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.Now = now }
}

// WithMaxResponseBytes limits the length of a response. A longer one is [ErrTooLarge]. The
// default is 32 MiB.
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings) { s.MaxResponseBytes = n }
}

// WithObserver calls f when a call ends, whether it succeeded or not. A call is a page of a
// list, a read, a write with its retries, or a read that follows a write. The context is
// that of the call, and [auth.CallInfo] has the call's own error. A call that the client
// refuses, such as one with an empty ID, has no attempts.
//
// Observers accumulate, including those from [Client.With]. Several calls may call f at
// once. With read-ahead, f may run in another goroutine than the loop. A nil f is
// [ErrInvalid].
func WithObserver(f func(context.Context, auth.CallInfo)) Option {
	return func(s *settings) { s.Observers = append(slices.Clip(s.Observers), f) }
}

// WithAccount sets the account ID that the client is for. The client's cursors are valid
// only for this account. If the credentials are known to belong to another account, every
// call is [ErrInvalid] and sends nothing.
//
// By default, or if id is "", the client uses the account ID in the credentials, if there is
// one. A cursor is [pagination.ErrBadCursor] only if both accounts are known and differ. In
// [Client.With], [WithCredentials] removes the account, unless you pass both options.
func WithAccount(id string) Option {
	return func(s *settings) { s.account = &id }
}
