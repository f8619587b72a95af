package huaweiorgtest_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestNoConnectionIsADialThatFailed(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.NoConnection()})
	_, err := send(s, a.Credentials, sentPath)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, "dial", op.Op)
	assert.Empty(t, s.Requests(), "it never arrived")
	assert.Empty(t, s.Unused())
	get(t, s, a.Credentials, sentPath)
	assert.Len(t, s.Requests(), 1)
}

func TestADelayTakesSimulatedTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(huaweiorgtest.Fault{Times: 2, Kind: huaweiorgtest.Delay(time.Hour)})
		start := time.Now()
		assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
		assert.Equal(t, time.Hour, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := send(s, a.Credentials, sentPath, under(ctx))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Hour+time.Minute, time.Since(start))
	})
}

func TestAResetBodyIsCutByAReset(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.ResetBody(20)})
	resp, err := send(s, a.Credentials, sentPath)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	assert.Len(t, body, 20)
}

func TestConnectionFaultsOverASocket(t *testing.T) {
	s, a := newService(5)
	url, pool := start(t, s)
	pool.DisableKeepAlives = true // or the pool sends a GET again by itself
	do := func(kind huaweiorgtest.Kind) (*http.Response, error) {
		s.Inject(huaweiorgtest.Fault{Kind: kind})
		return sendVia(pool, url+sentPath, a.Credentials, s.Now())
	}
	_, err := do(huaweiorgtest.NoConnection())
	require.ErrorIs(t, err, syscall.ECONNRESET)
	resp, err := do(huaweiorgtest.ResetBody(20))
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.Error(t, err)
	assert.LessOrEqual(t, len(body), 20)
	require.NoError(t, resp.Body.Close())

	resp, err = do(huaweiorgtest.Drip(time.Microsecond))
	got := read(t, resp, err)
	assert.Equal(t, get(t, s, a.Credentials, sentPath).body, got.body)

	resp, err = do(huaweiorgtest.Huge(1 << 20))
	require.NoError(t, err)
	assert.EqualValues(t, -1, resp.ContentLength)
	n, err := io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	assert.EqualValues(t, 1<<20, n)
	require.NoError(t, resp.Body.Close())
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
