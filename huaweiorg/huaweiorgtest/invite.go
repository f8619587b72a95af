package huaweiorgtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const (
	maxNotes = 1024 // characters
	maxTags  = 20
)

// An inviteBody is the input of InviteAccount. Notes must be present, and may be empty.
type inviteBody struct {
	Target *targetBody `json:"target"`
	Notes  *string     `json:"notes"`
	Tags   []struct {
		Key   string  `json:"key"`
		Value *string `json:"value"`
	} `json:"tags"`
}

func (b *inviteBody) valid() bool {
	if b.Target == nil || b.Target.Type == "" || b.Target.Entity == "" {
		return false
	}
	if b.Notes == nil || len([]rune(*b.Notes)) > maxNotes || len(b.Tags) > maxTags {
		return false
	}
	for _, tag := range b.Tags {
		if tag.Key == "" || tag.Value == nil {
			return false
		}
	}
	return true
}

// A handshakeReply is the body of all operations that respond with one invitation.
type handshakeReply struct {
	Handshake handshakeBody `json:"handshake"`
}

func (c *call) handshake(h huaweiorg.Handshake) reply {
	return authtest.JSON(http.StatusOK, handshakeReply{toBody(h)})
}

func (c *call) invite() reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	var in inviteBody
	if json.Unmarshal(c.body, &in) != nil || !in.valid() {
		return c.refusal(refusedBody)
	}
	h, why := c.s.invite(c, in)
	if why != nil {
		return c.refusal(*why)
	}
	return c.handshake(h)
}

// asManagement refuses all callers except a management account.
func (c *call) asManagement() (reply, bool) {
	switch c.account.Role {
	case Management:
		return reply{}, true
	case Outside:
		return c.refusal(refusedOutside), false
	default:
		return c.refusal(refusedRole), false
	}
}

// invite checks and adds an invitation in one step. An invitation counts at once, although
// lists may not show it yet.
func (s *Service) invite(c *call, in inviteBody) (huaweiorg.Handshake, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	target := huaweiorg.Target{Type: huaweiorg.TargetType(in.Target.Type), Entity: in.Target.Entity}
	organization := c.account.OrganizationID
	_, member := s.accounts.Find(func(a Account) bool { return a.OrganizationID == organization && a.named(target) })
	switch {
	case member:
		return huaweiorg.Handshake{}, &refusedMember
	case s.open(organization, target, c.now):
		return huaweiorg.Handshake{}, &refusedDuplicate
	case s.quotas.accounts.Full(s.used(organization)):
		return huaweiorg.Handshake{}, &refusedAccounts
	case s.quotas.invitations.Full(s.sent.Count(organization, c.now)):
		return huaweiorg.Handshake{}, &refusedInvitations
	}
	h := huaweiorg.Handshake{
		ManagementAccountID:   c.account.ID,
		ManagementAccountName: c.account.Name,
		OrganizationID:        organization,
		Target:                target,
		Notes:                 *in.Notes,
	}
	s.fill(&h, c.now)
	s.handshakes.Put(h.ID, h).Made = c.now
	s.sent.Add(organization, c.now)
	return h, nil
}

// open reports whether an invitation of the target is still pending.
func (s *Service) open(organization string, target huaweiorg.Target, now time.Time) bool {
	return slices.ContainsFunc(s.handshakes.All(), func(e *entry) bool {
		h, _ := s.shown(e, now)
		return h.OrganizationID == organization && h.Target == target && h.Status == huaweiorg.StatusPending
	})
}
