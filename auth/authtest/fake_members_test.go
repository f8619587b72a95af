package authtest_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// join makes an account a member, by an invitation.
func join(t *testing.T, f fake, a account) {
	t.Helper()
	h := f.seed(invitationTo(a))[0]
	require.Equal(t, http.StatusOK, get(t, f, a.Credentials, ask{op: opAccept, id: h.ID}).status)
}

func listedMembers(t *testing.T, f fake, a account) []string {
	t.Helper()
	got := get(t, f, a.Credentials, ask{op: opMembers, size: 100})
	require.Equal(t, http.StatusOK, got.status, got.body)
	return got.ids
}

// roleOf returns the role and organization of an account, as the service keeps them.
func roleOf(f fake, id string) (role, organization string) {
	for _, a := range f.accounts() {
		if a.ID == id {
			return a.Role, a.Org
		}
	}
	return "no account", ""
}

func TestMembers_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "are visible to callers of some roles", func(t *testing.T, open maker) {
		f, _, guest := party(open)
		for op, roles := range f.words().membership {
			for role, want := range roles {
				join(t, f, guest)
				by := f.accounts()[0]
				if role != management {
					by = f.add(account{ID: "by", Role: role})
				}
				assert.Equal(t, want, get(t, f, by.Credentials, ask{op: op, target: guest.ID}).refusal, "%s by %q", op, role)
				f.RemoveMember(guest.ID)
			}
		}
	})
	onEvery(t, "join by accepting and leave by removal, and may join again", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		first := f.add(account{Role: memberRole})
		for range 2 {
			join(t, f, guest)
			assert.Equal(t, []string{first.ID, guest.ID}, listedMembers(t, f, root))
			role, organization := roleOf(f, guest.ID)
			assert.Equal(t, memberRole, role)
			assert.Equal(t, root.Org, organization)

			got := get(t, f, root.Credentials, ask{op: opRemove, target: guest.ID})
			require.Equal(t, http.StatusOK, got.status, got.body)
			assert.Equal(t, []string{first.ID}, listedMembers(t, f, root))
			role, organization = roleOf(f, guest.ID)
			assert.Equal(t, outside, role)
			assert.Empty(t, organization)
			assert.Equal(t, f.words().removeStranger, get(t, f, root.Credentials, ask{op: opRemove, target: guest.ID}).refusal, "once")
		}
	})
	onEvery(t, "only their own management account removes them, and it stays itself", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		other := f.add(account{Role: management})
		join(t, f, guest)
		assert.Equal(t, f.words().removeStranger, get(t, f, other.Credentials, ask{op: opRemove, target: guest.ID}).refusal)
		assert.Equal(t, f.words().removeStranger, get(t, f, root.Credentials, ask{op: opRemove, target: "nobody"}).refusal)
		assert.Equal(t, f.words().removeRoot, get(t, f, root.Credentials, ask{op: opRemove, target: root.ID}).refusal)
		assert.False(t, f.RemoveMember(root.ID))
		assert.Equal(t, []string{guest.ID}, listedMembers(t, f, root))
		assert.Empty(t, listedMembers(t, f, other))
	})
	onEvery(t, "cannot be invited", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		f.seed(handshake{Kind: "account", Target: "1000000000000001", Status: "accepted"})
		join(t, f, guest)
		for _, id := range []string{guest.ID, "1000000000000001", f.add(account{Role: memberRole}).ID} {
			assert.Equal(t, http.StatusConflict, get(t, f, root.Credentials, ask{op: opInvite, target: id}).status, id)
		}
	})
	onEvery(t, "are the targets of accepted invitations", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		other := f.add(account{Role: management})
		member := f.add(account{Role: memberRole, Org: other.Org})
		f.seed(
			handshake{Kind: "account", Target: "1000000000000001", Status: "accepted"},
			handshake{Kind: "second", Target: guest.Second, Status: "accepted"},
			handshake{Kind: "second", Target: "new@example.test", Status: "accepted"},
			handshake{Kind: "account", Target: "1000000000000002", Status: "declined"},
			handshake{Kind: "account", Target: "1000000000000003", Status: "accepted", Org: "elsewhere"},
			handshake{Kind: "account", Target: member.ID, Status: "accepted"},
		)
		got := listedMembers(t, f, root)
		require.Len(t, got, 3)
		assert.Equal(t, []string{"1000000000000001", guest.ID}, got[:2])
		i := slices.IndexFunc(f.accounts(), func(a account) bool { return a.Second == "new@example.test" })
		assert.Equal(t, got[2], f.accounts()[i].ID)
		assert.Equal(t, []string{member.ID}, listedMembers(t, f, other), "an account is a member of only one organization")
	})
	onEvery(t, "become members when the status becomes accepted, and not by a later change", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		h := f.seed(invitationTo(guest))[0]
		require.True(t, f.update(h.ID, func(h *handshake) { h.Status = "accepted" }))
		assert.Equal(t, []string{guest.ID}, listedMembers(t, f, root))
		require.True(t, f.RemoveMember(guest.ID))
		require.False(t, f.RemoveMember(guest.ID))
		require.True(t, f.update(h.ID, func(h *handshake) { h.Note = "n" }))
		assert.Empty(t, listedMembers(t, f, root))
	})
	onEvery(t, "do not change the data that is made up for accounts", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		want := f.add(account{}).ID
		f, _ = open(0, settings{})
		f.seed(f.believable(50)...)
		assert.Equal(t, want, f.add(account{}).ID)
	})
	onEvery(t, "show how and when they joined", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		before := fixed().Add(-100 * day)
		created := f.add(account{ID: "1000000000000001", Role: memberRole})
		invited := f.add(account{ID: "1000000000000002", Role: memberRole, JoinMethod: "invited", Joined: before})
		f.seed(handshake{Kind: "account", Target: "1000000000000003", Status: "accepted", Updated: before})
		f.Advance(time.Hour)
		join(t, f, guest)
		rows := func() (out [][3]any) {
			for _, a := range f.accounts() {
				out = append(out, [3]any{a.ID, a.JoinMethod, a.Joined})
			}
			return out
		}
		all := [][3]any{
			{
				root.ID, "created", fixed(),
			}, {guest.ID, "invited", fixed().Add(time.Hour)}, {created.ID, "created", fixed()},
			{invited.ID, "invited", before}, {"1000000000000003", "invited", before},
		}
		assert.Equal(t, all, rows())
		assert.Equal(t, [2]any{"created", fixed()}, [2]any{created.JoinMethod, created.Joined})
		assert.Equal(t, [2]any{"invited", before}, [2]any{invited.JoinMethod, invited.Joined})
		for _, a := range f.accounts() {
			f.add(a)
		}
		assert.Equal(t, all, rows(), "the members stay in their order if they are added again")
		require.Equal(t, http.StatusOK, get(t, f, root.Credentials, ask{op: opRemove, target: guest.ID}).status)
		assert.True(t, f.RemoveMember(created.ID))
		all[1], all[2] = [3]any{guest.ID, "", time.Time{}}, [3]any{created.ID, "", time.Time{}}
		assert.Equal(t, all, rows())
		assert.Equal(t, []string{invited.ID, "1000000000000003"}, listedMembers(t, f, root))
	})
	onEvery(t, "appear late in lists after a request changed them", func(t *testing.T, open maker) {
		f, root := open(0, settings{memberLag: time.Minute})
		guest, other := f.add(account{ID: "1190022334455667"}), f.add(account{Role: memberRole})
		join(t, f, guest)
		role, _ := roleOf(f, guest.ID)
		assert.Equal(t, memberRole, role, "the account itself changes at once, because only the list is late")
		assert.Equal(t, []string{other.ID}, listedMembers(t, f, root))
		assert.Equal(t, http.StatusConflict, get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).status)
		f.Advance(time.Minute)
		assert.Equal(t, []string{other.ID, guest.ID}, listedMembers(t, f, root))
		require.Equal(t, http.StatusOK, get(t, f, root.Credentials, ask{op: opRemove, target: guest.ID}).status)
		assert.True(t, f.RemoveMember(other.ID), "at once, because a test removes it")
		got := get(t, f, root.Credentials, ask{op: opMembers, size: 1})
		assert.Equal(t, []string{guest.ID}, got.ids)
		assert.Empty(t, got.next)
		f.Advance(time.Minute)
		assert.Empty(t, listedMembers(t, f, root))
	})
	onEvery(t, "come in pages, and meet faults", func(t *testing.T, open maker) {
		f, root := open(0, settings{})
		var want []string
		for range 5 {
			want = append(want, f.add(account{Role: memberRole}).ID)
		}
		page, got := ask{op: opMembers, size: 2}, []string{}
		for range 3 {
			r := get(t, f, root.Credentials, page)
			got, page.at = append(got, r.ids...), r.next
		}
		assert.Equal(t, want, got)
		assert.Empty(t, page.at)
		op := f.words().ops[opMembers]
		f.Inject(authtest.Fault{Op: op, Kind: f.words().throttled})
		assert.Equal(t, f.words().throttledStatus, get(t, f, root.Credentials, ask{op: opMembers}).status)
		assert.Empty(t, f.Unused())
		last := f.Requests()[len(f.Requests())-1]
		assert.Equal(t, op, last.Op)
		assert.Equal(t, root.ID, last.AccountID)
	})
}
