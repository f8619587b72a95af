package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Credentials sign a request. They can be compared with ==.
//
// They redact themselves wherever fmt, log/slog and the encoders of JSON, XML, YAML, TOML and
// gob print them: the secret and the token never appear. Decoding them is an error. fmt cannot
// call methods on an unexported field of a struct, nor does it for %p and %w, which go vet
// reports: keep a [Provider] in such a field, even instead of a *Credentials.
type Credentials struct {
	// AccessKeyID and AccessKeySecret are the access key. Both are required.
	AccessKeyID, AccessKeySecret string
	// SecurityToken belongs to temporary credentials, and is empty otherwise.
	SecurityToken string
	// AccountID is the account of the access key, or "" if it is not known. Huawei Cloud calls
	// it the domain ID and gets it as X-Domain-Id.
	AccountID string
	// Expires is when the credentials end by the service's clock, or zero if the provider does
	// not say.
	Expires time.Time
}

// check rejects credentials that cannot sign.
func (c Credentials) check() error {
	switch {
	case c.AccessKeyID == "":
		return fmt.Errorf("the access key ID is empty: %w", ErrNoCredentials)
	case c.AccessKeySecret == "":
		return fmt.Errorf("the access key secret is empty: %w", ErrNoCredentials)
	}
	return nil
}

// sameKeys reports whether both would sign alike. The expiry does not count, because a provider
// may compute it anew each time.
func sameKeys(a, b Credentials) bool {
	return a.AccessKeyID == b.AccessKeyID && a.AccessKeySecret == b.AccessKeySecret && a.SecurityToken == b.SecurityToken
}

// A Provider returns the credentials to sign with. The client asks it for every request,
// possibly from several goroutines. Put a slow one into [Cache].
type Provider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// A ProviderFunc is a function used as a [Provider].
type ProviderFunc func(ctx context.Context) (Credentials, error)

// Credentials calls f. A nil function is [ErrNoCredentials].
func (f ProviderFunc) Credentials(ctx context.Context) (Credentials, error) {
	if f == nil {
		return Credentials{}, fmt.Errorf("the ProviderFunc is nil: %w", ErrNoCredentials)
	}
	return f(ctx)
}

var errNilContext = errors.New("the context is nil: give context.Background()")

// checkContext rejects a nil context, because nothing can wait for it.
func checkContext(ctx context.Context) error {
	if ctx == nil {
		return fmt.Errorf("auth: %w: %w", errNilContext, ErrInvalid)
	}
	return nil
}

// An Invalidator is a [Provider] that can forget credentials that a service rejected. It
// forgets them only if it would still return them.
type Invalidator interface {
	Invalidate(rejected Credentials)
}

// A Hinter is a [Provider] that knows why a service may refuse its credentials, for example
// because it could not find out the account ID. The client packages add the hint to a refusal
// of a call that these credentials signed. A [Cache] passes on the hint of its provider, and a
// [Chain] that of the member that returned the latest credentials.
type Hinter interface {
	// Hint is about the latest credentials. It is "" if there is nothing to say.
	Hint() string
}

// An EndpointProvider is a [Provider] that asks services for its credentials, and whose
// services depend on the endpoint of the client: for a private endpoint, it must not ask the
// public ones. A [Client] passes its endpoint, also through a [Cache] and a [Chain].
type EndpointProvider interface {
	// ForEndpoint returns the provider for a client of this endpoint, or nil if that is the
	// provider itself. The provider itself also serves other clients and does not change.
	ForEndpoint(endpoint string) Provider
}

// forEndpoint returns p for a client of endpoint, and whether p depends on it.
func forEndpoint(p Provider, endpoint string) (Provider, bool) {
	e, ok := p.(EndpointProvider)
	if !ok {
		return p, false
	}
	if own := e.ForEndpoint(endpoint); own != nil {
		return own, true
	}
	return p, false
}

// hintOf returns the hint of a provider, if it has one.
func hintOf(p Provider) string {
	if h, ok := p.(Hinter); ok {
		return h.Hint()
	}
	return ""
}

// static keeps its credentials in a function, because fmt shows nothing of a function, but
// follows pointers if it cannot call methods.
type static struct{ keys func() Credentials }

