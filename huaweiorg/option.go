package huaweiorg

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option is a setting for [NewClient] or [Client.With].
type Option func(*settings)

type settings struct {
	*auth.Config
	account *string // of WithAccount
}

// WithCredentials takes the credentials from p. Given to [Client.With], it is
// another account on the same connections.
//
// Make one provider for each account, and keep it. The client and all that [Client.With]
// makes of it remember the credentials of the last 5,000 providers, so that an account's
// is asked once, however often it is given. A provider that is made for each call is
// asked by each call. So is one that cannot be compared, such as an [auth.ProviderFunc]:
// put it into an [auth.Cache] once, and keep that.
func WithCredentials(p auth.Provider) Option {
	return func(s *settings) { s.Provider, s.Account = p, "" }
}

// WithEndpoint replaces [Endpoint], for [EndpointEurope], a gateway or a test's. The URL
// is https, or http on a loopback address; its path is put in front of the service's.
func WithEndpoint(url string) Option {
	return func(s *settings) { s.Endpoint = url }
}

// WithTransport sends the signed requests through rt, one call of it per attempt.
// This is the place for a proxy, a tracer or a test's stand-in. What changes a
// signed header, the query or the body breaks the signature. [auth.AttemptFrom] returns
// the operation of a request and the number of its attempt.
//
// A nil rt is [ErrInvalid]: without the stand-in of a test, the calls would reach the cloud.
func WithTransport(rt http.RoundTripper) Option {
	return func(s *settings) { s.Base = auth.RequireTransport(rt) }
}

// WithLogger logs each attempt at debug level and each retry as a warning. No
// header, body or credential is logged. Without it, or if l is nil, nothing is.
func WithLogger(l *slog.Logger) Option {
	return func(s *settings) { s.Logger = l }
}

// WithUserAgent puts the name of your program, such as "inventory/1.2", in front
// of the library's.
func WithUserAgent(name string) Option {
	return func(s *settings) { s.UserAgent = name }
}

// WithRetry bounds the retries. A zero field keeps its default.
func WithRetry(r auth.Retry) Option {
	return func(s *settings) { s.Retry = r }
}

// WithLimiter asks l before each attempt; *rate.Limiter of golang.org/x/time/rate
// fits. Clients made by [Client.With] share it. If l is nil, there is no limiter.
func WithLimiter(l auth.Limiter) Option {
	return func(s *settings) { s.Limiter = l }
}

// WithClock takes the time of signatures and of credentials' expiry from now, which
// several goroutines may call. Default, also if now is nil: [time.Now].
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.Now = now }
}

// WithMaxResponseBytes bounds the length of a response; a longer one is
// [ErrTooLarge]. Default: 32 MiB.
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings) { s.MaxResponseBytes = n }
}

// WithObserver calls f when a call has ended, whatever came of it: once for each page of a
// list, each read, each write with its retries, and each look behind a write. The context is
// that of the call. The [auth.CallInfo] has the call's own error. A call that the client
// refuses, such as one with an empty ID, has no attempts.
//
// Observers add up, also those that are given to [Client.With]. Several calls may call f at
// once, and with read-ahead in another goroutine than the loop. A nil f is [ErrInvalid].
func WithObserver(f func(context.Context, auth.CallInfo)) Option {
	return func(s *settings) { s.Observers = append(slices.Clip(s.Observers), f) }
}

// WithAccount says that the client is for the account with this ID. Its cursors are good
// for this account only, and with credentials that are known to be of another account, each
// call is [ErrInvalid] and sends nothing.
//
// Without it, or if id is "", the client goes by the credentials, where they have an account
// ID. A cursor is [pagination.ErrBadCursor] only if both accounts are known and differ.
// [WithCredentials] in [Client.With] ends what WithAccount said, unless both are given.
func WithAccount(id string) Option {
	return func(s *settings) { s.account = &id }
}
