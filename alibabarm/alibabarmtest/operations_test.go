package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestInvite(t *testing.T) {
	t.Parallel()
	for _, e := range edges {
		s, root, guest := party()
		got := e.post(t, s, root, inviteOp, inviteOf(guest.ID)+"&Tag.1.Key=k&Tag.1.Value=")
		require.Equal(t, http.StatusOK, got.status, got.body)
		h := s.Handshakes()[0]
		assert.Equal(t, h.ID, got.Handshake.ID)
		assert.Equal(t, alibabarm.Handshake{
			ID: h.ID, Status: alibabarm.StatusPending, Note: "n", TargetType: "Account", TargetEntity: guest.ID,
			MasterAccountID: root.ID, MasterAccountName: root.Name, ResourceDirectoryID: root.ResourceDirectoryID,
			CreateTime: fixed(), ModifyTime: fixed(), ExpireTime: fixed().Add(14 * day),
		}, h)
		assert.Equal(t, []string{h.ID}, get(t, s, guest.Credentials, received("")).ids())
		assert.Equal(t, "Pending", e.send(t, s, root, getOp, h.ID).Handshake.Status)
	}
}

func TestInvitation_query(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	got := do(t, s, root, request{op: inviteOp, query: inviteOf(guest.ID)})
	require.Equal(t, http.StatusOK, got.status, got.body)
	got = do(t, s, guest, request{op: acceptOp, form: "HandshakeId=" + got.Handshake.ID})
	assert.Equal(t, "Accepted", got.Handshake.Status)
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	tags := func(n int) string {
		text := inviteOf("GUEST")
		for i := range n {
			text += fmt.Sprintf("&Tag.%d.Key=k%d&Tag.%d.Value=", i+1, i, i+1)
		}
		return text
	}
	for name, c := range map[string]struct {
		by     alibabarmtest.Role
		form   string // GUEST and ROOT stand for their IDs
		seed   alibabarm.Status
		status int
		code   string // of version 2020-03-31 and, after a space, of the other if it differs
	}{
		"F21 by a member": {by: alibabarmtest.Member, form: inviteOf("GUEST"),
			status: 403, code: "NoPermission"},
		"from outside": {by: alibabarmtest.Outside, form: inviteOf("GUEST"),
			status: 404, code: "EntityNotExists.ResourceDirectory"},
		"without a target": {by: alibabarmtest.Management, form: "TargetType=Account",
			status: 400, code: "MissingParameter.TargetEntity"},
		"without a type": {by: alibabarmtest.Management, form: "TargetEntity=GUEST",
			status: 400, code: "MissingParameter.TargetType"},
		"with an unknown type": {by: alibabarmtest.Management,
			form: "TargetEntity=GUEST&TargetType=account", status: 400,
			code: "InvalidParameter.TargetType"},
		"an account ID as an address": {by: alibabarmtest.Management,
			form: "TargetEntity=GUEST&TargetType=Email", status: 400,
			code: "InvalidParameter.TargetEntity"},
		"an address as an account ID": {by: alibabarmtest.Management,
			form: "TargetEntity=a@b.test&TargetType=Account", status: 400,
			code: "InvalidParameter.TargetEntity"},
		"with a note of 1025 characters": {by: alibabarmtest.Management,
			form:   "TargetEntity=GUEST&TargetType=Account&Note=" + strings.Repeat("%C3%BC", 1025),
			status: 400, code: "InvalidParameter.Note.Length"},
		"with 21 tags": {by: alibabarmtest.Management, form: tags(21), status: 400,
			code: "InvalidParameter.Tag"},
		"with tags numbered from 0": {by: alibabarmtest.Management,
			form: inviteOf("GUEST") + "&Tag.0.Key=k", status: 400, code: "InvalidParameter.Tag"},
		"with an invalid folder": {by: alibabarmtest.Management,
			form: inviteOf("GUEST") + "&ParentFolderId=x", status: 200,
			code: " 400 InvalidParameter.ParentFolderId"},
		"a member": {by: alibabarmtest.Management, form: inviteOf("MEMBER"),
			status: 409,
			code: "NotSupport.AccountInAnotherResourceDirectory 409 " +
				"EntityAlreadyExists.ResourceDir.Account"},
		"an account of another directory": {by: alibabarmtest.Management,
			form:   inviteOf("ELSEWHERE"),
			status: 409, code: "NotSupport.AccountInAnotherResourceDirectory"},
		"F28 a target with an open invitation": {by: alibabarmtest.Management,
			form: inviteOf("GUEST"),
			seed: alibabarm.StatusPending, status: 409, code: "EntityAlreadyExists.Handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range edges {
				s, root, guest := party()
				member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
				elsewhere := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
				by := root
				if c.by != alibabarmtest.Management {
					by = s.AddAccount(alibabarmtest.Account{ID: "by", Role: c.by})
				}
				if c.seed != "" {
					s.Seed(to(guest, c.seed))
				}
				before := len(s.Handshakes())
				form := strings.NewReplacer("GUEST", guest.ID, "MEMBER", member.ID, "ELSEWHERE", elsewhere.ID).Replace(c.form)
				got := e.post(t, s, by, inviteOp, form)
				status, code, newer := c.status, c.code, ""
				if i := strings.IndexByte(c.code, ' '); i >= 0 {
					code, newer = c.code[:i], c.code[i+1:]
				}
				if newer != "" && e.version == version2022 {
					_, err := fmt.Sscan(newer, &status, &code)
					require.NoError(t, err)
				}
				assert.Equal(t, status, got.status, got.body)
				assert.Equal(t, code, got.Code)
				if status != 200 {
					assert.Len(t, s.Handshakes(), before)
					assert.NotEmpty(t, got.RequestID)
					assert.Equal(t, strings.TrimPrefix(e.base, "https://"), got.HostID)
				}
			}
		})
	}
}

