package huaweiorgtest_test

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestARequestWithoutAConnectionNeverArrives(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.NoConnection()})
	_, err := send(s, a.Credentials, sentPath)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	assert.Empty(t, s.Requests())
	assert.Empty(t, s.Unused())
	get(t, s, a.Credentials, sentPath)
	assert.Len(t, s.Requests(), 1)
}

func TestASkewedServiceJudgesByItsOwnClock(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	for _, d := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
		s.Skew(d)
		got := get(t, s, keys, sentPath)
		assert.Equal(t, http.StatusUnauthorized, got.status, d)
		assert.Equal(t, fixed().Add(d).Format(http.TimeFormat), got.header.Get("Date"))
		assert.Equal(t, fixed(), s.Now(), "the clients' clock is as it was")
	}
	s.Skew(10 * time.Minute)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sentPath).status, "within what is tolerated")
	fresh := s.TemporaryCredentials(a, time.Minute)
	assert.Equal(t, fixed().Add(11*time.Minute), fresh.Expires, "tokens are of the service's time")
	s.Skew(0)
	s.Advance(59*time.Minute + 30*time.Second)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sentPath).status)
	s.Skew(time.Minute)
	assert.Contains(t, get(t, s, keys, sentPath).body, "APIGW.0307")
}

func TestAHookSkewsTheClockBetweenTwoRequests(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Skip: 1, Kind: huaweiorgtest.Hook(func() { s.Skew(2 * time.Hour) })})
	assert.Equal(t, []int{200, 200, 401, 401}, statuses(t, s, a, sentPath, 4))
}

func TestRefusalsOfKeysAndOfService(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind   huaweiorgtest.Kind
		status int
		has    string
	}{
		"a stale token":      {huaweiorgtest.StaleToken(), 401, "APIGW.0307"},
		"wrong keys":         {huaweiorgtest.WrongKeys(), 401, "APIGW.0301"},
		"no service":         {huaweiorgtest.Unavailable(), 503, "<html>"},
		"no IAM":             {huaweiorgtest.UnavailableIAM(), 503, "APIGW.0613"},
		"a load balancer":    {huaweiorgtest.BadGateway(), 502, "<html>"},
		"too many, for once": {huaweiorgtest.Throttled("7"), 429, "APIGW.0308"},
	} {
		s, a := newService(1)
		keys := s.TemporaryCredentials(a, time.Hour)
		s.Inject(huaweiorgtest.Fault{Kind: c.kind})
		got := get(t, s, keys, sentPath)
		assert.Equal(t, c.status, got.status, name)
		assert.Contains(t, got.body, c.has, name)
		assert.Equal(t, c.kind.String() == huaweiorgtest.WrongKeys().String(), echoes(got.body, keys), name)
		assert.NotEqual(t, "pass", c.kind.String(), name)
	}
}

func echoes(body string, keys auth.Credentials) bool {
	return strings.Contains(body, keys.SecurityToken)
}
