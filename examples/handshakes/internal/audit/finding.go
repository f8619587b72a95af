package audit

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// changeGone is the change of a finding of the baseline that there is no more.
const changeGone = "gone"

// classify returns the state of an invitation in a list, and the kind of finding that it is.
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

// managers are the names of the management accounts that are known, by account ID.
type managers map[string]string

// maxManagers bounds the memory, whatever a service reports.
const maxManagers = 100

func (m managers) add(id, name string) {
	if id != "" && name != "" && len(m) < maxManagers {
		m[id] = name
	}
}

// imitated returns the name among those of the managers that the sender of a received
// invitation imitates, and "" if the sender is known or expected, or imitates nobody.
func (a *audit) imitated(f report.Finding, names []string) string {
	_, known := a.managers[f.Invitation.InviterID]
	if known || f.List != report.Received || a.expect != nil && a.expected(f.Invitation) {
		return ""
	}
	return report.LookAlike(f.Invitation.InviterName, names)
}
