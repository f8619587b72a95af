package alibabarmtest

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// onOne finds the operations on one invitation.
func (c *call) onOne(action string) func() reply {
	do := map[string]func(e *entry, h alibabarm.Handshake) reply{
		GetHandshake:     c.show,
		AcceptHandshake:  c.accept,
		DeclineHandshake: c.decline,
		CancelHandshake:  c.cancel,
	}[action]
	if do == nil {
		return nil
	}
	return func() reply { return c.withHandshake(do) }
}

// withHandshake finds the invitation that the request names. Only its inviter and the invited
// account can see it.
func (c *call) withHandshake(do func(e *entry, h alibabarm.Handshake) reply) reply {
	id, _ := c.param("HandshakeId")
	if id == "" {
		return c.refusal(missing("HandshakeId"))
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	e := c.s.handshakes.Get(id)
	if e == nil && !isHandshakeID(id) {
		return c.refusal(invalid("HandshakeId"))
	}
	if e == nil || c.s.forgotten(&e.Item, c.now) || !e.Visible(c.now, c.s.lag) || !c.inviter(&e.Item) && !c.account.invited(e.Item) {
		return c.refusal(refusedNotFound)
	}
	return do(e, shown(&e.Item, c.now))
}

func (c *call) inviter(h *alibabarm.Handshake) bool {
	return c.account.Role == Management && h.ResourceDirectoryID == c.account.ResourceDirectoryID
}

// show returns the real names to the invited account only.
func (c *call) show(_ *entry, h alibabarm.Handshake) reply {
	if slices.Contains(c.s.unreadable, h.Status) {
		return c.refusal(refusedMismatch)
	}
	body := toBody(h)
	if c.account.invited(h) {
		master, _ := c.s.accounts.Get(h.MasterAccountID)
		body.MasterAccountRealName = cmp.Or(h.MasterAccountRealName, master.RealName)
		body.InvitedAccountRealName = cmp.Or(h.InvitedAccountRealName, c.account.RealName)
	}
	return c.document(http.StatusOK, c.op+"Response", handshakeReply{c.requestID, body})
}

func (c *call) cancel(e *entry, h alibabarm.Handshake) reply {
	if !c.inviter(&h) {
		return c.deny("Only the inviter can cancel.")
	}
	return c.finish(e, h, alibabarm.StatusCancelled)
}

func (c *call) decline(e *entry, h alibabarm.Handshake) reply {
	if !c.account.invited(h) {
		return c.deny("Only the invited account can accept or decline.")
	}
	return c.finish(e, h, alibabarm.StatusDeclined)
}

func (c *call) accept(e *entry, h alibabarm.Handshake) reply {
	if !c.account.invited(h) {
		return c.deny("Only the invited account can accept or decline.")
	}
	if h.Status != alibabarm.StatusPending {
		return c.refusal(refusedMismatch)
	}
	joined, ok := c.s.accounts.Get(c.account.ID) // it may have joined since it was authenticated
	switch {
	case !ok || joined.ResourceDirectoryID != "":
		return c.refusal(refusedElsewhere)
	case c.s.leaving(joined.ID, c.now):
		return c.refusal(refusedLeaving)
	case c.s.quotas.members.Full(c.s.used(h.ResourceDirectoryID)):
		return c.refusal(refusedAccounts)
	}
	joined.Role, joined.ResourceDirectoryID = Member, h.ResourceDirectoryID
	c.s.put(joined, authtest.Membership{Joined: c.now, Invited: true, Made: c.now})
	return c.finish(e, h, alibabarm.StatusAccepted)
}

// finish ends an invitation, which must be pending.
func (c *call) finish(e *entry, h alibabarm.Handshake, status alibabarm.Status) reply {
	if h.Status != alibabarm.StatusPending {
		return c.refusal(refusedMismatch)
	}
	h.Status, h.ModifyTime = status, c.now.UTC().Truncate(time.Second)
	e.Item = h
	return c.handshake(h)
}
