package authtest_test

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func statusesOf(t *testing.T, f fake, a account, of ask, n int) (out []int) {
	t.Helper()
	for range n {
		out = append(out, get(t, f, a.Credentials, of).status)
	}
	return out
}

func TestFaults_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "match operation and account", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		b := f.add(account{})
		w := f.words()
		f.Inject(
			authtest.Fault{Op: w.ops[opReceived], Kind: w.refuse(500)},
			authtest.Fault{AccountID: b.ID, Kind: w.refuse(501)},
		)
		assert.Equal(t, []int{200}, statusesOf(t, f, root, sent(), 1))
		assert.Equal(t, []int{500, 200}, statusesOf(t, f, root, receivedBy(), 2))
		assert.Equal(t, []int{501, 200}, statusesOf(t, f, b, receivedBy(), 2))
	})
	onEvery(t, "run a hook between two pages", func(t *testing.T, open maker) {
		f, root := open(4, settings{})
		ids := idsOf(f.handshakes())
		var added []handshake
		f.Inject(authtest.Fault{Skip: 1, Kind: authtest.Hook(func() {
			f.Remove(ids[3])
			added = f.seed(handshake{})
		})})
		got := walk(t, f, root, 2)
		require.Len(t, added, 1)
		assert.Equal(t, []string{ids[0], ids[1], ids[2], added[0].ID}, got)
	})
	onEvery(t, "do several things to one request", func(t *testing.T, open maker) {
		f, root := open(2, settings{})
		w, hooked := f.words(), false
		f.Inject(authtest.Fault{Kind: authtest.Together(
			authtest.Hook(func() { hooked = true }), authtest.Kind{}, authtest.SetField(w.list, nil), authtest.DropField(w.others),
		)})
		got := get(t, f, root.Credentials, sent())
		assert.Contains(t, got.body, `"`+w.list+`":null`)
		assert.NotContains(t, got.body, w.others)
		assert.True(t, hooked)
		f.Inject(authtest.Fault{Kind: authtest.Together()})
		assert.Len(t, get(t, f, root.Credentials, sent()).ids, 2)
	})
}

func TestKind_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is a kind of authtest if it depends on no cloud", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for _, pair := range f.words().forwarders {
			assert.Equal(t, pair[0].String(), pair[1].String())
		}
	})
	onEvery(t, "fails in another service if it depends on the call", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for _, kind := range f.words().ofCalls {
			out := kind.Run(t.Context(), func() authtest.Reply { return authtest.Reply{} })
			require.Error(t, out.Err, kind)
			assert.Contains(t, out.Err.Error(), "another service")
		}
	})
	onEvery(t, "refuses as the gateway or the service does", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for name, c := range f.words().refusals {
			f, root := open(1, settings{})
			keys := f.issue(root, time.Hour)
			f.Inject(authtest.Fault{Kind: c.kind})
			got := get(t, f, keys, sent())
			assert.Equal(t, c.status, got.status, name)
			assert.Contains(t, got.body, c.has, name)
			assert.Equal(t, c.echoes, strings.Contains(got.body, f.words().echoed(keys)), name)
			assert.NotEqual(t, "pass", c.kind.String(), name)
		}
	})
	onEvery(t, "respond instead of the service", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for name, c := range f.words().replies {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				f, root := open(1, settings{})
				f.Inject(authtest.Fault{Kind: c.kind})
				got := get(t, f, root.Credentials, sent())
				assert.Equal(t, c.status, got.status)
				assert.Equal(t, c.contentType, got.header.Get("Content-Type"))
				assert.NotEmpty(t, got.requestID)
				if c.header[0] != "" {
					assert.Equal(t, c.header[1], got.header.Get(c.header[0]))
				}
				assert.Equal(t, c.code, got.code)
				if c.code == "" || c.body != "" {
					assert.Equal(t, c.body, got.body)
				}
				assert.Equal(t, c.requestID, strings.Contains(got.body, got.requestID))
				assert.Equal(t, http.StatusOK, get(t, f, root.Credentials, sent()).status)
			})
		}
	})
}

func TestNoConnection_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "lets no request arrive", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		f.Inject(authtest.Fault{Kind: authtest.NoConnection()})
		_, err := try(f, f.RoundTripper(), root.Credentials, sent())
		require.ErrorIs(t, err, syscall.ECONNREFUSED)
		assert.Empty(t, f.Requests())
		assert.Empty(t, f.Unused())
		get(t, f, root.Credentials, sent())
		assert.Len(t, f.Requests(), 1)
	})
}

func TestClock_Skew_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "makes the service use its own clock", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		keys := f.issue(root, time.Hour)
		for _, d := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
			f.Skew(d)
			got := get(t, f, keys, sent())
			assert.Equal(t, f.words().late, got.refusal, d)
			assert.Equal(t, fixed().Add(d).Format(http.TimeFormat), got.header.Get("Date"))
			assert.Equal(t, fixed(), f.Now(), "the clients' clock has not changed")
		}
		f.Skew(10 * time.Minute)
		assert.Equal(t, http.StatusOK, get(t, f, keys, sent()).status, "the service tolerates this difference")
		assert.Equal(t, fixed().Add(11*time.Minute), f.issue(root, time.Minute).Expires, "tokens expire by the service's clock")
		f.Skew(0)
		f.Advance(59*time.Minute + 30*time.Second)
		assert.Equal(t, http.StatusOK, get(t, f, keys, sent()).status)
		f.Skew(time.Minute)
		assert.Equal(t, f.words().staleToken, get(t, f, keys, sent()).refusal)
	})
	onEvery(t, "can come between two requests", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		f.Inject(authtest.Fault{Skip: 1, Kind: authtest.Hook(func() { f.Skew(2 * time.Hour) })})
		late := f.words().late.httpStatus
		assert.Equal(t, []int{200, 200, late, late}, statusesOf(t, f, root, sent(), 4))
	})
}
