package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
)

const defaultMaxResponseBytes = 32 << 20

// A Limiter delays each attempt until the client may send it, as *rate.Limiter of
// golang.org/x/time/rate does.
type Limiter interface {
	Wait(context.Context) error
}

// Config says how a [Client] reaches one service. Endpoint, Provider, Signer and
// Classify are required.
type Config struct {
	// Base sends the signed requests. Default: a pool of the client's own, with up to 64
	// connections to a host, which uses the proxy of the environment and HTTP/2. Base must
	// return when the context of the request ends. The client then closes the body of a
	// response and no longer waits for it.
	Base http.RoundTripper
	// Endpoint is the service's base URL: https, or http on loopback. The client keeps a path
	// as a prefix.
	Endpoint string
	// The client puts Provider into a [Cache].
	Provider Provider
	Signer   Signer
	// Classify classifies each response. Several goroutines may call it.
	Classify func(Call, *Response) Decision
	// Wrap, if any, returns the error that the caller and the observers get for the error of a
	// call.
	Wrap  func(op string, err error) error
	Retry Retry
	// Account is the ID of the account that the credentials must belong to, or "" if it is not
	// known. A call with credentials of another account is [ErrInvalid], and nothing is sent.
	// The client accepts credentials whose account is not known.
	Account string
	// The client calls the Observers when a call has ended, whatever its outcome, with the
	// context of the call. Several calls may call them at once.
	Observers []func(context.Context, CallInfo)
	// RequestID reads the ID of a response for the observers. Default: from the headers.
	RequestID func(*Response) string
	// The client waits for Limiter, if any, before each attempt.
	Limiter Limiter
	// Logger gets one debug record for each attempt, and a warning for each retry. Default:
	// silent.
	Logger *slog.Logger
	// The client puts UserAgent in front of the library's own.
	UserAgent string
	// MaxResponseBytes limits the body of a response. Default 32 MiB.
	MaxResponseBytes int64
	// Now is the clock that dates the signatures and decides whether credentials have expired.
	// The client corrects both once it knows that the service's clock differs. Elapsed time,
	// waits and timeouts do not use Now. Default [time.Now].
	Now func() time.Time
	// Jitter returns a wait between 0 and its argument. Several goroutines may call it.
	// Default: random.
	Jitter func(time.Duration) time.Duration
}

func (config *Config) check() error {
	switch {
	case isNil(config.Base):
		return errors.New("the transport is nil: give one, or leave it out for a pool of the client's own")
	case isNil(config.Limiter):
		return errors.New("the Limiter is a nil pointer: give one, or leave it out")
	case slices.ContainsFunc(config.Observers, func(o func(context.Context, CallInfo)) bool { return o == nil }):
		return errors.New("an observer is nil: give a function, or leave it out")
	case config.Provider == nil:
		return errors.New("set Provider: it finds the credentials")
	case config.Signer == nil:
		return errors.New("set Signer: it signs the requests")
	case config.Classify == nil:
		return errors.New("set Classify: it decides about the responses")
	case config.MaxResponseBytes < 0:
		return errors.New("MaxResponseBytes is negative: 0 is the default")
	case !asciiHeader(config.UserAgent):
		return errors.New("UserAgent has a character that no header may have: use printable ASCII")
	}
	return config.Retry.check()
}

// isNil reports whether v holds a nil pointer, or another nil value of its type. A field that
// is left out does not.
func isNil(v any) bool {
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan:
		return r.IsNil()
	}
	return false
}

// asciiHeader reports whether any header may have this value.
func asciiHeader(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Version is the library's version, as its User-Agent names it.
const Version = "0.1.0"

// userAgent is "<prefix> handshakes-go/0.1.0 (go1.26; linux)".
func userAgent(prefix string) string {
	own := "handshakes-go/" + Version + " (" + goVersion(runtime.Version()) + "; " + runtime.GOOS + ")"
	if prefix == "" {
		return own
	}
	return prefix + " " + own
}

// goVersion shortens "go1.26.8 X:experiment" to "go1.26". The patch level would reveal known
// vulnerabilities, and a build from source has a complete sentence here.
func goVersion(full string) string {
	for word := range strings.FieldsSeq(full) {
		if number, ok := strings.CutPrefix(word, "go"); ok {
			number, _, _ = strings.Cut(number, "-")
			parts := strings.SplitN(number, ".", 3)
			return "go" + strings.Join(parts[:min(2, len(parts))], ".")
		}
	}
	return "go"
}
