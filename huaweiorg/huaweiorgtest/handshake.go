package huaweiorgtest

import (
	"cmp"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An entry is an invitation in the service.
type entry = authtest.Entry[huaweiorg.Handshake]

// validity is how long an invitation can be accepted or declined.
const validity = 14 * day

// Seed adds invitations and returns them complete. Zero fields become those of a pending
// invitation that the first management account sent now: ID, URN, dates (valid for 14 days),
// inviter, and a made-up target account. Seed replaces an invitation with the same ID in its
// place. It checks nothing, so that a test can add invitations that the cloud would not create.
//
// An invitation that ended more than 30 days ago is not listed; see [WithRetention]. An
// accepted invitation makes its target a member of the organization, if that is the
// organization of an account that was added and the target belongs to no other organization. A
// target that was not added becomes an account.
func (s *Service) Seed(handshakes ...huaweiorg.Handshake) []huaweiorg.Handshake {
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

func (s *Service) fill(h *huaweiorg.Handshake, now time.Time) {
	number, by := s.handshakes.Next(), s.manager()
	authtest.Fill(&h.ID, func() string { return "h-" + s.seed.Text(base36, 16, "handshake", number) })
	authtest.Fill(&h.Status, func() huaweiorg.Status { return huaweiorg.StatusPending })
	authtest.Fill(&h.ManagementAccountID, func() string { return cmp.Or(by.ID, s.seed.Hex("inviter")) })
	authtest.Fill(&h.ManagementAccountName, func() string { return cmp.Or(by.Name, "acme_root") })
	authtest.Fill(&h.OrganizationID, func() string { return by.OrganizationID })
	authtest.Fill(&h.URN, func() string {
		return "organizations::" + h.ManagementAccountID + ":handshake:" + h.OrganizationID + "/" + h.ID
	})
	if h.Target == (huaweiorg.Target{}) {
		h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: s.seed.Hex("target", number)}
	}
	life := authtest.Life{Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt}
	if h.Status == huaweiorg.StatusExpired {
		life.End = authtest.Expired
	}
	authtest.FillDates(&life, now, validity)
	h.CreatedAt, h.UpdatedAt, h.ExpiredAt = life.Created, life.Updated, life.Expires
}

// Update changes the invitation with this ID, and reports whether there is one. It can clear
// what [Service.Seed] fills in. A status that becomes accepted makes a member, as with Seed.
// The function must not call the service.
func (s *Service) Update(id string, change func(*huaweiorg.Handshake)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var before huaweiorg.Status
	e := s.handshakes.Update(id, func(h *huaweiorg.Handshake) {
		before = h.Status
		if change != nil {
			change(h)
		}
	})
	if e == nil {
		return false
	}
	e.Item.ID = id
	if before != huaweiorg.StatusAccepted {
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
func (s *Service) Handshakes() []huaweiorg.Handshake {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []huaweiorg.Handshake
	for _, e := range s.handshakes.All() {
		if h, ok := s.shown(e, now); ok {
			out = append(out, h)
		}
	}
	return out
}

// shown returns the invitation as it is at a time, and false if the service has forgotten it.
func (s *Service) shown(e *entry, now time.Time) (huaweiorg.Handshake, bool) {
	h := e.Item
	if h.Status == huaweiorg.StatusPending && h.ExpiredBy(now) {
		h.Status, h.UpdatedAt = huaweiorg.StatusExpired, h.ExpiredAt
	}
	forgotten := h.Status.Final() && s.retention >= 0 && !now.Before(h.UpdatedAt.Add(s.retention))
	return h, !forgotten
}
