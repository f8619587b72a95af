package alibabarmtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

const (
	maxNote = 1024 // characters
	maxTags = 20
)

// An invitation is the input of InviteAccountToResourceDirectory.
type invitation struct {
	entity, note, folder string
	kind                 alibabarm.TargetType
}

// invitation reads the parameters, which may be in the form or in the query.
func (c *call) invitation() (in invitation, why *refusal) {
	in.entity, _ = c.param("TargetEntity")
	in.note, _ = c.param("Note")
	in.folder, _ = c.param("ParentFolderId")
	kind, _ := c.param("TargetType")
	in.kind = alibabarm.TargetType(kind)
	refused := func(r refusal) (invitation, *refusal) { return in, &r }
	switch {
	case in.entity == "":
		return refused(missing("TargetEntity"))
	case kind == "":
		return refused(missing("TargetType"))
	case in.kind != alibabarm.TargetTypeAccount && in.kind != alibabarm.TargetTypeEmail:
		return refused(invalid("TargetType"))
	case strings.Contains(in.entity, "@") != (in.kind == alibabarm.TargetTypeEmail):
		return refused(invalid("TargetEntity"))
	case len([]rune(in.note)) > maxNote:
		return refused(invalid("Note.Length"))
	case !c.tagsValid():
		return refused(invalid("Tag"))
	case c.version == version2022 && in.folder != "" && !strings.HasPrefix(in.folder, "r-") && !strings.HasPrefix(in.folder, "fd-"):
		return refused(invalid("ParentFolderId"))
	}
	return in, nil
}

// tagsValid reports whether tags are numbered from 1 and have keys.
func (c *call) tagsValid() bool {
	keys := 0
	for name := range c.form {
		if strings.HasPrefix(name, "Tag.") && strings.HasSuffix(name, ".Key") {
			keys++
		}
	}
	for i := 1; i <= keys; i++ {
		if key, _ := c.param(fmt.Sprintf("Tag.%d.Key", i)); key == "" {
			return false
		}
	}
	return keys <= maxTags
}

// A handshakeReply is the body of all operations that respond with one invitation.
type handshakeReply struct {
	RequestID string        `json:"RequestId"`
	Handshake handshakeBody `json:"Handshake"`
}

func (c *call) handshake(h alibabarm.Handshake) reply {
	return c.document(http.StatusOK, c.op+"Response", handshakeReply{c.requestID, toBody(h)})
}

func (c *call) invite() reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.triedTooMany() {
		return c.refusal(refusedTargets)
	}
	in, why := c.invitation()
	if why == nil {
		var h alibabarm.Handshake
		if h, why = c.s.invite(c, in); why == nil {
			return c.handshake(h)
		}
	}
	c.tried(*why)
	return c.refusal(*why)
}

// invite checks and adds an invitation in one step. An invitation counts at once, although
// lists may not show it yet.
func (s *Service) invite(c *call, in invitation) (alibabarm.Handshake, *refusal) {
	h := alibabarm.Handshake{
		MasterAccountID:     c.account.ID,
		MasterAccountName:   c.account.Name,
		ResourceDirectoryID: c.account.ResourceDirectoryID,
		TargetEntity:        in.entity,
		TargetType:          in.kind,
		Note:                in.note,
	}
	if why := s.refusalOf(h, c.version, c.now); why != nil {
		return h, why
	}
	s.fill(&h, c.now)
	s.handshakes.Put(h.ID, h).Made = c.now
	s.sentTo.Add(targetKey(h), c.now)
	return h, nil
}

// refusalOf returns why the invitation is refused.
func (s *Service) refusalOf(h alibabarm.Handshake, version string, now time.Time) *refusal {
	target, ok := s.accounts.Find(func(a Account) bool {
		return a.invited(h) && (a.ResourceDirectoryID != "" || s.leaving(a.ID, now))
	})
	switch {
	case !ok:
	case target.ResourceDirectoryID == "":
		return &refusedLeaving
	case target.ResourceDirectoryID == h.ResourceDirectoryID && version == version2022:
		return &refusedMember
	default: // the code of the other version for a member is not known
		return &refusedElsewhere
	}
	today, pending := s.sent(h.ResourceDirectoryID, now)
	switch {
	case s.open(h, now):
		return &refusedDuplicate
	case s.quotas.sameTarget.Full(s.sentTo.Count(targetKey(h), now)):
		return &refusedSameTarget
	case s.quotas.members.Full(s.used(h.ResourceDirectoryID)):
		return &refusedAccounts
	case s.quotas.invitations.Full(today), s.quotas.pending.Full(pending):
		return &refusedRate
	}
	return nil
}

// open reports whether an invitation of the target is still pending.
func (s *Service) open(like alibabarm.Handshake, now time.Time) bool {
	return slices.ContainsFunc(s.handshakes.All(), func(e *entry) bool {
		status, _ := statusAt(&e.Item, now)
		return status == alibabarm.StatusPending && e.Item.ResourceDirectoryID == like.ResourceDirectoryID &&
			e.Item.TargetType == like.TargetType && e.Item.TargetEntity == like.TargetEntity
	})
}
