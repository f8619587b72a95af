package huaweiorgtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestInviteAccount(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by     huaweiorgtest.Role
		body   string // GUEST stands for the guest's ID
		seed   huaweiorg.Status
		status int
		code   string
	}{
		"F17 by a delegated administrator": {by: huaweiorgtest.DelegatedAdministrator,
			body: inviteOf("GUEST"), status: 401, code: "Organizations.1001"},
		"F17 by a member": {by: huaweiorgtest.Member, body: inviteOf("GUEST"),
			status: 401, code: "Organizations.1001"},
		"F20 from outside": {by: huaweiorgtest.Outside, body: inviteOf("GUEST"),
			status: 401, code: "Organizations.1015"},
		"without notes": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account","entity":"GUEST"}}`, status: 400},
		"with null notes": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account","entity":"GUEST"},"notes":null}`, status: 400},
		"with notes that are too long": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account","entity":"GUEST"},"notes":"` + strings.Repeat("ü",
				1025) + `"}`, status: 400},
		"without a target": {by: huaweiorgtest.Management, body: `{"notes":""}`,
			status: 400},
		"without an entity": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account"},"notes":""}`, status: 400},
		"with 21 tags": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account","entity":"GUEST"},"notes":"","tags":[` +
				strings.Repeat(`{"key":"k","value":""},`, 20) + `{"key":"k","value":""}]}`,
			status: 400},
		"with a tag whose value is null": {by: huaweiorgtest.Management,
			body: `{"target":{"type":"account","entity":"GUEST"},"notes":"","tags":[{"key":"k",` +
				`"value":null}]}`, status: 400},
		"without JSON": {by: huaweiorgtest.Management, body: `x`, status: 400},
		"a member": {by: huaweiorgtest.Management, body: inviteOf("ROOT"),
			status: 409},
		"a target with an open invitation": {by: huaweiorgtest.Management, body: inviteOf("GUEST"),
			seed: huaweiorg.StatusPending, status: 409},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, root, guest := party()
			by := root
			if c.by != huaweiorgtest.Management {
				by = s.AddAccount(huaweiorgtest.Account{ID: "by", Role: c.by})
			}
			if c.seed != "" {
				s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}, Status: c.seed})
			}
			before := len(s.Handshakes())
			got := post(t, s, by, invitePath, strings.NewReplacer("GUEST", guest.ID, "ROOT", root.ID).Replace(c.body))
			assert.Equal(t, c.status, got.status, got.body)
			if c.code == "" {
				assert.True(t, strings.HasPrefix(got.ErrorCode, "Organizations.9"), "a stand-in: %s", got.ErrorCode)
			} else {
				assert.Equal(t, c.code, got.ErrorCode)
			}
			assert.Len(t, s.Handshakes(), before)
		})
	}
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	invite := func(n int) int { return post(t, s, root, invitePath, inviteOf(fmt.Sprint("a", n))).status }
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n))
	}
	assert.Equal(t, http.StatusBadRequest, invite(20))
	s.Advance(day - time.Second)
	assert.Equal(t, http.StatusBadRequest, invite(20))
	s.Advance(time.Second)
	assert.Equal(t, http.StatusOK, invite(20))

	s, root, _ = party()
	s.Seed(make([]huaweiorg.Handshake, 30)...)
	assert.Equal(t, http.StatusOK, invite(0), "accounts that a test adds do not count")

	s, root, _ = party(huaweiorgtest.WithInvitationQuota(-1))
	for n := range 30 {
		require.Equal(t, http.StatusOK, invite(n))
	}

	s, root, guest := party(huaweiorgtest.WithAccountQuota(2))
	first, second := post(t, s, root, invitePath, inviteOf(guest.ID)), post(t, s, root, invitePath, inviteOf("b"))
	b := s.AddAccount(huaweiorgtest.Account{ID: "b"})
	assert.Equal(t, http.StatusOK, post(t, s, guest, receivedPath+"/"+first.Handshake.ID+"/accept", "").status)
	got := post(t, s, b, receivedPath+"/"+second.Handshake.ID+"/accept", "")
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, got.ErrorCode, post(t, s, root, invitePath, inviteOf("c")).ErrorCode)
}

