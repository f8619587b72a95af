package audit

import (
	"maps"
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

// markLookAlikes marks the received invitations whose sender is neither known nor expected, but
// has a name like one that is: the manager of an audited organization, or an expected sender.
func (a *audit) markLookAlikes() {
	known := map[string]string{} // names, by account ID
	for _, l := range a.Lists {
		known[l.Identity.Organization.ManagerID] = l.Identity.Organization.ManagerName
	}
	var strangers []*report.Finding
	for _, f := range a.Findings {
		switch {
		case f.List == report.Sent:
		case a.expect != nil && a.expected(f.Invitation):
			known[f.Invitation.InviterID] = f.Invitation.InviterName
		default:
			strangers = append(strangers, f)
		}
	}
	names := slices.Compact(slices.Sorted(maps.Values(known)))
	for _, f := range strangers {
		if _, found := known[f.Invitation.InviterID]; !found {
			f.LookAlike = report.LookAlike(f.Invitation.InviterName, names)
		}
	}
}
