package authtest

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// A Session says what a temporary access key acts as: an agency or role of an account,
// under a name that the caller chose.
type Session struct{ AccountID, Role, Name string }

// A SessionRequest is what the security token service (STS) of a cloud is asked for: a
// session of an agency or role. Printed or as JSON it shows no secret.
type SessionRequest struct {
	// AccountID and Role are the agency or role. Exists means that there is such an account.
	AccountID, Role string
	Exists          bool
	// CallerID is the account that calls, and ByDefault means that it may assume the role
	// if the [Trust] names no accounts.
	CallerID  string
	ByDefault bool
	// Name is the name of the session: 2 characters to MaxName.
	Name    string
	MaxName int
	// Seconds is for how long the session lasts: [MinSessionSeconds] to MaxSeconds.
	Seconds, MaxSeconds int64
	// Policy is JSON of 2 to 2,048 characters, "" for none. What it says is not heeded.
	Policy string `json:"-"`
	// ExternalID has 2 to 1,224 characters, "" for none.
	ExternalID string `json:"-"`
	// SerialNumber and Code are of a device for multi-factor authentication, "" for none.
	SerialNumber string
	Code         string `json:"-"`
	// IDToken is the ID token of an identity provider, "" if the request is signed with an
	// access key instead: 4 to 20,000 characters.
	IDToken string `json:"-"`
}

// The bounds of a session in either cloud, in seconds.
const (
	MinSessionSeconds     = 900
	MaxSessionSeconds     = 43200
	DefaultSessionSeconds = 3600
)

// Format prints whose session is asked for, and by whom.
func (r SessionRequest) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "authtest.SessionRequest{%q of %q by %q}", r.Role, r.AccountID, r.CallerID)
}

// A SessionRefusal says why STS refuses a session, "" if it does not.
type SessionRefusal string

// Why a session is refused. The first ones are about what the request says, the last ones
// about what the [Trust] of the agency or role says.
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
