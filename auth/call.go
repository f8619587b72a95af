package auth

import (
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

	other bool // of Client.DoOther
	lent  bool // of Client.Decode
}

// A Verdict is what a response means for the call.
type Verdict uint8

const (
	// Accepted: the response is good.
	Accepted Verdict = iota
	// Fatal: a retry would give the same response.
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
	// StaleCredentials: the temporary credentials have run out, or the access key is
	// unknown or disabled. They are invalidated, and if the Provider then gives other
	// ones, the call is signed once more. The same ones are not sent again.
	StaleCredentials
	// Unauthenticated: the service does not accept the request and does not say
	// whether that is about the date or the credentials. Where its own date is more
	// than 5 minutes from ours, it counts as ClockSkew, otherwise as StaleCredentials.
	Unauthenticated
)

// String names the verdict as logs show it.
func (v Verdict) String() string {
	names := [...]string{"accepted", "fatal", "refused", "ambiguous", "throttled", "clock skew", "stale credentials", "unauthenticated"}
	if int(v) < len(names) {
		return names[v]
	}
	return "unknown"
}

// A Decision is a service's view of one response.
type Decision struct {
	Verdict Verdict
	// Wait is how long the service asks to wait; 0 where it does not say.
	Wait time.Duration
	// Err is what the call ends with if it goes no further. With an error,
	// Accepted, the zero Verdict, counts as Fatal; without one, any other verdict
	// gets an error that names the status.
	Err error
}

// A Response is what the service sent back. Its body was read completely.
type Response struct {
	Op         string
	StatusCode int
	Header     http.Header
	Body       []byte
	// Attempts counts the requests that were sent, up to this response.
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
// JSON: they may hold new credentials, or repeat the old ones.
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
