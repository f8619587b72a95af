// Package report holds the findings of an audit and shows them as an HTML page, which users can
// forward as a file and print.
package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// A Report holds the findings of an audit. [Report.Add] fills it, and [Report.Sums] counts.
type Report struct {
	At      time.Time // when the audit ran
	Version string    // of the tool
	// Settings are the flags that the user gave, such as -within 3d.
	Settings []string
	// Within is the time before its expiry date in which an invitation is expiring.
	Within time.Duration
	// Checked says that the audit compared the senders with a list of expected ones.
	Checked bool
	// Lists are the lists that the audit read or tried to read.
	Lists []List
	// Findings are in the order in which the page shows them; see [Sort].
	Findings []*Finding
	// Baseline is the file with the findings of an earlier audit, "" if there is none. Gone are
	// those that this audit does not find.
	Baseline string
	Gone     []*Finding
	// Cut says that the audit was interrupted.
	Cut bool
}

// The lists of an account.
const (
	Sent     = "sent"
	Received = "received"
)

// An Account is one whose lists the audit reads.
type Account struct {
	Cloud, Title string // such as huawei, Huawei Cloud
	Name         string // the user's own name for it
	// Identity is what the library's check found out about the account.
	Identity invitation.Identity
}

// A List is a list of an account, as far as the audit read it.
type List struct {
	*Account
	Kind  string // Sent or Received
	Pages int
	// States count the invitations of the list. The states are those of a Finding.
	States map[string]int
	// Err is why the list is incomplete; nil if it is complete.
	Err error
}

// Invitations returns how many invitations of the list were read.
func (l List) Invitations() (n int) {
	for _, count := range l.States {
		n += count
	}
	return n
}

// maxReason is how much of an error the report shows, in bytes.
const maxReason = 500

// Reason says why the list is incomplete.
func (l List) Reason() string { return auth.Excerpt(cli.Explain(l.Err).What, maxReason) }

// StateExpiring is the state of a pending invitation that expires soon. The other states
// are those of [invitation.Status].
const StateExpiring = "expiring"

// The kinds of findings, the most urgent first.
const (
	KindUnexpected = "unexpected" // from a sender that is not expected
	KindExpiring   = "expiring"
	KindExpired    = "expired"
	KindPending    = "pending"
)

// Kinds returns the kinds of findings, the most urgent first.
func Kinds() []string { return []string{KindUnexpected, KindExpiring, KindExpired, KindPending} }

// The changes of a finding since the baseline.
const (
	ChangeNew   = "new"
	ChangeStill = "still" // the baseline has it, too
	ChangeGone  = "gone"  // only the baseline has it
)

// A Finding is an invitation of a list that needs attention. If the lists of its sender and of its
// receiver both show it, it is a finding of each list.
type Finding struct {
	Kind   string `json:"finding"`
	Change string `json:"change,omitempty"` // "" without a baseline
	// Account and List are those of the List that shows the invitation.
	Account string `json:"account"`
	List    string `json:"list"`
	// State is the invitation's status, except that a pending one may be StateExpiring, or
	// expired before the service says so.
	State string `json:"state"`
	// LookAlike is the name of an expected sender that the sender's name imitates.
	LookAlike  string                `json:"look_alike,omitempty"`
	Invitation invitation.Invitation `json:"invitation"`
}

// With returns the other side: the name of the inviter for a received invitation, or the target
// of a sent one.
func (f *Finding) With() string {
	if f.List == Received {
		return f.Invitation.InviterName
	}
	return f.Invitation.Target.Entity
}

// Add counts the invitation of f in the list with this index. If f has a kind, Add keeps it as a
// finding of that list.
func (r *Report) Add(list int, f Finding) {
	l := &r.Lists[list]
	if l.States == nil {
		l.States = map[string]int{}
	}
	l.States[f.State]++
	if f.Kind != "" {
		f.Account, f.List = l.Name, l.Kind
		r.Findings = append(r.Findings, &f)
	}
}

// Sort puts look-alikes first, then the most urgent kind. In each kind, the invitation that expires
// first comes first, and invitations without an expiry date come last.
func Sort(findings []*Finding) {
	slices.SortStableFunc(findings, func(a, b *Finding) int {
		x, y := a.Invitation, b.Invitation
		return cmp.Or(
			cmp.Compare(a.rank(), b.rank()), a.expires().Compare(b.expires()),
			strings.Compare(x.Cloud, y.Cloud), strings.Compare(a.Account, b.Account),
			strings.Compare(a.List, b.List), strings.Compare(x.ID, y.ID),
		)
	})
}

func (f *Finding) rank() int {
	if f.LookAlike != "" {
		return -1
	}
	return slices.Index(Kinds(), f.Kind)
}

func (f *Finding) expires() time.Time {
	if f.Invitation.Expires.IsZero() {
		return time.Unix(1<<40, 0)
	}
	return f.Invitation.Expires
}
