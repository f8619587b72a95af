package authtest_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLedger_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is filled with complete invitations", func(t *testing.T, open maker) {
		f, root := open(0, settings{})
		h := f.seed(handshake{Note: "n"})[0]
		assert.Regexp(t, f.words().handshakeID, h.ID)
		assert.Regexp(t, f.words().accountID, h.Target)
		assert.Equal(t, handshake{
			ID: h.ID, Status: "pending", Note: "n", Org: root.Org, Inviter: root.ID, InviterName: root.Name, Kind: "account", Target: h.Target,
			Created: fixed(), Updated: fixed(), Expires: fixed().Add(14 * day),
		}, h)
		assert.Equal(t, []handshake{h}, f.handshakes())
	})
	onEvery(t, "keeps unusual invitations as they are", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		odd := handshake{
			ID: "x", Status: "revoked", Note: "m", Inviter: "a", InviterName: "b", Org: "c", Kind: "phone", Target: "0",
			Created: fixed().Add(1), Updated: fixed().Add(2 * time.Hour), Expires: fixed().Add(3 * time.Hour),
		}
		kept := f.seed(odd)[0]
		odd.Created = fixed()
		assert.Equal(t, odd, kept, "the service drops only the fraction of a second")
	})
	onEvery(t, "can be filled before there is an account", func(t *testing.T, _ maker) {
		for _, empty := range []func(settings) fake{newHuawei, newAlibaba} {
			f := empty(settings{clock: fixed})
			h := f.seed(handshake{})[0]
			root := f.add(account{Role: management})
			assert.Equal(t, []string{h.ID}, get(t, f, root.Credentials, sent()).ids)
		}
	})
	onEvery(t, "lets pending invitations expire, and forgets them", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		status := func() string {
			got := get(t, f, root.Credentials, sent())
			if len(got.ids) == 0 {
				return "forgotten"
			}
			return got.statuses[0]
		}
		f.Advance(14*day - time.Second)
		assert.Equal(t, "pending", status())
		f.Advance(time.Second)
		assert.Equal(t, "expired", status())
		assert.Equal(t, fixed().Add(14*day), f.handshakes()[0].Updated)
		f.Advance(30*day - time.Second)
		assert.Equal(t, "expired", status())
		f.Advance(time.Second)
		assert.Equal(t, "forgotten", status())
		assert.Empty(t, f.handshakes())
	})
	onEvery(t, "keeps finished invitations for the retention", func(t *testing.T, open maker) {
		for retention, want := range map[time.Duration]int{0: 0, 366 * day: 1, 365 * day: 0, -1: 1} {
			f, _ := open(0, settings{retention: retention})
			f.seed(handshake{Status: "accepted", Created: fixed().Add(-365 * day)})
			assert.Len(t, f.handshakes(), want, "%v", retention)
		}
	})
	onEvery(t, "changes invitations in place", func(t *testing.T, open maker) {
		f, _ := open(3, settings{})
		ids := idsOf(f.handshakes())
		f.seed(handshake{ID: ids[1], Note: "new"})
		assert.Equal(t, ids, idsOf(f.handshakes()))
		assert.Equal(t, "new", f.handshakes()[1].Note)

		assert.True(t, f.update(ids[1], func(h *handshake) { h.ID, h.Note = "another", "newer" }))
		assert.Equal(t, ids, idsOf(f.handshakes()), "a test cannot change an ID")
		assert.Equal(t, "newer", f.handshakes()[1].Note)

		assert.True(t, f.Remove(ids[1]))
		assert.False(t, f.Remove(ids[1]))
		assert.False(t, f.update(ids[1], func(*handshake) {}))
		assert.Equal(t, slices.Delete(ids, 1, 2), idsOf(f.handshakes()))
	})
	onEvery(t, "is listed in order with every page size", func(t *testing.T, open maker) {
		f, root := open(41, settings{})
		want := idsOf(f.handshakes())
		require.Len(t, want, 41)
		for size := 1; size <= 42; size++ {
			f, before := f, len(f.Requests())
			assert.Equal(t, want, walk(t, f, root, size), size)
			assert.Len(t, f.Requests(), before+1+(41-1)/size, "%d invitations a page", size)
		}
	})
}

