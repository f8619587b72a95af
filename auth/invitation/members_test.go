package invitation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// addMembers makes the targets of inputs members that never had an invitation.
func addMembers(w world, in []invitation.Input) {
	for _, i := range in {
		w.addMember(i.Target.Entity)
	}
}

// addUnlistedGuest makes guest a member whose invitation is past retention.
func addUnlistedGuest(w world) {
	i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: invitation.StatusAccepted})
	w.remove(i[0].ID)
}

func TestInviteAll_Members(t *testing.T) {
	t.Parallel()
	const created, member, skipped = invitation.ResultCreated, invitation.ResultAlreadyMember, invitation.ResultSkipped
	run(t, "does not read the members where every target has an open invitation", func(t *testing.T, w world) {
		in := inputsOf(w, 3)
		for _, i := range in {
			w.seed(invitation.Invitation{Target: i.Target})
		}
		_, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []string{"sent 200"}, ops(w, 0))
	})
	run(t, "reads the members where an invitation was accepted", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		for _, i := range in {
			w.seed(invitation.Invitation{Target: i.Target, Status: invitation.StatusAccepted})
		}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(member, 2), results(out))
		assert.Equal(t, []string{"sent 200", "members 200"}, ops(w, 0))
	})
	run(t, "sends nothing to members that were created in the organization", func(t *testing.T, w world) {
		in := inputsOf(w, 5)
		addMembers(w, in[:3])
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(member, 3), repeated(created, 2)...), results(out))
		for n, o := range out[:3] {
			assert.Equal(t, invitation.Outcome{Target: in[n].Target, Result: member, MemberID: in[n].Target.Entity}, o)
		}
		assert.Equal(t, []string{"sent 200", "members 200", "invite 200", "invite 200"}, ops(w, 0))
	})
	run(t, "knows members by name or address if the list has it", func(t *testing.T, w world) {
		addUnlistedGuest(w)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values([]invitation.Input{{Target: w.cloud().guestTarget}})))
		require.NoError(t, err)
		require.Len(t, out, 1)
		if w.cloud().namelessMembers {
			assert.Equal(t, invitation.ResultFailed, out[0].Result)
			return
		}
		assert.Equal(t, member, out[0].Result)
		assert.Equal(t, w.cloud().guest, out[0].MemberID)
		assert.Zero(t, count(w, opInvite))
	})
	run(t, "says that an account has left", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		for _, i := range in {
			w.seed(invitation.Invitation{Target: i.Target, Status: invitation.StatusAccepted})
		}
		w.removeMember(in[0].Target.Entity)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{skipped, member}, results(out))
		assert.Contains(t, out[0].Reason, "has left")
		assert.NotEmpty(t, out[0].Invitation.ID)
		again := sender(w).reinvite(invitation.StatusAccepted)
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), again))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{created, member}, results(out), "the verb does not invite a member again")
		assert.Equal(t, 1, count(w, opInvite))
	})
	run(t, "does not say that an account has left if the list cannot show it", func(t *testing.T, w world) {
		w.seed(invitation.Invitation{Target: w.cloud().guestTarget, Status: invitation.StatusAccepted})
		w.removeMember(w.cloud().guest)
		w.addMember(w.cloud().account(1))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values([]invitation.Input{{Target: w.cloud().guestTarget}})))
		require.NoError(t, err)
		require.Len(t, out, 1)
		assert.Equal(t, w.cloud().namelessMembers, out[0].Result == member, "%v", out)
		if w.cloud().namelessMembers {
			assert.Contains(t, out[0].Reason, "unknown")
			return
		}
		assert.Contains(t, out[0].Reason, "has left, or has another "+string(w.cloud().guestTarget.Type)+" now", "a name can change")
	})
	run(t, "plans nothing for members", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		addMembers(w, in[:1])
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.DryRun()))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{member, invitation.ResultPlanned}, results(out))
	})
	run(t, "resends nothing to members", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		addMembers(w, in[:1])
		for _, i := range in {
			w.seed(invitation.Invitation{Target: i.Target, Status: invitation.StatusExpired})
		}
		out, err := gather(t, sender(w).resendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.ElementsMatch(t, []invitation.Result{member, created}, results(out))
		assert.Equal(t, 1, count(w, opInvite))
	})
}

