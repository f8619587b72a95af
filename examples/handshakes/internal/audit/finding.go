package audit

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// classify returns the state of an invitation in a list, and the kind of finding that it is, ""
// if it is none.
func (o options) classify(i invitation.Invitation, received bool, now time.Time) (state, kind string) {
	status := i.StatusAt(now)
	state = string(status)
	if status == invitation.StatusPending && !i.Expires.IsZero() && !i.Expires.After(now.Add(o.within)) {
		state = report.StateExpiring
	}
	switch {
	case received && !o.expected(i) && !slices.Contains(harmless, status):
		return state, report.KindUnexpected
	case slices.Contains(report.Kinds(), state):
		return state, state
	default:
		return state, ""
	}
}

// harmless are the ends after which it does not matter who sent an invitation.
var harmless = []invitation.Status{
	invitation.StatusExpired, invitation.StatusDeclined, invitation.StatusCancelled, invitation.StatusDeleted,
}

// expected compares IDs, because anyone can choose a name.
func (o options) expected(i invitation.Invitation) bool {
	return o.expect == nil || slices.Contains(o.expect, i.OrganizationID) || slices.Contains(o.expect, i.InviterID)
}

// managers are the names of known management accounts, by account ID: those of the audited
// organizations, and of expected senders.
type managers map[string]string

// maxManagers bounds the memory, whatever a service reports.
const maxManagers = 100

func (m managers) add(id, name string) {
	if id != "" && name != "" && len(m) < maxManagers {
		m[id] = name
	}
}

// markLookAlikes marks the received invitations whose sender is neither known nor expected, but
// has a name like one that is.
func (a *audit) markLookAlikes() {
	var names []string
	for _, name := range a.managers {
		names = append(names, name)
	}
	slices.Sort(names) // whichever list came first
	for _, f := range a.Findings {
		_, known := a.managers[f.Invitation.InviterID]
		expected := a.expect != nil && a.expected(f.Invitation)
		if f.List == report.Received && !known && !expected {
			f.LookAlike = report.LookAlike(f.Invitation.InviterName, names)
		}
	}
}