func TestPast_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "makes invitations of all kinds, and lists them", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		hs := f.believable(300)
		require.Len(t, hs, 300)
		assert.Equal(t, hs, f.believable(300), "a seed gives the same invitations each time")
		f.seed(hs...)
		require.Equal(t, idsOf(hs), idsOf(f.handshakes()), "the list has each invitation once, in this order")
		statuses, kinds, notes, days := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
		for i, h := range f.handshakes() {
			assert.Equal(t, hs[i].Status, h.Status, "no invitation changes in a list")
			assert.Regexp(t, f.words().handshakeID, h.ID)
			assert.Equal(t, h.Created.Add(14*day), h.Expires)
			assert.False(t, h.Updated.Before(h.Created))
			assert.False(t, h.Updated.After(fixed()))
			assert.False(t, h.Updated.After(h.Expires))
			statuses[h.Status], kinds[h.Kind], notes[h.Note], days[h.Created.Format(time.DateOnly)] = true, true, true, true
		}
		assert.True(t, slices.IsSortedFunc(hs, func(a, b handshake) int { return a.Created.Compare(b.Created) }))
		assert.Equal(t, map[string]bool{"pending": true, "accepted": true, "declined": true, "cancelled": true, "expired": true}, statuses)
		assert.Len(t, kinds, 2)
		assert.Greater(t, len(notes), 5)
		assert.Greater(t, len(days), 20)
		assert.Empty(t, f.believable(-1))
	})
	onEvery(t, "fits a short retention", func(t *testing.T, open maker) {
		for _, retention := range []time.Duration{-1, time.Nanosecond, time.Hour, 7 * day, 90 * day} {
			f, _ := open(0, settings{retention: retention})
			hs := f.seed(f.believable(100)...)
			if retention > time.Second {
				assert.Len(t, f.handshakes(), len(hs), retention)
			}
		}
	})
	onEvery(t, "makes received invitations of an account", func(t *testing.T, open maker) {
		f, root := open(0, settings{})
		guest := f.add(account{Second: "sandbox@example.test"})
		hs := f.believableReceived(guest, 40)
		assert.Equal(t, hs, f.believableReceived(guest, 40), "a seed gives the same invitations each time")
		f.seed(hs...)
		kinds := map[string]bool{}
		for _, h := range hs {
			kinds[h.Kind] = true
			assert.NotContains(t, []string{root.ID, ""}, h.Inviter)
			assert.NotContains(t, []string{root.Org, ""}, h.Org)
			assert.NotEmpty(t, h.InviterName)
		}
		assert.Len(t, kinds, 2)
		assert.Equal(t, idsOf(hs), get(t, f, guest.Credentials, ask{op: opReceived, size: 100}).ids)
		assert.Empty(t, get(t, f, root.Credentials, sent()).ids)
	})
}

func TestEntry_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is visible after the delay", func(t *testing.T, open maker) {
		f, root := open(0, settings{lag: 10 * time.Second})
		guest := f.add(account{ID: "1190022334455667"})
		made := get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).ids[0]
		seen := func() []int {
			return []int{
				len(get(t, f, root.Credentials, sent()).ids), len(get(t, f, guest.Credentials, receivedBy()).ids),
				get(t, f, root.Credentials, ask{op: opGet, id: made}).status,
			}
		}
		assert.Equal(t, []int{0, 0, 404}, seen())
		assert.Len(t, f.handshakes(), 1, "the service still has the invitation")
		assert.Equal(t, http.StatusConflict, get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).status)
		f.Advance(10*time.Second - 1)
		assert.Equal(t, []int{0, 0, 404}, seen())
		f.Advance(1)
		assert.Equal(t, []int{1, 1, 200}, seen())
	})
}
