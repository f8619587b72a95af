package auth

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// A Call is one operation to perform: the request, and how the client may treat it.
type Call struct {
	// Op is the service's own name of the operation, for errors and logs.
	Op string
	// Safe marks a read. The client may resend it when it is unknown whether the service acted
	// on it.
	Safe bool
	// Request has a method, a path with its query and, if there is a body, GetBody, as
	// [http.NewRequest] sets it. The client takes scheme and host from [Config].Endpoint, and
	// puts the path of the endpoint in front.
	Request *http.Request
	// Check, if any, classifies each response that [Config].Classify accepts. It returns
	// Ambiguous for a response that it cannot read, so that the client retries a read.
	Check func(*Response) Decision
	// Secrets are what the request holds besides its signature and must not appear in an error,
	// such as a token in its body. The client adds the credentials.
	Secrets Secrets

	other bool // the call is from Client.DoOther
	lent  bool // the call is from Client.Decode
}

// A Verdict is the class of a response: what it means for the call.
type Verdict uint8

const (
	// Accepted: the response is good.
	Accepted Verdict = iota
	// Fatal: a retry would give the same response.
	Fatal
	// Refused: the service certainly did nothing. The client may resend the call.
	Refused
	// Ambiguous: the service may have acted. The client resends only a safe call.
	Ambiguous
	// Throttled: refused for now. The client resends the call after the wait that the service
	// asks for.
	Throttled
	// ClockSkew: the service rejects our date. If its own date is more than 5 minutes from
	// ours, the client corrects the clock offset. Otherwise, if a session ends within a minute,
	// the client refreshes it. Then the client signs the call once more.
	ClockSkew
	// StaleCredentials: the temporary credentials have expired, or the access key is unknown or
	// disabled. The client invalidates them. If the Provider then returns other credentials,
	// the client signs the call once more. It does not send the same ones again.
	StaleCredentials
	// Unauthenticated: the service does not accept the request, and does not say whether the
	// date or the credentials are the reason. If its own date is more than 5 minutes from ours,
	// this counts as ClockSkew, otherwise as StaleCredentials.
	Unauthenticated
)

// String returns the verdict as logs show it.
func (v Verdict) String() string {
	names := [...]string{"accepted", "fatal", "refused", "ambiguous", "throttled", "clock skew", "stale credentials", "unauthenticated"}
	if int(v) < len(names) {
		return names[v]
	}
	return "unknown"
}

// A Decision is how a client package classifies one response.
type Decision struct {
	Verdict Verdict
	// Wait is how long the service asks to wait, or 0 if it does not say.
	Wait time.Duration
	// Err is the error of the call if the client does not retry. With an error, Accepted, the
	// zero Verdict, counts as Fatal. Without one, any other verdict gets an error that names
	// the status.
	Err error
}

// A Response is what the service sent back, with its complete body.
type Response struct {
	Op         string
	StatusCode int
	Header     http.Header
	Body       []byte
	// Attempts counts the requests up to this response.
	Attempts int

	// Secrets are what the requests of the call held.
	Secrets Secrets
}

// Excerpt is [Secrets.Excerpt] with the secrets of this call. Every text of a response that
// goes into an error or a log must pass through it.
func (r *Response) Excerpt(text string, limit int) string {
	if r == nil {
		return Excerpt(text, limit)
	}
	return r.Secrets.Excerpt(text, limit)
}

// String returns the operation, the status, the request ID and the length of the body. Header
// and Body are left out wherever a Response is printed, logged or encoded as JSON, because they
// may hold new credentials, or repeat the old ones.
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
