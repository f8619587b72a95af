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

func TestMetadataGivesKeysInASession(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok(canaryToken + "\n")}, getKeys: {ok(string(fixture(t, "F31.json")))}})
	m := newMetadata(s)
	for range 2 {
		c, endpoint, err := m.credentials(t.Context())
		require.NoError(t, err)
		assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)
		assert.Empty(t, endpoint)
		assert.Empty(t, c.AccountID)
	}
	assert.Equal(t, []string{putSession, getKeys, getKeys}, s.whats(), "one session serves for both")
	sent := s.sent()
	assert.Equal(t, "169.254.169.254", sent[0].host)
	assert.Equal(t, "21600", sent[0].header.Get("X-Metadata-Token-Ttl-Seconds"))
	assert.Empty(t, sent[0].header.Get("X-Metadata-Token"))
	assert.Equal(t, canaryToken, sent[1].header.Get("X-Metadata-Token"))
}

func TestMetadataPassesOverByteOrderMarks(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok("\ufeff" + canaryToken + "\n")}, getKeys: {ok("\ufeff" + string(fixture(t, "F31.json")))}})
	c, _, err := newMetadata(s).credentials(t.Context())
	require.NoError(t, err)
	assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)
	assert.Equal(t, canaryToken, s.sent()[1].header.Get("X-Metadata-Token"))
}

func TestMetadataWithoutSessions(t *testing.T) {
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
				putSession, getKeys, // there are none
				getKeys,             // within the day
				putSession, getKeys, // after it: there are, now
				getKeys,
				putSession, getKeys, // that session has ended
			}, s.whats())
			assert.NotContains(t, s.sent()[1].header, "X-Metadata-Token")
			assert.Equal(t, "session", s.sent()[4].header.Get("X-Metadata-Token"))
		})
	}
}

func TestMetadataRenewsARefusedSessionOnce(t *testing.T) {
	t.Parallel()
	keys := ok(string(fixture(t, "F31.json")))
	t.Run("and then has keys", func(t *testing.T) {
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
	t.Run("or fails", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{putSession: {ok(canaryToken)}, getKeys: {status(401, "bad session "+canaryToken)}})
		_, _, err := newMetadata(s).credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.Equal(t, []string{putSession, getKeys, putSession, getKeys}, s.whats())
		assertNoCanary(t, err)
	})
	t.Run("or is told that the service has no sessions any more", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{putSession: {ok("old"), status(404, "")}, getKeys: {status(401, "")}})
		_, _, err := newMetadata(s).credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.Equal(t, []string{putSession, getKeys, putSession}, s.whats())
	})
}

func TestMetadataOfAServerWithoutAnAgency(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{putSession: {ok("session")}, getKeys: {status(401, "Please configure Cloud Service Agency first")}})
	_, _, err := newMetadata(s).credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "agency")
	assert.Equal(t, []string{putSession, getKeys}, s.whats(), "a new session would not help")
}

func TestMetadataFailures(t *testing.T) {
	t.Parallel()
	canary := `{"credential":{"access":"TMPAK","secret":"` + canarySecret + `"}}`
	for name, c := range map[string]struct {
		session, keys reply
		want          error // nil: any
	}{
		"there is no such service":            {reply{err: errors.New("connect: no route to host")}, reply{}, auth.ErrNoCredentials},
		"the session is refused":              {status(403, "go away"), reply{}, auth.ErrPermission},
		"the session fails":                   {status(500, f29), reply{}, auth.ErrUnavailable},
		"the session is redirected":           {reply{status: 302, header: http.Header{"Location": {"http://elsewhere.example.com/"}}}, reply{}, nil},
		"the session is a page":               {ok(f29), reply{}, nil},
		"the session is empty":                {ok(""), reply{}, nil},
		"the session is endless":              {ok(strings.Repeat("x", maxKeyAnswer+1)), reply{}, auth.ErrTooLarge},
		"another cloud's service has no keys": {status(404, ""), status(404, f29), auth.ErrNotFound},
		"the keys fail":                       {ok("session"), status(500, canary), auth.ErrUnavailable},
		"the keys are cut":                    {ok("session"), ok(canary[:60]), nil},
		"the keys have no token":              {ok("session"), ok(canary), nil},
		"the keys are a page":                 {ok("session"), ok(f29), nil},
		"the keys are endless":                {ok("session"), ok(strings.Repeat(" ", maxKeyAnswer+1)), auth.ErrTooLarge},
		"the connection breaks":               {ok("session"), reply{err: errors.New("reset")}, auth.ErrNoCredentials},
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

func TestMetadataThatHangs(t *testing.T) {
	t.Parallel()
	t.Run("is given up after 3 s", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, _, err := newMetadata(newService(t, map[string][]reply{putSession: {{hangs: true}}})).credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrNoCredentials)
			require.NotErrorIs(t, err, context.DeadlineExceeded, "the caller's did not pass")
			assert.Equal(t, 3*time.Second, time.Since(start))
		})
	})
	t.Run("is left when the caller leaves", func(t *testing.T) {
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
