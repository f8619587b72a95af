package alibabarmtest

import (
	"cmp"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// An entry is an invitation in the service.
type entry = authtest.Entry[alibabarm.Handshake]

// validity is how long an invitation can be accepted or declined.
const validity = 14 * day

// Seed adds invitations and returns them complete. Zero fields become those of a pending
// invitation that the first management account sent now: ID, dates (valid for 14 days),
// inviter, and a made-up target account. Seed replaces an invitation with the same ID in its
// place. It checks nothing, so that a test can add invitations that the cloud would not create.
//
// An invitation that ended more than 30 days ago is not listed; see [WithRetention]. An
// accepted invitation makes its target a member of the directory, if that is the directory of
// an account that was added and the target belongs to no other directory. A target that was not
// added becomes an account.
func (s *Service) Seed(handshakes ...alibabarm.Handshake) []alibabarm.Handshake {
	now := s.Now()
	out := slices.Clone(handshakes)
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range out {
		s.fill(&out[i], now)
		s.handshakes.Put(out[i].ID, out[i])
		s.joinSeeded(out[i])
	}
	return out
}

func (s *Service) fill(h *alibabarm.Handshake, now time.Time) {
	number, by := s.handshakes.Next(), s.manager()
	authtest.Fill(&h.ID, func() string { return "h-" + s.seed.Text(base62, 16, "handshake", number) })
	authtest.Fill(&h.Status, func() alibabarm.Status { return alibabarm.StatusPending })
	authtest.Fill(&h.MasterAccountID, func() string { return cmp.Or(by.ID, s.madeAccountID("inviter")) })
	authtest.Fill(&h.MasterAccountName, func() string { return cmp.Or(by.Name, "acme-root") })
	authtest.Fill(&h.ResourceDirectoryID, func() string { return by.ResourceDirectoryID })
	if h.TargetType == "" && h.TargetEntity == "" {
		h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, s.madeAccountID("target", number)
	}
	life := authtest.Life{Created: h.CreateTime, Updated: h.ModifyTime, Expires: h.ExpireTime}
	if h.Status == alibabarm.StatusExpired {
		life.End = authtest.Expired
	}
	authtest.FillDates(&life, now, validity)
	h.CreateTime, h.ModifyTime, h.ExpireTime = life.Created, life.Updated, life.Expires
}

// Update changes the invitation with this ID, and reports whether there is one. It can clear
// what [Service.Seed] fills in. A status that becomes accepted makes a member, as with Seed.
// The function must not call the service.
func (s *Service) Update(id string, change func(*alibabarm.Handshake)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var before alibabarm.Status
	e := s.handshakes.Update(id, func(h *alibabarm.Handshake) {
		before = h.Status
		if change != nil {
			change(h)
		}
	})
	if e == nil {
		return false
	}
	e.Item.ID = id
	if before != alibabarm.StatusAccepted {
		s.joinSeeded(e.Item)
	}
	return true
}

// Remove removes an invitation, and reports whether there was one.
func (s *Service) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handshakes.Remove(id)
}

// Handshakes returns every invitation that the lists show now, from all inviters, in the order
// of the lists.
func (s *Service) Handshakes() []alibabarm.Handshake {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []alibabarm.Handshake
	for _, e := range s.listed(now, func(*entry) bool { return true }) {
		out = append(out, shown(&e.Item, now))
	}
	return out
}

// listed returns the invitations that match and that the service has not forgotten, in the
// order of the lists.
func (s *Service) listed(now time.Time, match func(*entry) bool) []*entry {
	var out []*entry
	for _, e := range s.handshakes.All() {
		if match(e) && !s.forgotten(&e.Item, now) {
			out = append(out, e)
		}
	}
	if s.newestFirst {
		slices.Reverse(out)
	}
	return out
}

func (s *Service) forgotten(e *alibabarm.Handshake, now time.Time) bool {
	status, since := statusAt(e, now)
	return status.Final() && s.retention >= 0 && !now.Before(since.Add(s.retention))
}

// shown returns the invitation as it is at a time.
func shown(e *alibabarm.Handshake, now time.Time) alibabarm.Handshake {
	h := *e
	h.Status, h.ModifyTime = statusAt(e, now)
	return h
}

// statusAt returns the status at a time, and when it last changed.
func statusAt(e *alibabarm.Handshake, now time.Time) (alibabarm.Status, time.Time) {
	if e.Status == alibabarm.StatusPending && !e.ExpireTime.IsZero() && !now.Before(e.ExpireTime) {
		return alibabarm.StatusExpired, e.ExpireTime
	}
	return e.Status, e.ModifyTime
}
