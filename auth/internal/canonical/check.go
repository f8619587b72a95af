package canonical

import (
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth"
)

// CheckRequest rejects a request that cannot be signed at all.
func CheckRequest(req *http.Request) error {
	if req == nil || req.URL == nil {
		return fmt.Errorf("the request is nil or has no URL: make it with http.NewRequest: %w", auth.ErrInvalid)
	}
	return nil
}

// CheckCredentials rejects credentials that cannot sign a request.
func CheckCredentials(c auth.Credentials) error {
	switch {
	case c.AccessKeyID == "":
		return fmt.Errorf("the access key ID is empty: %w", auth.ErrNoCredentials)
	case c.AccessKeySecret == "":
		return fmt.Errorf("the access key secret is empty: %w", auth.ErrNoCredentials)
	}
	for _, part := range [...]struct{ name, value string }{
		{"access key ID", c.AccessKeyID}, {"access key secret", c.AccessKeySecret}, {"security token", c.SecurityToken},
	} {
		if err := CheckPrintable(part.name, part.value); err != nil {
			return err
		}
	}
	return nil
}

// CheckPrintable rejects a value that is not printable ASCII. The error shows only the
// character that is not, which no secret has.
func CheckPrintable(name, value string) error {
	for at := range len(value) {
		if ' ' <= value[at] && value[at] <= '~' {
			continue
		}
		found, _ := utf8.DecodeRuneInString(value[at:])
		what := "a character that is not printable ASCII"
		if found == '\n' || found == '\r' {
			what = "a line break"
		}
		return fmt.Errorf("the %s has %s (%U): remove it: %w", name, what, found, auth.ErrInvalid)
	}
	return nil
}
