package auth

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// String shows the beginning of the access key ID, whether there is a token, the
// account and the expiry.
func (c Credentials) String() string { return "Credentials" + c.describe() }

// GoString is [Credentials.String] in the look of %#v.
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

// UnmarshalJSON is an error: what MarshalJSON writes has no keys.
func (c *Credentials) UnmarshalJSON([]byte) error { return errRedacted }

// UnmarshalText is an error: what MarshalText writes has no keys.
func (c *Credentials) UnmarshalText([]byte) error { return errRedacted }

// UnmarshalBinary is an error: what MarshalBinary writes has no keys.
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
