package alibabarmtest

import (
	"cmp"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// validity is how long an invitation can be answered.
const validity = 14 * day

// A ledger keeps invitations in the order in which they were added.
type ledger struct {
	entries []*entry
	byID    map[string]*entry
	added   uint64
}

type entry struct {
	visible time.Time
	alibabarm.Handshake
}

func (l *ledger) put(h alibabarm.Handshake) {
	if e, ok := l.byID[h.ID]; ok {
		e.Handshake = h
		return
	}
	if l.byID == nil {
		l.byID = map[string]*entry{}
	}
	l.added++
	e := &entry{Handshake: h}
	l.entries = append(l.entries, e)
	l.byID[h.ID] = e
}

func (l *ledger) remove(id string) bool {
	e, ok := l.byID[id]
	if ok {
		i := slices.Index(l.entries, e)
		l.entries = slices.Delete(l.entries, i, i+1)
		delete(l.byID, id)
	}
	return ok
}

// Seed adds invitations and returns them complete. Fields left out become those of a
// pending invitation that the first management account sent now: ID, dates (good for
// 14 days), inviter, and a made-up target account. One with the ID of another
// replaces it in its place. Nothing is checked, so that odd invitations can be had.
//
// An invitation that was finished more than 30 days ago is not listed; see
// [WithRetention].
func (s *Service) Seed(handshakes ...alibabarm.Handshake) []alibabarm.Handshake {
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

func (s *Service) fill(h *alibabarm.Handshake, now time.Time) {
	number, by := s.handshakes.added+1, s.manager()
	orString(&h.ID, func() string { return "h-" + s.seed.Text(base62, 16, "handshake", number) })
	orString((*string)(&h.Status), func() string { return string(alibabarm.StatusPending) })
	orString(&h.MasterAccountID, func() string { return cmp.Or(by.ID, s.madeAccountID("inviter")) })
	orString(&h.MasterAccountName, func() string { return cmp.Or(by.Name, "acme-root") })
	orString(&h.ResourceDirectoryID, func() string { return by.ResourceDirectoryID })
	if h.TargetType == "" && h.TargetEntity == "" {
		h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, s.madeAccountID("target", number)
	}
	orTime(&h.CreateTime, now)
	orTime(&h.ExpireTime, h.CreateTime.Add(validity))
	if h.Status == alibabarm.StatusExpired {
		orTime(&h.ModifyTime, h.ExpireTime)
	}
	orTime(&h.ModifyTime, h.CreateTime)
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
func (s *Service) Update(id string, change func(*alibabarm.Handshake)) bool {
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
func (s *Service) Handshakes() []alibabarm.Handshake {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []alibabarm.Handshake
	for _, e := range s.listed(now, func(*entry) bool { return true }) {
		out = append(out, shown(&e.Handshake, now))
	}
	return out
}

// listed are the invitations that match and are not forgotten, in the order of the
// lists.
func (s *Service) listed(now time.Time, match func(*entry) bool) []*entry {
	var out []*entry
	for _, e := range s.handshakes.entries {
		if match(e) && !s.forgotten(&e.Handshake, now) {
			out = append(out, e)
		}
	}
	if s.newestFirst {
		slices.Reverse(out)
	}
	return out
}

func (s *Service) forgotten(e *alibabarm.Handshake, now time.Time) bool {
	status, since := standing(e, now)
	return status.Final() && s.retention >= 0 && !now.Before(since.Add(s.retention))
}

// shown is the invitation as it stands at a time.
func shown(e *alibabarm.Handshake, now time.Time) alibabarm.Handshake {
	h := *e
	h.Status, h.ModifyTime = standing(e, now)
	return h
}

// standing is the status at a time, and when it last changed.
func standing(e *alibabarm.Handshake, now time.Time) (alibabarm.Status, time.Time) {
	if e.Status == alibabarm.StatusPending && !e.ExpireTime.IsZero() && !now.Before(e.ExpireTime) {
		return alibabarm.StatusExpired, e.ExpireTime
	}
	return e.Status, e.ModifyTime
}
