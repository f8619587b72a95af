package huaweiorgtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// start serves over a socket with a pool of the test's own.
func start(t *testing.T, s *huaweiorgtest.Service) (url string, pool *http.Transport) {
	t.Helper()
	url, err := s.Start()
	require.NoError(t, err)
	pool = &http.Transport{}
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		assert.NoError(t, s.Close())
	})
	return url, pool
}

func TestASocketServesTheSame(t *testing.T) {
	s, a := newService(5)
	url, pool := start(t, s)
	again, err := s.Start()
	require.NoError(t, err)
	assert.Equal(t, url, again)
	resp, err := sendVia(pool, url+sentPath+"?limit=2", a.Credentials, s.Now())
	got := read(t, resp, err)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, get(t, s, a.Credentials, sentPath+"?limit=2").body, got.body)
	assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"))
	assert.NotEmpty(t, got.header.Get("X-Request-Id"))
	assert.EqualValues(t, len(got.body), resp.ContentLength)
}

func TestFaultsOverASocket(t *testing.T) {
	s, a := newService(5)
	url, pool := start(t, s)
	pool.DisableKeepAlives = true // or the pool sends a GET again by itself
	do := func(kind huaweiorgtest.Kind, ctx context.Context) (*http.Response, error) {
		s.Inject(huaweiorgtest.Fault{Kind: kind})
		return sendVia(pool, url+sentPath, a.Credentials, s.Now(), under(ctx))
	}
	_, err := do(huaweiorgtest.Reset(), t.Context())
	require.ErrorIs(t, err, syscall.ECONNRESET)

	resp, err := do(huaweiorgtest.CutBody(20), t.Context())
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Len(t, body, 20)
	require.NoError(t, resp.Body.Close())

	ctx, cancel := context.WithCancel(t.Context())
	_, err = do(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang()), ctx)
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Unused())
}

func TestCloseEndsWhatHangs(t *testing.T) {
	s, a := newService(1)
	url, pool := start(t, s)
	hangs := make(chan struct{})
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
		huaweiorgtest.Hook(func() { close(hangs) }), huaweiorgtest.Hang())})
	done := make(chan error)
	go func() {
		_, err := sendVia(pool, url+sentPath, a.Credentials, s.Now())
		done <- err
	}()
	<-hangs
	require.NoError(t, s.Close())
	require.Error(t, <-done)
	require.NoError(t, s.Close(), "once more")
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status, "in memory it goes on")

	url, pool = start(t, s)
	resp, err := sendVia(pool, url+sentPath, a.Credentials, s.Now())
	assert.Equal(t, http.StatusOK, read(t, resp, err).status, "it can be started again")
}

func TestAHandlerThatCannotBreakTheConnectionAborts(t *testing.T) {
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Reset()})
	aborted := func() (value any) {
		defer func() { value = recover() }()
		_, err := sendVia(roundTripFunc(func(r *http.Request) (*http.Response, error) {
			s.ServeHTTP(httptest.NewRecorder(), r)
			return nil, errors.New("not reached")
		}), "https://organizations.myhuaweicloud.com"+sentPath, a.Credentials, s.Now(), func(r *http.Request) {
			r.Body = http.NoBody
		})
		return err
	}()
	assert.Equal(t, http.ErrAbortHandler, aborted)
}
