package huaweiorgtest

import (
	"cmp"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// validity is how long an invitation can be answered.
const validity = 14 * day

// A ledger keeps invitations in the order in which they were added. An entry never
// changes its number, so that a marker stays good whatever comes and goes.
type ledger struct {
	entries []*entry // by number
	byID    map[string]*entry
	last    uint64
}

type entry struct {
	number uint64 // from 1
	// asked is when InviteAccount made it; zero for one of Seed, which is seen at
	// once and is not of any quota.
	asked time.Time
	huaweiorg.Handshake
}

func (l *ledger) put(h huaweiorg.Handshake) {
	if e, ok := l.byID[h.ID]; ok {
		e.Handshake = h
		return
	}
	if l.byID == nil {
		l.byID = map[string]*entry{}
	}
	l.last++
	e := &entry{number: l.last, Handshake: h}
	l.entries = append(l.entries, e)
	l.byID[h.ID] = e
}

func (l *ledger) remove(id string) bool {
	e, ok := l.byID[id]
	if ok {
		i, _ := l.after(e.number - 1)
		l.entries = slices.Delete(l.entries, i, i+1)
		delete(l.byID, id)
	}
	return ok
}

// after is where the entries with greater numbers begin.
func (l *ledger) after(number uint64) (int, bool) {
	return slices.BinarySearchFunc(l.entries, number+1, func(e *entry, n uint64) int {
		return cmp.Compare(e.number, n)
	})
}

// Seed adds invitations and returns them complete. Fields left out become those of a
// pending invitation that the first management account sent now: ID, URN, dates (good
// for 14 days), inviter, and a made-up target account. One with the ID of another
// replaces it in its place. Nothing is checked, so that odd invitations can be had.
//
// An invitation that was finished more than 30 days ago is not listed; see
// [WithRetention].
func (s *Service) Seed(handshakes ...huaweiorg.Handshake) []huaweiorg.Handshake {
	now := s.Now()
	out := slices.Clone(handshakes)
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range out {
		s.fill(&out[i], now)
		s.handshakes.put(out[i])
	}
	return out
}

func (s *Service) fill(h *huaweiorg.Handshake, now time.Time) {
	number, by := s.handshakes.last+1, s.manager()
	orString(&h.ID, func() string { return "h-" + s.seed.Text(base36, 16, "handshake", number) })
	orString((*string)(&h.Status), func() string { return string(huaweiorg.StatusPending) })
	orString(&h.ManagementAccountID, func() string { return cmp.Or(by.ID, s.seed.Hex("inviter")) })
	orString(&h.ManagementAccountName, func() string { return cmp.Or(by.Name, "acme_root") })
	orString(&h.OrganizationID, func() string { return by.OrganizationID })
	orString(&h.URN, func() string {
		return "organizations::" + h.ManagementAccountID + ":handshake:" + h.OrganizationID + "/" + h.ID
	})
	if h.Target == (huaweiorg.Target{}) {
		h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: s.seed.Hex("target", number)}
	}
	orTime(&h.CreatedAt, now)
	orTime(&h.ExpiredAt, h.CreatedAt.Add(validity))
	if h.Status == huaweiorg.StatusExpired {
		orTime(&h.UpdatedAt, h.ExpiredAt)
	}
	orTime(&h.UpdatedAt, h.CreatedAt)
}

func orString(s *string, otherwise func() string) {
	if *s == "" {
		*s = otherwise()
	}
}

// orTime keeps what the wire can carry: whole seconds in UTC.
func orTime(t *time.Time, otherwise time.Time) {
	if t.IsZero() {
		*t = otherwise
	}
	*t = t.UTC().Truncate(time.Second)
}

// Update changes the invitation with this ID, and reports whether there is one. It
// can take away what [Service.Seed] fills in. The function must not call the service.
func (s *Service) Update(id string, change func(*huaweiorg.Handshake)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.handshakes.byID[id]
	if ok && change != nil {
		h := e.Handshake
		change(&h)
		h.ID = id
		e.Handshake = h
	}
	return ok
}

// Remove makes an invitation vanish, and reports whether there was one.
func (s *Service) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handshakes.remove(id)
}

// Handshakes returns every invitation that can be listed now, whoever sent it, in the
// order of the lists.
func (s *Service) Handshakes() []huaweiorg.Handshake {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []huaweiorg.Handshake
	for _, e := range s.handshakes.entries {
		if h, ok := s.shown(e, now); ok {
			out = append(out, h)
		}
	}
	return out
}

// shown is the invitation as it stands at a time, and false once it is forgotten.
func (s *Service) shown(e *entry, now time.Time) (huaweiorg.Handshake, bool) {
	h := e.Handshake
	if h.Status == huaweiorg.StatusPending && h.ExpiredBy(now) {
		h.Status, h.UpdatedAt = huaweiorg.StatusExpired, h.ExpiredAt
	}
	forgotten := h.Status.Final() && s.retention >= 0 && !now.Before(h.UpdatedAt.Add(s.retention))
	return h, !forgotten
}
