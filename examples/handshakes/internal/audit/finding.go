package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// The kinds of findings.
const (
	kindUnexpected = "unexpected" // from a sender that is not expected
	kindExpiring   = "expiring"   // pending, and it expires soon
	kindExpired    = string(invitation.StatusExpired)
	kindPending    = string(invitation.StatusPending)
)

// kinds has the most urgent first.
var kinds = []string{kindUnexpected, kindExpiring, kindExpired, kindPending}

// The changes of a finding since the baseline.
const (
	changeNew   = "new"
	changeStill = "still" // the baseline has it, too
	changeGone  = "gone"  // only the baseline has it
)

// A finding is an invitation of a list that needs attention. If the lists of its sender and of its
// receiver both show it, it is a finding of each list.
type finding struct {
	Kind    string `json:"finding"`
	Change  string `json:"change,omitempty"` // "" without a baseline
	Account string `json:"account"`
	List    string `json:"list"`
	// State is the invitation's status, except that a pending one may be kindExpiring, or
	// expired before the service says so.
	State string `json:"state"`
	// LookAlike is the name of an expected sender that the sender's name imitates.
	LookAlike  string                `json:"look_alike,omitempty"`
	Invitation invitation.Invitation `json:"invitation"`
}

// With returns the other side: the name of the inviter for a received invitation, or the target
// of a sent one.
func (f *finding) With() string {
	if f.List == received {
		return f.Invitation.InviterName
	}
	return f.Invitation.Target.Entity
}

// label returns the kind of a finding. A look-alike is more urgent than its kind.
func (f *finding) label() string {
	if f.LookAlike != "" {
		return "look-alike"
	}
	return f.Kind
}

// sortFindings puts look-alikes first, then the most urgent kind. In each kind, the invitation that
// expires first comes first, and invitations without an expiry date come last.
func sortFindings(findings []*finding) {
	slices.SortFunc(findings, func(a, b *finding) int {
		x, y := a.Invitation, b.Invitation
		return cmp.Or(
			cmp.Compare(slices.Index(kinds, a.label()), slices.Index(kinds, b.label())), // -1 for look-alikes
			a.expires().Compare(b.expires()),
			strings.Compare(x.Cloud, y.Cloud), strings.Compare(a.Account, b.Account),
			strings.Compare(a.List, b.List), strings.Compare(x.ID, y.ID),
		)
	})
}

func (f *finding) expires() time.Time {
	if f.Invitation.Expires.IsZero() {
		return time.Unix(1<<40, 0)
	}
	return f.Invitation.Expires
}