// Static returns a Provider of one access key, taken as it is, spaces included. The token is
// empty unless the credentials are temporary. With an empty id or secret, asking for the
// credentials fails with [ErrNoCredentials]. With a line break, as at the end of a file, or
// anything else that is not printable ASCII, signing fails with a [SignError], which is
// [ErrInvalid].
func Static(id, secret, token string) Provider {
	return StaticCredentials(Credentials{AccessKeyID: id, AccessKeySecret: secret, SecurityToken: token})
}

// StaticCredentials returns a Provider of fixed credentials, taken as they are. Use it instead
// of [Static] if the account is known: with the AccountID, cursors are bound to the account.
func StaticCredentials(c Credentials) Provider {
	return &static{func() Credentials { return c }}
}

func (s *static) Credentials(context.Context) (Credentials, error) {
	keys := s.keys()
	if err := keys.check(); err != nil {
		return Credentials{}, err
	}
	return keys, nil
}

func (s *static) Format(f fmt.State, verb rune) { s.keys().Format(f, verb) }

func (s *static) LogValue() slog.Value { return s.keys().LogValue() }

func (s *static) MarshalJSON() ([]byte, error) { return s.keys().MarshalJSON() }

func (s *static) MarshalText() ([]byte, error) { return s.keys().MarshalText() }

func (s *static) MarshalBinary() ([]byte, error) { return s.keys().MarshalBinary() }

// AccountID implements [AccountProvider].
func (s *static) AccountID() string { return s.keys().AccountID }

// staticKey returns the access key ID that p always returns, or "" if it may change. A
// temporary access key expires.
func staticKey(p Provider) string {
	s, ok := p.(*static)
	if !ok || s.keys().SecurityToken != "" {
		return ""
	}
	return s.keys().AccessKeyID
}

// String returns the beginning of the access key ID, whether there is a token, the account and
// the expiry.
func (c Credentials) String() string { return "Credentials" + c.describe() }

// GoString returns [Credentials.String] in the form of %#v.
func (c Credentials) GoString() string { return "auth.Credentials" + c.describe() }

func (c Credentials) describe() string {
	return fmt.Sprintf("{AccessKeyID:%s Token:%t AccountID:%s Expires:%s}", shortID(c.AccessKeyID), c.SecurityToken != "", c.AccountID, c.expiry())
}

// Format prints the same redacted text for every verb.
func (c Credentials) Format(f fmt.State, verb rune) {
	text := c.String()
	if verb == 'v' && f.Flag('#') {
		text = c.GoString()
	}
	_, _ = io.WriteString(f, text)
}

// LogValue is the redacted group that log/slog records.
func (c Credentials) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("access_key_id", shortID(c.AccessKeyID)),
		slog.Bool("token", c.SecurityToken != ""),
		slog.String("account_id", c.AccountID),
		slog.String("expires", c.expiry()),
	)
}

// MarshalJSON writes what [Credentials.String] shows. It cannot be read back.
func (c Credentials) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		AccessKeyID string `json:"access_key_id"`
		Token       bool   `json:"token"`
		AccountID   string `json:"account_id,omitempty"`
		Expires     string `json:"expires,omitempty"`
	}{shortID(c.AccessKeyID), c.SecurityToken != "", c.AccountID, c.expiry()})
}

// MarshalText writes what [Credentials.String] shows. XML, YAML and TOML use it.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalBinary writes what [Credentials.String] shows. gob uses it.
func (c Credentials) MarshalBinary() ([]byte, error) { return c.MarshalText() }

var errRedacted = fmt.Errorf("auth: credentials are redacted when they are encoded and cannot be decoded: keep the parts of the access key as strings: %w", ErrInvalid)

// UnmarshalJSON is an error: what MarshalJSON writes holds no access key.
func (c *Credentials) UnmarshalJSON([]byte) error { return errRedacted }

// UnmarshalText is an error: what MarshalText writes holds no access key.
func (c *Credentials) UnmarshalText([]byte) error { return errRedacted }

// UnmarshalBinary is an error: what MarshalBinary writes holds no access key.
func (c *Credentials) UnmarshalBinary([]byte) error { return errRedacted }

func shortID(id string) string {
	const shown = 4
	if len(id) > 2*shown {
		return id[:shown] + "…"
	}
	return "…"
}

func (c Credentials) expiry() string {
	if c.Expires.IsZero() {
		return ""
	}
	return c.Expires.UTC().Format(time.RFC3339)
}
