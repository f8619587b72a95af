package huawei

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	putSession = "PUT /meta-data/latest/api/token"
	getKeys    = "GET /openstack/latest/securitykey"
)

const f29 = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"

func status(code int, body string) reply { return reply{status: code, body: body} }

func newMetadata(link http.RoundTripper) *metadata {
	return &metadata{base: metadataBase, link: link}
}

func TestMetadata_session(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok(canaryToken +
		"\n")}, getKeys: {ok(string(fixture(t, "F31.json")))}})
	m := newMetadata(s)
	for range 2 {
		c, endpoint, err := m.credentials(t.Context())
		require.NoError(t, err)
		assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)
		assert.Empty(t, endpoint)
		assert.Empty(t, c.AccountID)
	}
	assert.Equal(t, []string{putSession, getKeys, getKeys}, s.whats(), "one session serves both look-ups")
	sent := s.sent()
	assert.Equal(t, "169.254.169.254", sent[0].host)
	assert.Equal(t, "21600", sent[0].header.Get("X-Metadata-Token-Ttl-Seconds"))
	assert.Empty(t, sent[0].header.Get("X-Metadata-Token"))
	assert.Equal(t, canaryToken, sent[1].header.Get("X-Metadata-Token"))
}

func TestMetadata_byteOrderMark(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok("\ufeff" + canaryToken +
		"\n")}, getKeys: {ok("\ufeff" + string(fixture(t, "F31.json")))}})
	c, _, err := newMetadata(s).credentials(t.Context())
	require.NoError(t, err)
	assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)
	assert.Equal(t, canaryToken, s.sent()[1].header.Get("X-Metadata-Token"))
}

func TestMetadata_withoutSessions(t *testing.T) {
	t.Parallel()
	for _, code := range []int{404, 405, 503} {
		synctest.Test(t, func(t *testing.T) {
			s := newService(t, map[string][]reply{putSession: {status(code, "no such thing"), ok("session")}, getKeys: {ok(string(fixture(t, "F31.json")))}})
			m := newMetadata(s)
			for _, wait := range []time.Duration{0, 23 * time.Hour, 2 * time.Hour, 5 * time.Hour, 2 * time.Hour} {
				time.Sleep(wait)
				_, _, err := m.credentials(t.Context())
				require.NoError(t, err, code)
			}
			assert.Equal(t, []string{
				putSession, getKeys, // the service has no sessions
				getKeys,             // within a day, the client does not ask again
				putSession, getKeys, // after a day, the service has sessions
				getKeys,
				putSession, getKeys, // the session has ended
			}, s.whats())
			assert.NotContains(t, s.sent()[1].header, "X-Metadata-Token")
			assert.Equal(t, "session", s.sent()[4].header.Get("X-Metadata-Token"))
		})
	}
}

func TestMetadata_renew(t *testing.T) {
	t.Parallel()
	keys := ok(string(fixture(t, "F31.json")))
	t.Run("returns credentials with a new session", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{putSession: {ok("old"), ok("new")}, getKeys: {keys, status(401, "expired"), keys}})
		m := newMetadata(s)
		for range 2 {
			_, _, err := m.credentials(t.Context())
			require.NoError(t, err)
		}
		assert.Equal(t, []string{putSession, getKeys, getKeys, putSession, getKeys}, s.whats())
		assert.Equal(t, "new", s.sent()[4].header.Get("X-Metadata-Token"))
	})
	t.Run("fails after the service refuses a second session", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{putSession: {ok(canaryToken)}, getKeys: {status(401, "bad session "+canaryToken)}})
		_, _, err := newMetadata(s).credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.Equal(t, []string{putSession, getKeys, putSession, getKeys}, s.whats())
		assertNoCanary(t, err)
	})
	t.Run("learns that the service no longer has sessions", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{putSession: {ok("old"), status(404, "")}, getKeys: {status(401, "")}})
		_, _, err := newMetadata(s).credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.Equal(t, []string{putSession, getKeys, putSession}, s.whats())
	})
}

func TestMetadata_withoutAgency(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok("session")}, getKeys: {status(401, "Please configure Cloud Service Agency first")}})
	_, _, err := newMetadata(s).credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "agency")
	assert.Equal(t, []string{putSession, getKeys}, s.whats(), "a new session would not help against this status")
}

func TestMetadata_failures(t *testing.T) {
	t.Parallel()
	canary := `{"credential":{"access":"TMPAK","secret":"` + canarySecret + `"}}`
	for name, c := range map[string]struct {
		session, keys reply
		want          error // nil means any
	}{
		"there is no such service": {
			session: reply{err: errors.New("connect: no route to host")},
			want:    auth.ErrNoCredentials,
		},
		"the session is refused": {
			session: status(403, "go away"), want: auth.ErrPermission,
		},
		"the session fails": {
			session: status(500, f29), want: auth.ErrUnavailable,
		},
		"the session is redirected": {
			session: reply{
				status: 302, header: http.Header{"Location": {"http://elsewhere.example.com/"}},
			},
		},
		"the session is a web page": {session: ok(f29)},
		"the session is empty":      {session: ok("")},
		"the session has no end": {
			session: ok(strings.Repeat("x", temporary.MaxSize+1)), want: auth.ErrTooLarge,
		},
		"the service of another cloud has no credentials": {
			session: status(404, ""), keys: status(404, f29), want: auth.ErrNotFound,
		},
		"the credentials fail": {
			session: ok("session"), keys: status(500, canary), want: auth.ErrUnavailable,
		},
		"the credentials are truncated": {
			session: ok("session"), keys: ok(canary[:60]),
		},
		"the credentials have no token": {
			session: ok("session"), keys: ok(canary),
		},
		"the credentials are a web page": {session: ok("session"), keys: ok(f29)},
		"the credentials have no end": {
			session: ok("session"), keys: ok(strings.Repeat(" ", temporary.MaxSize+1)),
			want: auth.ErrTooLarge,
		},
		"the connection breaks": {
			session: ok("session"), keys: reply{err: errors.New("reset")},
			want: auth.ErrNoCredentials,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, map[string][]reply{putSession: {c.session}, getKeys: {c.keys}})
			_, _, err := newMetadata(s).credentials(t.Context())
			require.Error(t, err)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assertNoCanary(t, err)
		})
	}
}

func TestMetadata_hangs(t *testing.T) {
	t.Parallel()
	t.Run("gives up a service that hangs after 3 s", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, _, err := newMetadata(newService(t, map[string][]reply{putSession: {{hangs: true}}})).credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrNoCredentials)
			require.NotErrorIs(t, err, context.DeadlineExceeded, "the deadline was not the caller's")
			assert.Equal(t, 3*time.Second, time.Since(start))
		})
	})
	t.Run("stops when the caller's context ends", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			_, _, err := newMetadata(newService(t, map[string][]reply{putSession: {{hangs: true}}})).credentials(ctx)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, time.Second, time.Since(start))
		})
	})
}
