package invitation

import (
	"cmp"
	"slices"
	"time"
)

// A history is the sent list by target.
type history struct {
	date   time.Time     // when it was read, by the service's clock
	read   time.Time     // the same, by the client's clock
	latest invitationMap // the invitation that decides about each target
	ids    idSet         // all invitations of the list
	quota  quota
	// snapshot means that the caller passed the list, and may have changed it.
	snapshot bool
	// acceptedFree means that an accepted invitation does not count for the quota.
	acceptedFree bool
}

func newHistory(quota quota, acceptedFree bool) *history {
	return &history{latest: newInvitationMap(), ids: idSet{}, quota: quota, acceptedFree: acceptedFree}
}

// dated sets the time when the list was read, by the service's clock. Later times change
// nothing.
func (h *history) dated(date time.Time) {
	if h.date.IsZero() {
		h.date, h.read = date, time.Now()
	}
}

// usedUp reports whether the daily quota is used up now, and when it has room again.
func (h *history) usedUp() (retryAt time.Time, _ bool) { return h.quota.usedUp(h.now()) }

// now returns the time by the service's clock.
func (h *history) now() time.Time { return h.date.Add(time.Since(h.read)) }

// sent adds an invitation that was sent after the list was read, unless the list shows it.
func (h *history) sent(i Invitation) {
	if h.ids.has(i.ID) {
		return
	}
	if i.Created.IsZero() {
		i.Created = h.now()
	}
	h.add(i)
}

// add adds an invitation of the list.
func (h *history) add(i Invitation) {
	known := h.ids.has(i.ID)
	h.ids.add(i.ID)
	free := h.acceptedFree && i.Status == StatusAccepted
	// A date far in the future is wrong, and would count for more than 24 hours.
	if age := h.date.Sub(i.Created); !known && !free && age.Abs() < quotaPeriod {
		h.quota.add(i.Created)
	}
	key := i.Target.digest()
	if before, ok := h.latest.get(key); !ok || h.outranks(i, before) {
		h.latest.set(key, i, !h.snapshot)
	}
}

// outranks reports whether a decides about a target instead of b: an open invitation does, else
// the newer one. If an age is unknown, the more cautious status decides.
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

// decide returns the outcome of a target if its last invitation decides about it. The member
// list decides about a target that accepted, so that outcome has no result yet.
func (h *history) decide(t Target, reinvite []Status) (o Outcome, decided bool) {
	o = Outcome{Target: t}
	last, ok := h.latest.get(t.digest())
	if !ok {
		return o, false
	}
	o.Invitation = last
	switch end := last.StatusAt(h.date); {
	case end == StatusPending:
		return o.with(ResultAlreadyPending, ""), true
	case end == StatusAccepted || slices.Contains(reinvite, end):
		return o, false
	case end == StatusExpired:
		return o.skipped("the last invitation has expired"), true
	default:
		return o.skipped("the last invitation is " + excerpt(string(end))), true
	}
}

// expired returns the last invitations that have expired, one per target, oldest first.
func (h *history) expired() []Invitation {
	var out []Invitation
	for i := range h.latest.all() {
		if i.StatusAt(h.date) == StatusExpired {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b Invitation) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return out
}
