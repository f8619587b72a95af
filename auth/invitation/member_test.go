package invitation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// memberIDs returns the IDs of the members that root sees.
func memberIDs(t *testing.T, w world) []string {
	t.Helper()
	members, err := sender(w).members(t.Context())
	require.NoError(t, err)
	return idsOfMembers(members)
}

func idsOfMembers(members []invitation.Member) []string {
	ids := []string{}
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids
}

// createMembers adds n members that were created, and returns their IDs.
func createMembers(w world, n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, w.cloud().account(i))
		w.addMember(ids[i])
	}
	return ids
}

func TestService_Members(t *testing.T) {
	t.Parallel()
	run(t, "shows an account from its acceptance until its removal", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		assert.Empty(t, memberIDs(t, w))
		time.Sleep(time.Hour)
		_, err := receiver(w).accept(t.Context(), i.ID)
		require.NoError(t, err)
		members, err := sender(w).members(t.Context())
		require.NoError(t, err)
		require.Len(t, members, 1)
		m := members[0]
		assert.Equal(t, w.cloud().guest, m.ID)
		assert.Equal(t, "invited", m.JoinMethod)
		assert.Equal(t, w.now().Truncate(time.Second), m.Joined.Truncate(time.Second))
		assert.NotEmpty(t, m.Name)
		w.removeMember(m.ID)
		assert.Empty(t, memberIDs(t, w))
		assert.Equal(t, invitation.StatusAccepted, w.invitations()[0].Status, "the invitation does not show the removal")
	})
	run(t, "distinguishes created members from invited ones, in the order of joining", func(t *testing.T, w world) {
		created := createMembers(w, 1)[0]
		in := inputsOf(w, 2)[1]
		w.seed(invitation.Invitation{Target: in.Target, Status: invitation.StatusAccepted}, invitation.Invitation{Target: w.cloud().guestTarget, Status: invitation.StatusAccepted})
		members, err := sender(w).members(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{created, in.Target.Entity, w.cloud().guest}, idsOfMembers(members))
		var methods []string
		for _, m := range members {
			methods = append(methods, m.JoinMethod)
		}
		assert.Equal(t, []string{"created", "invited", "invited"}, methods)
	})
	run(t, "names a member as an invitation does", func(t *testing.T, w world) {
		w.seed(invitation.Invitation{Target: w.cloud().guestTarget, Status: invitation.StatusAccepted})
		members, err := sender(w).members(t.Context())
		require.NoError(t, err)
		require.Len(t, members, 1)
		named := map[invitation.TargetType]string{invitation.TargetTypeName: members[0].Name, invitation.TargetTypeEmail: members[0].Email}
		got := named[w.cloud().guestTarget.Type]
		if w.cloud().name == "alibaba 2020-03-31" {
			assert.Empty(t, got, "this version has no e-mail")
			return
		}
		assert.Equal(t, w.cloud().guestTarget.Entity, got)
	})
	for name, managing := range map[string]bool{"leaves the management account out if the service does": false, "has the management account if the service lists it": true} {
		runWith(t, name, worldSettings{managing: managing}, func(t *testing.T, w world) {
			ids := createMembers(w, 1)
			if managing {
				ids = append([]string{w.cloud().root}, ids...)
			}
			assert.Equal(t, ids, memberIDs(t, w))
		})
	}
	run(t, "is complete though the list moves", func(t *testing.T, w world) {
		ids := createMembers(w, 450)
		w.inject(fault{op: opMembers, skip: 1, kind: authtest.Hook(func() { w.removeMember(ids[0]) })})
		got := memberIDs(t, w)
		for _, id := range ids[1:] {
			assert.Contains(t, got, id)
		}
		slices.Sort(got)
		assert.Equal(t, slices.Compact(slices.Clone(got)), got, "nobody comes twice")
	})
	run(t, "streams the same members as the list, each page once", func(t *testing.T, w world) {
		ids := createMembers(w, 450)
		var got []string
		for m, err := range sender(w).streamMembers(t.Context()) {
			require.NoError(t, err)
			got = append(got, m.ID)
		}
		assert.Equal(t, ids, got)
		assert.LessOrEqual(t, count(w, opMembers), 6, "no second pass")
	})
	run(t, "ends with the error of a page, after the members before it", func(t *testing.T, w world) {
		createMembers(w, 250)
		w.inject(fault{op: opMembers, skip: 1, times: always, kind: kind(w, "denied")})
		before := 0
		var last error
		for m, err := range sender(w).streamMembers(t.Context()) {
			require.NoError(t, last, "the error comes last")
			if last = err; err == nil {
				before++
				continue
			}
			assert.Zero(t, m)
		}
		if before == 250 { // a single page
			assert.NoError(t, last)
			return
		}
		assert.ErrorIs(t, last, auth.ErrPermission)
		assert.Equal(t, 100, before)
	})
	run(t, "ends with the cause of its context", func(t *testing.T, w world) {
		createMembers(w, 1)
		ctx, cancel := contextFor(t)
		w.inject(fault{op: opMembers, kind: authtest.Together(authtest.Hook(func() { cancel(errLeft) }), authtest.Hang())})
		var last error
		for _, err := range sender(w).streamMembers(ctx) {
			last = err
		}
		assert.ErrorIs(t, last, errLeft)
		assert.ErrorIs(t, last, context.Canceled)
	})
	run(t, "names the missing permission", func(t *testing.T, w world) {
		w.inject(fault{op: opMembers, kind: kind(w, "denied")})
		_, err := sender(w).members(t.Context())
		want := "organizations:accounts:list"
		if w.cloud().name != "huawei" {
			want = "resourcemanager:ListAccounts"
		}
		assert.ErrorContains(t, err, "allow "+want)
	})
}

func TestCloud_Organization(t *testing.T) {
	t.Parallel()
	run(t, "is the one that the caller manages or is in", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		_, err := receiver(w).organization(t.Context())
		require.ErrorIs(t, err, auth.ErrNotInOrganization)
		assert.Equal(t, w.cloud().name != "huawei", errors.Is(err, auth.ErrNotFound), "as the service says it")
		_, err = receiver(w).accept(t.Context(), i.ID)
		require.NoError(t, err)
		for _, c := range []client{sender(w), receiver(w)} {
			o, err := c.organization(t.Context())
			require.NoError(t, err)
			assert.Equal(t, i.OrganizationID, o.id)
			assert.Equal(t, w.cloud().root, o.managerID)
			assert.Equal(t, w.cloud().rootName, o.managerName)
			assert.False(t, o.created.IsZero())
		}
		w.removeMember(w.cloud().guest)
		_, err = receiver(w).organization(t.Context())
		assert.ErrorIs(t, err, auth.ErrNotInOrganization)
	})
}
