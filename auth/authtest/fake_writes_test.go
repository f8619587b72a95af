package authtest_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// party returns a service with an inviter and an account to invite.
func party(open maker) (f fake, root, guest account) {
	f, root = open(0, settings{})
	return f, root, f.add(account{ID: "1190022334455667"})
}

func TestLedger_Put_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "adds an invitation that is sent", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		got := get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID})
		require.Equal(t, http.StatusOK, got.status, got.body)
		h := f.handshakes()[0]
		assert.Equal(t, []string{h.ID}, got.ids)
		assert.Equal(t, handshake{
			ID: h.ID, Status: "pending", Note: "n", Org: root.Org, Inviter: root.ID, InviterName: root.Name, Kind: "account", Target: guest.ID,
			Created: fixed(), Updated: fixed(), Expires: fixed().Add(14 * day),
		}, h)
		assert.Equal(t, []string{h.ID}, get(t, f, guest.Credentials, receivedBy()).ids)
		assert.Equal(t, []string{"pending"}, get(t, f, root.Credentials, ask{op: opGet, id: h.ID}).statuses)
	})
	onEvery(t, "succeeds although an earlier invitation has ended", func(t *testing.T, open maker) {
		for _, status := range []string{"declined", "cancelled", "expired", "accepted"} {
			f, root, guest := party(open)
			h := invitationTo(guest)
			h.Status = status
			f.seed(h)
			assert.Equal(t, status == "accepted", f.RemoveMember(guest.ID), "an account that accepted is a member until it leaves")
			assert.Equal(t, http.StatusOK, get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).status, status)
		}
	})
	onEvery(t, "fails while another invitation is pending", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		f.seed(invitationTo(guest))
		assert.Equal(t, http.StatusConflict, get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).status)
		assert.Len(t, f.handshakes(), 1)
	})
}

func TestAccounts_Put_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "makes the account that accepts a member", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		second := handshake{Kind: "second", Target: guest.Second}
		h := f.seed(second, invitationTo(guest))
		f.Advance(time.Hour)
		require.Equal(t, http.StatusOK, get(t, f, guest.Credentials, ask{op: opAccept, id: h[0].ID}).status)
		assert.Equal(t, fixed().Add(time.Hour), f.handshakes()[0].Updated)
		assert.Equal(t, "accepted", f.handshakes()[0].Status)
		assert.Equal(t, http.StatusConflict, get(t, f, guest.Credentials, ask{op: opAccept, id: h[1].ID}).status, "an account is a member of only one organization")
		assert.Equal(t, http.StatusConflict, get(t, f, root.Credentials, ask{op: opInvite, target: guest.ID}).status)
	})
}

func TestLedger_Update_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "lets one of many concurrent responses win", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		h := f.seed(invitationTo(guest))[0]
		var wins atomic.Int32
		var wg sync.WaitGroup
		for i := range 30 {
			wg.Go(func() {
				keys, op := guest.Credentials, []string{opAccept, opDecline}[i%2]
				if i%3 == 0 {
					keys, op = root.Credentials, opCancel
				}
				resp, err := try(f, f.RoundTripper(), keys, ask{op: op, id: h.ID})
				if assert.NoError(t, err) && resp.StatusCode == http.StatusOK {
					wins.Add(1)
				}
			})
		}
		wg.Wait()
		assert.EqualValues(t, 1, wins.Load())
	})
	onEvery(t, "starts the time until an invitation is forgotten", func(t *testing.T, open maker) {
		f, root, guest := party(open)
		h := f.seed(invitationTo(guest))[0]
		require.Equal(t, http.StatusOK, get(t, f, guest.Credentials, ask{op: opDecline, id: h.ID}).status)
		f.Advance(30*day - time.Second)
		assert.Equal(t, http.StatusOK, get(t, f, root.Credentials, ask{op: opGet, id: h.ID}).status)
		f.Advance(time.Second)
		assert.Equal(t, http.StatusNotFound, get(t, f, root.Credentials, ask{op: opGet, id: h.ID}).status)
		assert.Equal(t, http.StatusNotFound, get(t, f, guest.Credentials, ask{op: opDecline, id: h.ID}).status)
	})
}

func TestAppliedThen_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "applies a write and loses its response", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for name, c := range f.words().lost {
			f, root, guest := party(open)
			f.Inject(authtest.Fault{Op: f.words().ops[opInvite], Kind: c.kind})
			resp, err := try(f, f.RoundTripper(), root.Credentials, ask{op: opInvite, target: guest.ID})
			assert.Equal(t, c.status == 0, err != nil, name)
			if err == nil {
				assert.Equal(t, c.status, resp.StatusCode, name)
			}
			assert.Equal(t, c.applied, len(f.handshakes()) == 1, name)
		}
	})
}
