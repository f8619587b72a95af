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
	// Classify decides about each response. It may be called from several goroutines.
	Classify func(Call, *Response) Decision
	// Wrap, if any, makes of the error of a call what the caller and the observers get.
	Wrap  func(op string, err error) error
	Retry Retry
	// Account is the ID of the account that the credentials must be of; "" if it is not
	// known. A call with credentials of another account is [ErrInvalid], and nothing is
	// sent. Credentials whose account is not known are not refused.
	Account string
	// Observers are called when a call has ended, whatever came of it, with the context
	// of the call. Several calls may call them at once.
	Observers []func(context.Context, CallInfo)
	// RequestID reads the ID of a response for the observers. Default: from the headers.
	RequestID func(*Response) string
	// Limiter, if any, is asked before each attempt.
	Limiter Limiter
	// Logger takes one debug record an attempt and a warning for each retry.
	// Default: silent.
	Logger *slog.Logger
	// UserAgent is put in front of the library's own.
	UserAgent string
	// MaxResponseBytes bounds the body of a response. Default 32 MiB.
	MaxResponseBytes int64
	// Now is the clock that dates the signatures and tells whether credentials
	// have expired, both as corrected by the service's own once that is known
	// to differ. Elapsed time, waits and time limits do not use it. Default
	// [time.Now].
	Now func() time.Time
	// Jitter picks a wait between 0 and its argument; it may be called from
	// several goroutines. Default: random.
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

// isNil reports whether v holds a nil pointer, or another nil value of its type. A field
// that was left out does not.
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

// goVersion shortens "go1.26.8 X:experiment" to "go1.26": the patch level would reveal known
// vulnerabilities, and builds from source have complete sentences here.
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
