package authtest

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// A Session is an agency or role of an account that a caller has assumed, under a name that the
// caller chose.
type Session struct{ AccountID, Role, Name string }

// A SessionRequest asks the security token service (STS) of a cloud for a session of an agency
// or role. Printed or as JSON, it shows no secret.
type SessionRequest struct {
	// AccountID and Role are the agency or role. Exists is true if there is such an account.
	AccountID, Role string
	Exists          bool
	// CallerID is the account that calls. ByDefault is true if it may assume the role when the
	// [Trust] names no accounts.
	CallerID  string
	ByDefault bool
	// Name is the name of the session, of 2 to MaxName characters.
	Name    string
	MaxName int
	// Seconds is the duration of the session: [MinSessionSeconds] to MaxSeconds.
	Seconds, MaxSeconds int64
	// Policy is JSON of 2 to 2,048 characters, or "" for none. The service ignores its content.
	Policy string `json:"-"`
	// ExternalID has 2 to 1,224 characters, or is "" for none.
	ExternalID string `json:"-"`
	// SerialNumber and Code belong to a device for multi-factor authentication, or are "".
	SerialNumber string
	Code         string `json:"-"`
	// IDToken is the ID token of an identity provider, of 4 to 20,000 characters, or "" if an
	// access key signs the request instead.
	IDToken string `json:"-"`
}

// The limits of a session in either cloud, in seconds.
const (
	MinSessionSeconds     = 900
	MaxSessionSeconds     = 43200
	DefaultSessionSeconds = 3600
)

// Format prints the role and the caller.
func (r SessionRequest) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "authtest.SessionRequest{%q of %q by %q}", r.Role, r.AccountID, r.CallerID)
}

// A SessionRefusal says why STS refuses a session. "" means that it does not.
type SessionRefusal string

// The reasons to refuse a session. The first ones are about the request, the last ones about
// the [Trust] of the agency or role.
const (
	RefusedName             SessionRefusal = "the name of the session has too few or too many characters"
	RefusedSeconds          SessionRefusal = "the duration is too short or too long"
	RefusedPolicy           SessionRefusal = "the policy is not JSON, or too long"
	RefusedExternalIDLength SessionRefusal = "the external ID has too few or too many characters"
	RefusedIDTokenLength    SessionRefusal = "the ID token has too few or too many characters"

	RefusedNoRole     SessionRefusal = "there is no such account"
	RefusedCaller     SessionRefusal = "the caller is not trusted"
	RefusedExternalID SessionRefusal = "the external ID is not the expected one"
	RefusedMFA        SessionRefusal = "the code of the device is missing, wrong or used"
	RefusedIDToken    SessionRefusal = "the ID token is not accepted"
)

// outOfBounds returns what is wrong with the request itself.
func (r SessionRequest) outOfBounds() SessionRefusal {
	switch {
	case !hasLength(r.Name, 2, r.MaxName):
		return RefusedName
	case r.Seconds < MinSessionSeconds || r.Seconds > r.MaxSeconds:
		return RefusedSeconds
	case r.Policy != "" && (!hasLength(r.Policy, 2, 2048) || !json.Valid([]byte(r.Policy))):
		return RefusedPolicy
	case r.ExternalID != "" && !hasLength(r.ExternalID, 2, 1224):
		return RefusedExternalIDLength
	case r.IDToken != "" && !hasLength(r.IDToken, 4, 20_000):
		return RefusedIDTokenLength
	default:
		return ""
	}
}

func hasLength(text string, least, most int) bool {
	n := utf8.RuneCountInString(text)
	return n >= least && n <= most
}
