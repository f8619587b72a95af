package invitation

import (
	"cmp"
	"slices"
	"time"
)

// A history is a sent list, by target.
type history struct {
	date   time.Time             // when it was read, by the service's clock
	latest map[Target]Invitation // by key: the invitation that decides about a target
	ids    map[string]bool       // all invitations that there are
}

func newHistory() *history {
	return &history{latest: map[Target]Invitation{}, ids: map[string]bool{}}
}

func (h *history) add(i Invitation) {
	h.ids[i.ID] = true
	key := i.Target.key()
	if before, ok := h.latest[key]; !ok || h.outranks(i, before) {
		h.latest[key] = i
	}
}

// outranks says which of two invitations decides about a target: an open one, else the
// newer one. If their age is unknown, the one that speaks more against inviting again
// decides.
func (h *history) outranks(a, b Invitation) bool {
	if open := a.openAt(h.date); open != b.openAt(h.date) {
		return open
	}
	if !a.Created.IsZero() && !b.Created.IsZero() && !a.Created.Equal(b.Created) {
		return a.Created.After(b.Created)
	}
	caution := []Status{StatusExpired, StatusCancelled, StatusDeclined, StatusAccepted}
	return slices.Index(caution, a.Status) > slices.Index(caution, b.Status)
}

// decide returns the outcome of a target that is not to be invited, because of its last
// invitation. It returns false if nothing speaks against inviting it.
func (h *history) decide(t Target, reinvite []Status) (Outcome, bool) {
	last, ok := h.latest[t.key()]
	if !ok {
		return Outcome{}, false
	}
	o := Outcome{Target: t, Invitation: last}
	switch end := last.StatusAt(h.date); {
	case end == StatusPending:
		return o.with(ResultAlreadyPending, ""), true
	case slices.Contains(reinvite, end):
		return Outcome{}, false
	case end == StatusAccepted:
		return o.with(ResultAlreadyMember, ""), true
	case end == StatusExpired:
		return o.skipped("the last invitation has expired"), true
	default:
		return o.skipped("the last invitation is " + string(end)), true
	}
}

// expired returns the last invitations of the targets that ran out of time, oldest
// first.
func (h *history) expired() []Invitation {
	var out []Invitation
	for _, i := range h.latest {
		if i.StatusAt(h.date) == StatusExpired {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b Invitation) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return out
}