func TestRespond(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verb   string // of a received invitation, "cancel", or "" to show
		by     string
		before huaweiorg.Status
		status int
		code   string
		after  huaweiorg.Status
	}{
		"the invitee accepts": {verb: "accept", by: "guest", before: "pending",
			status: 200, after: "accepted"},
		"the invitee declines": {verb: "decline", by: "guest", before: "pending",
			status: 200, after: "declined"},
		"the inviter cancels": {verb: "cancel", by: "root", before: "pending",
			status: 200, after: "cancelled"},
		"the inviter cannot accept": {verb: "accept", by: "root", before: "pending",
			status: 404, code: "9", after: "pending"},
		"a stranger cannot accept": {verb: "accept", by: "stranger", before: "pending",
			status: 404, code: "9", after: "pending"},
		"F17 a member cannot cancel": {verb: "cancel", by: "member", before: "pending",
			status: 401, code: "1001", after: "pending"},
		"F20 the invitee cannot cancel": {verb: "cancel", by: "guest", before: "pending",
			status: 401, code: "1015", after: "pending"},
		"F21 cancelled twice": {verb: "cancel", by: "root", before: "cancelled",
			status: 400, code: "1401", after: "cancelled"},
		"cancelled before it is accepted": {verb: "accept", by: "guest", before: "cancelled",
			status: 400, code: "1401", after: "cancelled"},
		"accepted twice": {verb: "accept", by: "guest", before: "accepted",
			status: 409, code: "9", after: "accepted"},
		"declined before it is cancelled": {verb: "cancel", by: "root", before: "declined",
			status: 409, code: "9", after: "declined"},
		"expired before it is accepted": {verb: "accept", by: "guest", before: "expired",
			status: 409, code: "9", after: "expired"},
		"a member sees it": {by: "member", before: "pending", status: 200,
			after: "pending"},
		"F20 the invitee does not see it": {by: "guest", before: "pending", status: 401,
			code: "1015", after: "pending"},
		"another organization does not see it": {by: "elsewhere", before: "pending", status: 404,
			code: "9", after: "pending"},
		"another organization cannot cancel": {verb: "cancel", by: "elsewhere",
			before: "pending", status: 404, code: "9", after: "pending"},
		"the new member sees the accepted one": {by: "joined", before: "accepted", status: 200,
			after: "accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, root, guest := party()
			accounts := map[string]huaweiorgtest.Account{"root": root, "guest": guest,
				"stranger": s.AddAccount(huaweiorgtest.Account{ID: "stranger"}),
				"member": s.AddAccount(huaweiorgtest.Account{ID: "member",
					Role: huaweiorgtest.Member}),
				"elsewhere": s.AddAccount(huaweiorgtest.Account{ID: "elsewhere",
					Role: huaweiorgtest.Management})}
			accounts["joined"] = accounts["member"]
			h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}, Status: c.before})[0]
			var got outcome
			switch c.verb {
			case "":
				got = show(t, s, accounts[c.by], h.ID)
			case "cancel":
				got = post(t, s, accounts[c.by], sentPath+"/"+h.ID+"/cancel", "")
			default:
				got = post(t, s, accounts[c.by], receivedPath+"/"+h.ID+"/"+c.verb, "")
			}
			assert.Equal(t, c.status, got.status, got.body)
			assert.True(t, strings.HasPrefix(got.ErrorCode, "Organizations."+c.code) || c.status == 200, got.ErrorCode)
			assert.Equal(t, c.after, s.Handshakes()[0].Status)
		})
	}
}

func TestRouteOne(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})[0]
	for _, path := range []string{sentPath + "/" + h.ID + "/accept",
		receivedPath + "/" + h.ID + "/cancel", sentPath + "//cancel",
		receivedPath + "/" + h.ID, sentPath + "/" + h.ID + "/cancel/",
		"/v1/organizations/" + h.ID + "/cancel"} {
		got := post(t, s, root, path, "")
		assert.Equal(t, "APIGW.0101", got.ErrorCode, "F24 %s", path)
	}
	assert.Equal(t, "APIGW.0101", do(t, s, http.MethodGet, guest, receivedPath+"/"+h.ID, "").ErrorCode)
	odd := s.Seed(huaweiorg.Handshake{ID: "a/b?c %d"})[0]
	assert.Equal(t, odd.ID, show(t, s, root, "a%2Fb%3Fc%20%25d").Handshake.ID)
}

func TestService_Start(t *testing.T) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	guest := s.AddAccount(huaweiorgtest.Account{})
	pool := start(t, s)
	c, err := s.NewClient(root, huaweiorg.WithTransport(pool))
	require.NoError(t, err)
	lost := huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: lost}, huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake, Kind: lost})
	h, err := c.InviteAccount(t.Context(), huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})
	require.NoError(t, err)
	h, err = c.With(huaweiorg.WithCredentials(guest.Provider())).AcceptHandshake(t.Context(), h.ID)
	require.NoError(t, err)
	assert.Equal(t, huaweiorg.StatusAccepted, h.Status)
	requests := s.Requests()
	require.Len(t, requests, 4)
	assert.Equal(t, "0", requests[2].Header.Get("Content-Length"), "a write without a body has Content-Length 0")
	assert.Empty(t, requests[2].Header.Get("Content-Type"))
}