func TestDeny(t *testing.T) {
	t.Parallel()
	s, _, _ := party()
	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	got := edges[0].post(t, s, member, inviteOp, inviteOf("1"))
	assert.Equal(t, "resourcemanager:"+inviteOp, got.AccessDeniedDetail["AuthAction"])
	assert.Equal(t, member.ID, got.AccessDeniedDetail["AuthPrincipalOwnerId"])
	assert.Equal(t, "ImplicitDeny", got.AccessDeniedDetail["NoPermissionType"])
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	const rate = "LimitExceeded.InvitationRate"
	s, root, _ := party(alibabarmtest.WithPendingQuota(-1))
	invite := func(n int) outcome { return edges[0].post(t, s, root, inviteOp, inviteOf(fmt.Sprint(1000+n))) }
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n).status)
	}
	assert.Equal(t, rate, invite(20).Code)
	s.Update(s.Handshakes()[0].ID, func(h *alibabarm.Handshake) { h.Status = "Accepted" })
	assert.Equal(t, http.StatusOK, invite(20).status, "an accepted invitation does not count")
	s.Advance(day - time.Second)
	assert.Equal(t, rate, invite(21).Code)
	s.Advance(time.Second)
	assert.Equal(t, http.StatusOK, invite(21).status)

	s, root, _ = party(alibabarmtest.WithInvitationQuota(-1))
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n).status)
	}
	s.Advance(2 * day)
	assert.Equal(t, rate, invite(20).Code, "the pending invitations use up the quota")
	s.Update(s.Handshakes()[0].ID, func(h *alibabarm.Handshake) { h.Status = "Declined" })
	assert.Equal(t, http.StatusOK, invite(20).status)

	s, root, _ = party(alibabarmtest.WithMemberQuota(1))
	first, second := invite(1), invite(2)
	one, two := s.AddAccount(alibabarmtest.Account{ID: "1001"}), s.AddAccount(alibabarmtest.Account{ID: "1002"})
	assert.Equal(t, http.StatusOK, edges[0].send(t, s, one, acceptOp, first.Handshake.ID).status)
	assert.Equal(t, "LimitExceeded.Account", edges[0].send(t, s, two, acceptOp, second.Handshake.ID).Code)
	assert.Equal(t, "LimitExceeded.Account", invite(3).Code)
}

