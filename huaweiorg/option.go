package huaweiorg

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option is a setting for [NewClient] or [Client.With].
type Option func(*settings)

type settings struct {
	*auth.Config
	onResponse func(context.Context, ResponseInfo)
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
	return func(s *settings) { s.Provider = p }
}

// WithEndpoint replaces [Endpoint], for [EndpointEurope], a gateway or a test's. The URL
// is https, or http on a loopback address; its path is put in front of the service's.
func WithEndpoint(url string) Option {
	return func(s *settings) { s.Endpoint = url }
}

// WithTransport sends the signed requests through rt, one call of it per attempt.
// This is the place for a proxy, a tracer or a test's stand-in. What changes a
// signed header, the query or the body breaks the signature.
func WithTransport(rt http.RoundTripper) Option {
	return func(s *settings) { s.Base = rt }
}

// WithLogger logs each attempt at debug level and each retry as a warning. No
// header, body or credential is logged. Without it, nothing is.
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
// fits. Clients made by [Client.With] share it.
func WithLimiter(l auth.Limiter) Option {
	return func(s *settings) { s.Limiter = l }
}

// WithClock takes the time of signatures and of credentials' expiry from now, which
// several goroutines may call. Default: [time.Now].
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.Now = now }
}

// WithMaxResponseBytes bounds the length of a response; a longer one is
// [ErrTooLarge]. Default: 32 MiB.
func WithMaxResponseBytes(n int64) Option {
	return func(s *settings) { s.MaxResponseBytes = n }
}

// ResponseInfo is what there is to know about the response that ended a call.
type ResponseInfo struct {
	Op         string
	RequestID  string // "" if the service gave none
	StatusCode int
	Attempts   int // the requests sent
}

// WithResponse calls f at the end of each call that got a response, good or bad:
// once per page of a list. The context is the one of the call. With read-ahead, f
// runs in another goroutine than the loop; several calls may run it at once.
func WithResponse(f func(context.Context, ResponseInfo)) Option {
	return func(s *settings) { s.onResponse = f }
}
