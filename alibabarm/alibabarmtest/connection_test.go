package alibabarmtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

func TestARequestWithoutAConnectionNeverArrives(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.NoConnection()})
	_, err := send(s, a.Credentials, sent(""))
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	assert.Empty(t, s.Requests())
	assert.Empty(t, s.Unused())
	get(t, s, a.Credentials, sent(""))
	assert.Len(t, s.Requests(), 1)
}

func TestASkewedServiceJudgesByItsOwnClock(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	for _, d := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
		s.Skew(d)
		got := get(t, s, keys, sent(""))
		assert.Equal(t, http.StatusBadRequest, got.status, d)
		assert.Equal(t, "InvalidTimeStamp.Expired", got.Code)
		assert.Equal(t, fixed().Add(d).Format(http.TimeFormat), got.header.Get("Date"))
		assert.Equal(t, fixed(), s.Now(), "the clients' clock is as it was")
	}
	s.Skew(10 * time.Minute)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sent("")).status, "within what is tolerated")
	fresh := s.TemporaryCredentials(a, time.Minute)
	assert.Equal(t, fixed().Add(11*time.Minute), fresh.Expires, "tokens are of the service's time")
	s.Skew(0)
	s.Advance(59*time.Minute + 30*time.Second)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sent("")).status)
	s.Skew(time.Minute)
	assert.Equal(t, "InvalidSecurityToken.Expired", get(t, s, keys, sent("")).Code)
}

func TestAHookSkewsTheClockBetweenTwoRequests(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Hook(func() { s.Skew(2 * time.Hour) })})
	assert.Equal(t, []int{200, 200, 400, 400}, statuses(t, s, a, sent(""), 4))
}

func TestRefusalsOfKeysAndOfService(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind   alibabarmtest.Kind
		status int
		code   string
	}{
		"a stale token":        {alibabarmtest.StaleToken(), 400, "InvalidSecurityToken.Expired"},
		"wrong keys":           {alibabarmtest.WrongKeys(), 400, "SignatureDoesNotMatch"},
		"a key nobody knows":   {alibabarmtest.UnknownKey(), 404, "InvalidAccessKeyId.NotFound"},
		"a nonce seen before":  {alibabarmtest.NonceUsed(), 400, "SignatureNonceUsed"},
		"no service":           {alibabarmtest.Unavailable(), 503, "ServiceUnavailable"},
		"another change first": {alibabarmtest.ConcurrentCall(), 429, "ConcurrentCallNotSupported"},
		"too many, for once":   {alibabarmtest.Throttled("7", "Retry-After: 60"), 400, "Throttling.User"},
	} {
		for _, kind := range []alibabarmtest.Kind{c.kind, alibabarmtest.Together(alibabarmtest.XML(), c.kind)} {
			s, a := newService(1)
			keys := s.TemporaryCredentials(a, time.Hour)
			s.Inject(alibabarmtest.Fault{Kind: kind})
			got := get(t, s, keys, sent(""))
			assert.Equal(t, c.status, got.status, name)
			assert.Equal(t, c.code, got.Code, name)
			assert.Equal(t, kind.String() != c.kind.String(), strings.HasPrefix(got.body, "<"), name)
			assert.Equal(t, name == "wrong keys", echoes(got.Message, keys), name)
			assert.NotEqual(t, "pass", kind.String(), name)
		}
	}
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Throttled("7", "Retry-After: 60")})
	got := get(t, s, a.Credentials, sent(""))
	assert.Equal(t, "60", got.header.Get("Retry-After"))
	assert.Contains(t, got.header.Get("X-Ratelimit-User-Api"), "TimeLeft:7,")
}

// echoes tells whether the text shows the token, which is encoded twice there.
func echoes(text string, keys auth.Credentials) bool {
	return strings.Contains(text, url.QueryEscape(url.QueryEscape(keys.SecurityToken)))
}
