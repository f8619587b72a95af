package authtest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestSession_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "expires by the service's clock, and its provider begins another", func(t *testing.T, open maker) {
		synctest.Test(t, func(t *testing.T) {
			f, root, guest := brokered(open)
			in := inviter(guest)
			in.seconds = "900"
			p := f.assume(providerOf(root.Credentials), in)
			c := f.client(t, guest, nil)
			first, err := p.Credentials(t.Context())
			require.NoError(t, err)
			assert.WithinDuration(t, time.Now().Add(900*time.Second), first.Expires, time.Second)
			for range 3 {
				_, err := c.with(p).list(t.Context(), true, 10)
				require.NoError(t, err)
				time.Sleep(16 * time.Minute)
			}
			assert.Equal(t, f.words().staleToken, get(t, f, first, receivedBy()).refusal, "the service refuses expired credentials that a caller kept")
			ops := strings.Join(opsOf(f), " ")
			assert.Equal(t, 3, strings.Count(ops, f.sts().assumeOp), ops)
		})
	})
	onEvery(t, "is replaced at once after it ended by the service's clock", func(t *testing.T, open maker) {
		synctest.Test(t, func(t *testing.T) {
			f, root, guest := brokered(open)
			c := f.client(t, guest, nil).with(f.assume(providerOf(root.Credentials), inviter(guest)))
			_, err := c.list(t.Context(), true, 10)
			require.NoError(t, err)
			f.Advance(2 * time.Hour)
			_, err = c.list(t.Context(), true, 10)
			require.NoError(t, err)
		})
	})
	onEvery(t, "has the identity of its agency or role", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		keys, err := f.assume(providerOf(root.Credentials), inviter(guest)).Credentials(t.Context())
		require.NoError(t, err)
		for _, c := range []struct {
			keys    auth.Credentials
			account account
			session bool
		}{
			{keys: root.Credentials, account: root},
			{keys: f.issue(guest, time.Hour), account: guest},
			{keys: keys, account: guest, session: true},
		} {
			r, body := f.identity()
			got := trySigned(t, f, c.keys, r, body)
			require.Equal(t, http.StatusOK, got.status, got.body)
			assert.Contains(t, got.body, c.account.ID)
			principal := strings.ReplaceAll(f.sts().principal, "ACCOUNT", c.account.ID)
			assert.Equal(t, c.session, strings.Contains(got.body, principal), got.body)
		}
	})
	onEvery(t, "can assume another role", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		first := f.assume(providerOf(root.Credentials), inviter(root))
		keys, err := f.assume(first, inviter(guest)).Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, guest.ID, keys.AccountID)
	})
}