func TestWithHandshake(t *testing.T) {
	t.Parallel()
	const mismatch, missing = "HandshakeStatusMismatch", "EntityNotExists.Handshake"
	for name, c := range map[string]struct {
		op, by string
		before alibabarm.Status
		status int
		code   string
		after  alibabarm.Status
	}{
		"the invitee accepts": {op: acceptOp, by: "guest", before: "Pending",
			status: 200, after: "Accepted"},
		"the invitee declines": {op: declineOp, by: "guest", before: "Pending",
			status: 200, after: "Declined"},
		"the inviter cancels": {op: cancelOp, by: "root", before: "Pending",
			status: 200, after: "Cancelled"},
		"F21 the inviter cannot accept": {op: acceptOp, by: "root", before: "Pending",
			status: 403, code: "NoPermission", after: "Pending"},
		"F21 the inviter cannot decline": {op: declineOp, by: "root", before: "Pending",
			status: 403, code: "NoPermission", after: "Pending"},
		"F21 the invitee cannot cancel": {op: cancelOp, by: "guest", before: "Pending",
			status: 403, code: "NoPermission", after: "Pending"},
		"F19 a stranger cannot accept": {op: acceptOp, by: "stranger", before: "Pending",
			status: 404, code: missing, after: "Pending"},
		"F19 a member cannot cancel": {op: cancelOp, by: "member", before: "Pending",
			status: 404, code: missing, after: "Pending"},
		"F19 another directory cannot cancel": {op: cancelOp, by: "elsewhere", before: "Pending",
			status: 404, code: missing, after: "Pending"},
		"F18 cancelled twice": {op: cancelOp, by: "root", before: "Cancelled",
			status: 409, code: mismatch, after: "Cancelled"},
		"F18 cancelled before it is accepted": {op: acceptOp, by: "guest", before: "Cancelled",
			status: 409, code: mismatch, after: "Cancelled"},
		"F18 accepted twice": {op: acceptOp, by: "guest", before: "Accepted",
			status: 409, code: mismatch, after: "Accepted"},
		"F18 declined before it is cancelled": {op: cancelOp, by: "root", before: "Declined",
			status: 409, code: mismatch, after: "Declined"},
		"F18 expired before it is accepted": {op: acceptOp, by: "guest", before: "Expired",
			status: 409, code: mismatch, after: "Expired"},
		"the inviter sees it": {op: getOp, by: "root", before: "Declined", status: 200,
			after: "Declined"},
		"the invitee sees it": {op: getOp, by: "guest", before: "Declined",
			status: 200, after: "Declined"},
		"F18 the inviter does not see it once it is accepted": {op: getOp, by: "root",
			before: "Accepted", status: 409,
			code: mismatch, after: "Accepted"},
		"F18 the invitee does not see it once it is accepted": {op: getOp, by: "guest",
			before: "Accepted", status: 409,
			code: mismatch, after: "Accepted"},
		"F19 a member does not see it": {op: getOp, by: "member", before: "Pending", status: 404,
			code: missing, after: "Pending"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range edges {
				s, root, guest := party(alibabarmtest.WithUnreadable("Accepted"))
				accounts := map[string]alibabarmtest.Account{"root": root, "guest": guest,
					"stranger": s.AddAccount(alibabarmtest.Account{}),
					"member":   s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member}),
					"elsewhere": s.AddAccount(alibabarmtest.Account{
						Role: alibabarmtest.Management})}
				h := s.Seed(to(guest, c.before))[0]
				got := e.send(t, s, accounts[c.by], c.op, h.ID)
				assert.Equal(t, c.status, got.status, got.body)
				assert.Equal(t, c.code, got.Code)
				assert.Equal(t, c.after, s.Handshakes()[0].Status)
				if c.status == 200 {
					assert.Equal(t, string(c.after), got.Handshake.Status)
				}
			}
		})
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	guest := s.AddAccount(alibabarmtest.Account{ID: "7", RealName: "Bêta GmbH"})
	h := s.Seed(to(guest, ""))[0]
	got := edges[1].send(t, s, guest, getOp, h.ID).Handshake
	assert.Equal(t, []string{root.Name + " Co., Ltd.", "Bêta GmbH"}, []string{got.MasterAccountRealName, got.InvitedAccountRealName})
	assert.NotContains(t, edges[1].send(t, s, root, getOp, h.ID).body, "RealName")
	assert.NotContains(t, get(t, s, guest.Credentials, received("")).body, "RealName")
	assert.NotContains(t, edges[1].send(t, s, guest, acceptOp, h.ID).body, "RealName")
}

func TestOnOne(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	odd := s.Seed(alibabarm.Handshake{ID: "a/b&c=%d+"})[0]
	for _, op := range []string{getOp, acceptOp, declineOp, cancelOp} {
		for _, e := range edges {
			assert.Equal(t, "MissingParameter.HandshakeId", e.send(t, s, root, op, "").Code)
			assert.Equal(t, "EntityNotExists.Handshake", e.send(t, s, root, op, "h-none").Code, "F19")
		}
	}
	assert.Equal(t, odd.ID, edges[0].send(t, s, root, getOp, odd.ID).Handshake.ID)
}

func TestWithPropagationDelay(t *testing.T) {
	t.Parallel()
	s, root, guest := party(alibabarmtest.WithPropagationDelay(10 * time.Second))
	e := edges[0]
	made := e.post(t, s, root, inviteOp, inviteOf(guest.ID))
	assert.Equal(t, http.StatusNotFound, e.send(t, s, guest, getOp, made.Handshake.ID).status, "the invitee does not find it either")
	assert.Equal(t, http.StatusNotFound, e.send(t, s, guest, acceptOp, made.Handshake.ID).status)
	s.Advance(10 * time.Second)
	assert.Equal(t, http.StatusOK, e.send(t, s, guest, getOp, made.Handshake.ID).status)
	assert.Equal(t, http.StatusOK, e.send(t, s, guest, acceptOp, made.Handshake.ID).status)
}
