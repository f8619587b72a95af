package temporary

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth"
)

// CheckLength rejects a text whose number of characters the service does not accept.
func CheckLength(name, text string, least, most int) error {
	if n := utf8.RuneCountInString(text); n < least || n > most {
		return fmt.Errorf("the %s has %d characters: give it %d to %d: %w", name, n, least, most, auth.ErrInvalid)
	}
	return nil
}

// CheckOptional is [CheckLength] for a text that may be empty.
func CheckOptional(name, text string, least, most int) error {
	if text == "" {
		return nil
	}
	return CheckLength(name, text, least, most)
}

// CheckSession rejects a duration and a policy that neither cloud accepts.
func CheckSession(d time.Duration, policy string) error {
	switch {
	case d != 0 && (d < 15*time.Minute || d > 12*time.Hour):
		return fmt.Errorf("the Duration is %v: give 15 minutes to 12 hours, or 0 for one hour: %w", d, auth.ErrInvalid)
	case policy != "" && !json.Valid([]byte(policy)):
		return fmt.Errorf("the Policy is not JSON: %w", auth.ErrInvalid)
	}
	return CheckOptional("Policy", policy, 2, 2048)
}
