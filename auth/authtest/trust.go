package authtest

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// A Trust says who may assume an agency or role of an account. The zero Trust is the default of
// the service. Printed, logged or as JSON, it shows neither the external ID nor the ID token.
type Trust struct {
	// Nobody forbids the role to all callers.
	Nobody bool
	// By are the IDs of the accounts that may assume the role. Empty is the default of the
	// service.
	By []string
	// ExternalID is the external ID that a request must name, or "" for none.
	ExternalID string `json:"-"`
	// MFA is the serial number of the device that a request must prove with a code of six
	// digits, or "" for none. The service accepts no code twice within [CodeMemory].
	MFA string
	// IDToken is the only ID token that the identity provider accepts, or "" for any.
	IDToken string `json:"-"`
}

// Format prints the trust without its secrets.
func (t Trust) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "authtest.Trust{nobody: %t, by: %q, external ID: %t, MFA: %t, ID token: %t}",
		t.Nobody, t.By, t.ExternalID != "", t.MFA != "", t.IDToken != "")
}

// CodeMemory is how long the service does not accept a code again.
const CodeMemory = 5 * time.Minute

// Trusts are the trust policies of the agencies or roles of a service's accounts. The zero
// Trusts are the service's default for each. All methods are safe for concurrent use.
type Trusts struct {
	mu    sync.Mutex
	roles map[roleKey]Trust
	codes Nonces
}

type roleKey struct{ accountID, name string }

// Set sets who may assume an agency or role of an account. The name "" stands for all roles of
// the account that have no trust of their own.
func (t *Trusts) Set(accountID, name string, trust Trust) {
	trust.By = slices.Clone(trust.By)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.roles == nil {
		t.roles = map[roleKey]Trust{}
	}
	t.roles[roleKey{accountID, name}] = trust
}

// of returns the trust of a role. The caller holds t.mu.
func (t *Trusts) of(accountID, name string) Trust {
	if own, ok := t.roles[roleKey{accountID, name}]; ok {
		return own
	}
	return t.roles[roleKey{accountID, ""}]
}

// AcceptsIDToken reports whether the users of an identity provider may sign in as an account
// with this ID token.
func (t *Trusts) AcceptsIDToken(accountID, token string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	trust := t.of(accountID, "")
	return !trust.Nobody && (trust.IDToken == "" || trust.IDToken == token)
}

// Decide returns why a session is refused, or "" if it is not. Limits come first, then what the
// trust does not allow. Decide uses up a code of a device.
func (t *Trusts) Decide(r SessionRequest, now time.Time) SessionRefusal {
	if refused := r.outOfBounds(); refused != "" {
		return refused
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	trust := t.of(r.AccountID, r.Role)
	switch {
	case !r.Exists:
		return RefusedNoRole
	case trust.Nobody:
		return RefusedCaller
	case r.IDToken != "" && trust.IDToken != "" && trust.IDToken != r.IDToken:
		return RefusedIDToken
	case r.IDToken != "":
		return "" // the other rules are for callers with an access key
	case !trust.trusts(r):
		return RefusedCaller
	case trust.ExternalID != "" && trust.ExternalID != r.ExternalID:
		return RefusedExternalID
	case trust.MFA != "" && !t.proves(trust.MFA, r, now):
		return RefusedMFA
	default:
		return ""
	}
}

func (t Trust) trusts(r SessionRequest) bool {
	if len(t.By) == 0 {
		return r.ByDefault
	}
	return slices.Contains(t.By, r.CallerID)
}

// proves uses up a code. The caller holds t.mu.
func (t *Trusts) proves(serial string, r SessionRequest, now time.Time) bool {
	return r.SerialNumber == serial && isCode(r.Code) && t.codes.Use(serial, r.Code, now, now.Add(CodeMemory))
}

func isCode(text string) bool {
	isDigit := func(r rune) bool { return r >= '0' && r <= '9' }
	return len(text) == 6 && !slices.ContainsFunc([]rune(text), func(r rune) bool { return !isDigit(r) })
}
