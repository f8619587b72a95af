package huaweiorgtest

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// routeOne finds the operations on one invitation, whose ID is one segment of the path, not yet
// unescaped.
func (c *call) routeOne() (op string, handle func() reply) {
	const sent, received = "/v1/organizations/handshakes/", "/v1/received-handshakes/"
	path := c.r.URL.EscapedPath()
	rest, isSent := strings.CutPrefix(path, sent)
	if !isSent {
		var ok bool
		if rest, ok = strings.CutPrefix(path, received); !ok {
			return "", nil
		}
	}
	segment, verb, _ := strings.Cut(rest, "/")
	id, err := url.PathUnescape(segment)
	if err != nil || id == "" {
		return "", nil
	}
	post := c.r.Method == http.MethodPost
	switch {
	case isSent && verb == "" && c.r.Method == http.MethodGet:
		return ShowHandshake, func() reply { return c.show(id) }
	case isSent && verb == "cancel" && post:
		return CancelHandshake, func() reply { return c.cancel(id) }
	case !isSent && verb == "accept" && post:
		return AcceptHandshake, func() reply { return c.respond(id, huaweiorg.StatusAccepted) }
	case !isSent && verb == "decline" && post:
		return DeclineHandshake, func() reply { return c.respond(id, huaweiorg.StatusDeclined) }
	}
	return "", nil
}

// show is for every account of the organization.
func (c *call) show(id string) reply {
	if c.account.Role == Outside {
		return c.refusal(refusedOutside)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	e, h := c.s.find(id, c.now)
	if e == nil || h.OrganizationID != c.account.OrganizationID || !c.s.seen(e, c.now) {
		return c.refusal(refusedNotFound)
	}
	return c.handshake(h)
}

func (c *call) cancel(id string) reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	e, h := c.s.find(id, c.now)
	if e == nil || h.OrganizationID != c.account.OrganizationID {
		return c.refusal(refusedNotFound)
	}
	return c.finish(e, h, huaweiorg.StatusCancelled)
}

// respond accepts or declines for the account that is invited.
func (c *call) respond(id string, status huaweiorg.Status) reply {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	e, h := c.s.find(id, c.now)
	if e == nil || !c.account.invited(h) {
		return c.refusal(refusedNotFound)
	}
	if status != huaweiorg.StatusAccepted || h.Status != huaweiorg.StatusPending {
		return c.finish(e, h, status)
	}
	joined, ok := c.s.accounts.Get(c.account.ID) // it may have joined since it was authenticated
	switch {
	case !ok || joined.OrganizationID != "":
		return c.refusal(refusedElsewhere)
	case joined.Status == huaweiorg.AccountStatusPendingClosure:
		return c.refusal(refusedClosing)
	case c.s.changed(joined.ID, c.now):
		return c.refusal(refusedChanges)
	case c.s.quotas.accounts.Full(c.s.used(h.OrganizationID)):
		return c.refusal(refusedAccounts)
	}
	joined.Role, joined.OrganizationID = Member, h.OrganizationID
	c.s.put(joined, authtest.Membership{Joined: c.now, Invited: true, Made: c.now})
	c.s.changes.Add(joined.ID, c.now)
	return c.finish(e, h, status)
}

// finish ends an invitation, which must be pending.
func (c *call) finish(e *entry, h huaweiorg.Handshake, status huaweiorg.Status) reply {
	switch h.Status {
	case huaweiorg.StatusPending:
	case huaweiorg.StatusCancelled:
		return c.refusal(refusedCancelled)
	case huaweiorg.StatusExpired:
		return c.refusal(refusedExpired)
	default:
		return c.refusal(refusedFinished)
	}
	h.Status, h.UpdatedAt = status, c.now.UTC().Truncate(time.Second)
	e.Item = h
	return c.handshake(h)
}

// find returns an invitation as it is, or nil if there is none or the service has forgotten it.
func (s *Service) find(id string, now time.Time) (*entry, huaweiorg.Handshake) {
	e := s.handshakes.Get(id)
	if e == nil {
		return nil, huaweiorg.Handshake{}
	}
	h, ok := s.shown(e, now)
	if !ok {
		return nil, huaweiorg.Handshake{}
	}
	return e, h
}
