package auth

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// A Call is one operation to perform: the request and what may be done with it.
type Call struct {
	// Op is the service's own name of the operation, for errors and logs.
	Op string
	// Safe marks a read: it may be sent again when it is unknown whether the
	// service acted on it.
	Safe bool
	// Request has a method, a path with its query and, where there is a body,
	// GetBody, as [http.NewRequest] sets it. Scheme and host are taken from
	// [Config].Endpoint, and the endpoint's own path is put in front.
	Request *http.Request
	// Check, if any, decides about each response that [Config].Classify accepts. For
	// one that cannot be read it is Ambiguous, so that a read is retried.
	Check func(*Response) Decision
	// Secrets are what the request holds beside its signature and must not appear in
	// an error, such as a token in its body. The client adds the credentials' own.
	Secrets Secrets
}

// A Verdict is what an answer means for the call.
type Verdict uint8

const (
	// Accepted: the answer is good.
	Accepted Verdict = iota
	// Fatal: asking again gives the same answer.
	Fatal
	// Refused: the service certainly did nothing; the call may be sent again.
	Refused
	// Ambiguous: the service may have acted; only a safe call is sent again.
	Ambiguous
	// Throttled: refused for now; sent again after the wait that was asked for.
	Throttled
	// ClockSkew: the service finds our date wrong. Where its own date is more
	// than 5 minutes from ours, the clock offset is corrected; otherwise, where
	// a session ends within a minute, it is renewed; and the call is signed
	// once more.
	ClockSkew
	// StaleCredentials: the temporary credentials have run out. They are
	// invalidated, and the call is signed once more with new ones.
	StaleCredentials
)

// String names the verdict as logs show it.
func (v Verdict) String() string {
	names := [...]string{"accepted", "fatal", "refused", "ambiguous", "throttled", "clock skew", "stale credentials"}
	if int(v) < len(names) {
		return names[v]
	}
	return "unknown"
}

// A Decision is a service's view of one answer.
type Decision struct {
	Verdict Verdict
	// Wait is how long the service asks to wait; 0 where it does not say.
	Wait time.Duration
	// Err is what the call ends with if it goes no further. With an error,
	// Accepted, the zero Verdict, counts as Fatal; without one, any other verdict
	// gets an error that names the status.
	Err error
}

// A Response is an answer whose body was read whole.
type Response struct {
	Op         string
	StatusCode int
	Header     http.Header
	Body       []byte
	// Attempts counts the requests that were sent, this answer's included.
	Attempts int

	// Secrets are what the requests of the call held.
	Secrets Secrets
}

// Excerpt is [Secrets.Excerpt] with the secrets of this call. Every text of a response
// that goes into an error or a log passes through it.
func (r *Response) Excerpt(text string, limit int) string {
	if r == nil {
		return Excerpt(text, limit)
	}
	return r.Secrets.Excerpt(text, limit)
}

// String names the operation, the status, the request and the length of the body.
// Header and Body are left out wherever a Response is printed, logged or encoded as
// JSON: they may hold new keys, or repeat the old ones.
func (r Response) String() string {
	return fmt.Sprintf("%s: %d (request %q, %s, %d bytes)", r.Op, r.StatusCode, requestID(&r), plural(r.Attempts, "attempt"), len(r.Body))
}

// Format prints [Response.String] for every verb.
func (r Response) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// LogValue is [Response.String].
func (r Response) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalText is [Response.String]. JSON, XML, YAML and TOML use it.
func (r Response) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalBinary is [Response.String]. gob uses it.
func (r Response) MarshalBinary() ([]byte, error) { return r.MarshalText() }

// Retry bounds how often and how long a call is tried. A zero field takes its
// default; negative durations are [ErrInvalid]. No wait outlasts the context.
type Retry struct {
	// MaxRetries is how many failures are tried again; throttling does not
	// count. Default 4; negative: each call sends one request, whatever the
	// answer.
	MaxRetries int
	// MinWait and MaxWait are the first and the greatest ceiling of the backoff,
	// which doubles from failure to failure; the wait is a random part of it.
	// Default 200 ms and 20 s.
	MinWait, MaxWait time.Duration
	// MaxElapsed is how long after the start of the call a wait for throttling,
	// or one that the service asks for, may end. The random part on top of
	// such a wait is at most 10 seconds and never the reason to fail. Default 6
	// minutes.
	MaxElapsed time.Duration
	// AttemptTimeout bounds one attempt from the dial to the last byte of the
	// body. Default 30 s.
	AttemptTimeout time.Duration
	// SettleTime is how long what a write did may take to show. A client that
	// reads back the state after a lost response looks for so long before it
	// resends the write or gives up. Default 15 s.
	SettleTime time.Duration
}

// A Limiter delays each attempt until it may be sent, as *rate.Limiter of
// golang.org/x/time/rate does.
type Limiter interface {
	Wait(context.Context) error
}

// Config says how a [Client] reaches one service. Endpoint, Provider, Signer and
// Classify are required.
type Config struct {
	// Base sends the signed requests. Default: a pool of the client's own, of up
	// to 64 connections to a host, which uses the proxy of the environment and
	// HTTP/2. Base must return when the context of the request ends; the client
	// then closes the body of a response and waits for it no longer.
	Base http.RoundTripper
	// Endpoint is the service's base URL: https, or http on loopback. A path
	// is kept as a prefix.
	Endpoint string
	// Provider is put into a [Cache].
	Provider Provider
	Signer   Signer
	// Classify judges each answer. It may be called from several goroutines.
	Classify func(Call, *Response) Decision
	Retry    Retry
	// Limiter, if any, is asked before each attempt.
	Limiter Limiter
	// Logger takes one debug record an attempt and a warning for each retry.
	// Default: silent.
	Logger *slog.Logger
	// UserAgent is put in front of the library's own.
	UserAgent string
	// MaxResponseBytes bounds the body of an answer. Default 32 MiB.
	MaxResponseBytes int64
	// Now is the clock that dates the signatures and judges whether credentials
	// have expired, both as corrected by the service's own once that is known
	// to differ. Elapsed time, waits and time limits do not use it. Default
	// [time.Now].
	Now func() time.Time
	// Jitter picks a wait between 0 and its argument; it may be called from
	// several goroutines. Default: random.
	Jitter func(time.Duration) time.Duration
}
