package invitation_test

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A model of an organization predicts the result of each request by the published rules. It
// knows only the requests, and no ID of an invitation.
type model struct {
	settings worldSettings
	alibaba  bool
	invited  []*modelInvitation // oldest first
	joined   map[string]time.Time
	removed  []time.Time
	changes  map[string][]time.Time
}

type modelInvitation struct {
	target         string
	created, ended time.Time // ended is zero while it is pending
	status         invitation.Status
}

func newModel(w world, s worldSettings) *model {
	return &model{settings: s, alibaba: w.cloud().limitsPending, joined: map[string]time.Time{}, changes: map[string][]time.Time{}}
}

// pass lets invitations expire.
func (m *model) pass(now time.Time) {
	for _, i := range m.invited {
		if expires := i.created.Add(14 * day); i.status == invitation.StatusPending && !now.Before(expires) {
			i.status, i.ended = invitation.StatusExpired, expires
		}
	}
}

// pending returns the pending invitation of a target, or of all if it is "".
func (m *model) pending(target string) (out []*modelInvitation) {
	for _, i := range m.invited {
		if i.status == invitation.StatusPending && (target == "" || target == i.target) {
			out = append(out, i)
		}
	}
	return out
}

// listed counts the invitations that the sent list shows, by target and status.
func (m *model) listed(now time.Time) map[string]int {
	out := map[string]int{}
	for _, i := range m.invited {
		if i.ended.IsZero() || now.Before(i.ended.Add(30*day)) {
			out[i.target+" "+string(i.status)]++
		}
	}
	return out
}

// today returns how many invitations of the last day count for the quota.
func (m *model) today(now time.Time) (n int) {
	for _, i := range m.invited {
		counts := now.Sub(i.created) < day
		if m.alibaba && m.settings.limits.varied {
			counts = now.Truncate(day).Equal(i.created.Truncate(day))
		}
		if counts && !(m.alibaba && i.status == invitation.StatusAccepted) {
			n++
		}
	}
	return n
}

func (m *model) full() bool { return len(m.joined) >= m.settings.limits.members }

// invite returns the result of inviting a target.
func (m *model) invite(target string, now time.Time) invitation.Result {
	switch {
	case len(m.pending(target)) > 0:
		return invitation.ResultAlreadyPending
	case !m.joined[target].IsZero():
		return invitation.ResultAlreadyMember
	case m.full(), m.today(now) >= m.settings.quota, m.alibaba && len(m.pending("")) >= m.settings.pending:
		return invitation.ResultQuotaReached
	}
	m.invited = append(m.invited, &modelInvitation{target: target, created: now, status: invitation.StatusPending})
	return invitation.ResultCreated
}

// accept lets the target of a pending invitation join, and reports whether a quota allows
// it.
func (m *model) accept(i *modelInvitation, now time.Time) bool {
	if m.full() || !m.change(i.target, now) {
		return false
	}
	i.status, i.ended = invitation.StatusAccepted, now
	m.joined[i.target] = now
	return true
}

func (m *model) decline(i *modelInvitation, now time.Time) {
	i.status, i.ended = invitation.StatusDeclined, now
}

// change counts that an account joins or leaves, and reports whether it may.
func (m *model) change(target string, now time.Time) bool {
	recent := slices.DeleteFunc(m.changes[target], func(at time.Time) bool { return now.Sub(at) >= 30*day })
	if !m.alibaba && len(recent) >= m.settings.limits.changes {
		return false
	}
	m.changes[target] = append(recent, now)
	return true
}

// leave takes a member out, and reports whether a quota allows it.
func (m *model) leave(target string, now time.Time) bool {
	if !m.change(target, now) {
		return false
	}
	delete(m.joined, target)
	return true
}

// remove takes a member out for the management account.
func (m *model) remove(target string, now time.Time) bool {
	m.removed = slices.DeleteFunc(m.removed, func(at time.Time) bool { return now.Sub(at) >= day })
	if !m.alibaba && len(m.removed) >= m.settings.limits.removals || !m.leave(target, now) {
		return false
	}
	m.removed = append(m.removed, now)
	return true
}

// members are the IDs of the members, in order.
func (m *model) members() (ids []string) {
	for id := range m.joined {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