// However reading the member list ends, the verb invites nobody twice and leaves nobody out.
func TestInviteAll_MembersFail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, kind  string
		skip, times int
		known       int // of the first and the last member, those that the list shows all the same
	}{
		{name: "goes on if the member list is denied", kind: "denied", times: always},
		{name: "goes on if the member list is throttled", kind: "throttled for a day", times: always},
		{name: "goes on if the member list fails", kind: "unavailable", times: always},
		{name: "goes on if there is no member list", kind: "wrong path", times: always},
		{name: "goes on if the member list is missing", kind: "missing", times: always},
		{name: "goes on if the member list changes while it is read", kind: "drift", skip: 1, times: always, known: 1},
		{name: "goes on if the second page is denied", kind: "denied", skip: 1, times: always, known: 1},
		{name: "goes on with a long member list", known: 2},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			n := 2*w.cloud().pageSize + 100
			switch {
			case c.kind == "" && fullStrength:
				n = 10_000
			case c.kind == "":
				n = 5 * w.cloud().pageSize
			}
			in := inputsOf(w, n+2)
			addMembers(w, in[:n])
			w.seed(invitation.Invitation{Target: in[n].Target, Status: invitation.StatusAccepted})
			if c.kind != "" {
				w.inject(fault{op: opMembers, skip: c.skip, times: c.times, kind: kind(w, c.kind)})
			}
			in = []invitation.Input{in[0], in[n-1], in[n], in[n+1]}
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
			require.NoError(t, err)
			require.Len(t, out, 4)
			for n, o := range out[:2] {
				assert.Equal(t, n < c.known, o.MemberID != "", "%v", o)
				// One version also shows in its refusal that the target is a member.
				assert.Contains(t, []invitation.Result{invitation.ResultFailed, invitation.ResultAlreadyMember}, o.Result)
				if o.Result == invitation.ResultFailed && !w.cloud().refusesDuplicates {
					assert.Contains(t, o.Reason, "may be a member")
				}
			}
			assert.Equal(t, []invitation.Result{invitation.ResultAlreadyMember, invitation.ResultCreated}, results(out[2:]))
			assert.Equal(t, c.kind != "", out[2].Reason != "", "it is uncertain whether the account has left")
			assert.Equal(t, 3-c.known, count(w, opInvite))
		})
	}
	run(t, "invites again who may have left, and the service refuses members", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		for _, i := range in {
			w.seed(invitation.Invitation{Target: i.Target, Status: invitation.StatusAccepted})
		}
		w.removeMember(in[1].Target.Entity)
		w.inject(fault{op: opMembers, times: always, kind: kind(w, "denied")})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), sender(w).reinvite(invitation.StatusAccepted)))
		require.NoError(t, err)
		assert.Contains(t, []invitation.Result{invitation.ResultFailed, invitation.ResultAlreadyMember}, out[0].Result)
		assert.Equal(t, invitation.ResultCreated, out[1].Result)
	})
	for _, name := range []string{"busy", "about call"} {
		run(t, "does not explain by membership a refusal that is "+name, func(t *testing.T, w world) {
			w.inject(fault{op: opMembers, times: always, kind: kind(w, "denied")})
			w.inject(fault{op: opInvite, times: always, kind: kind(w, name)})
			out, _ := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 1))))
			require.Len(t, out, 1)
			require.Error(t, out[0].Err)
			assert.NotContains(t, out[0].Reason, "member")
		})
	}
	run(t, "ends with the context while the members are read", func(t *testing.T, w world) {
		ctx, cancel := contextFor(t)
		inject(w, opMembers, authtest.Together(authtest.Hook(func() { cancel(errLeft) }), authtest.Reset()))
		out, err := gather(t, sender(w).inviteAll(ctx, slices.Values(inputsOf(w, 2))))
		require.ErrorIs(t, err, errLeft)
		assert.Empty(t, out)
	})
	run(t, "ends if the credentials are not accepted any more", func(t *testing.T, w world) {
		inject(w, opMembers, kind(w, "wrong keys"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.Empty(t, out)
		assert.Zero(t, count(w, opInvite))
	})
}

// Members without a listed invitation do not prevent the invitations of others.
func TestInviteAll_Starvation(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"invites the target behind 3 members": 3, "invites the target behind 30 members": 30} {
		run(t, name, func(t *testing.T, w world) {
			in := inputsOf(w, n+1)
			addMembers(w, in[:n])
			w.inject(fault{op: opMembers, times: always, kind: kind(w, "denied")})
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
			require.NoError(t, err)
			require.Len(t, out, n+1)
			assert.Equal(t, invitation.ResultCreated, out[n].Result)
			for _, o := range out[:n] {
				assert.Contains(t, []invitation.Result{invitation.ResultFailed, invitation.ResultAlreadyMember}, o.Result)
			}
			assert.LessOrEqual(t, count(w, opSent), 2, "the list is read anew once for all of them")
			assert.Equal(t, 1, count(w, opMembers))
		})
	}
}
