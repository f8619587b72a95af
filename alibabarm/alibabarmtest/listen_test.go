package alibabarmtest_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// start serves over a socket with a pool of the test's own.
func start(t *testing.T, s *alibabarmtest.Service) (url string, pool *http.Transport) {
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
	resp, err := sendVia(pool, a.Credentials, s.Now(), request{op: sentOp, query: "PageSize=2", base: url})
	got := read(t, resp, err)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, idsOf(s.Handshakes())[:2], got.ids())
	assert.Equal(t, url, "http://"+s.Requests()[0].Host)
	for _, version := range []string{version2020, version2022} {
		resp, err := sendVia(pool, a.Credentials, s.Now(), request{op: receivedOp, base: url, version: version, method: http.MethodGet})
		assert.Equal(t, http.StatusOK, read(t, resp, err).status, "both versions, POST and GET")
	}
	assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"))
	assert.NotEmpty(t, got.header.Get("X-Acs-Request-Id"))
	assert.EqualValues(t, len(got.body), resp.ContentLength)
}

func TestFaultsOverASocket(t *testing.T) {
	s, a := newService(5)
	url, pool := start(t, s)
	do := func(kind alibabarmtest.Kind, ctx context.Context) (*http.Response, error) {
		s.Inject(alibabarmtest.Fault{Kind: kind})
		return sendVia(pool, a.Credentials, s.Now(), request{op: sentOp, base: url}, under(ctx))
	}
	_, err := do(alibabarmtest.Reset(), t.Context())
	require.ErrorIs(t, err, syscall.ECONNRESET)

	resp, err := do(alibabarmtest.CutBody(20), t.Context())
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Len(t, body, 20)
	require.NoError(t, resp.Body.Close())

	ctx, cancel := context.WithCancel(t.Context())
	_, err = do(alibabarmtest.Together(alibabarmtest.Hook(cancel), alibabarmtest.Hang()), ctx)
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Unused())
}

func TestCloseEndsWhatHangs(t *testing.T) {
	s, a := newService(1)
	url, pool := start(t, s)
	hangs := make(chan struct{})
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(
		alibabarmtest.Hook(func() { close(hangs) }), alibabarmtest.Hang())})
	done := make(chan error)
	go func() {
		_, err := sendVia(pool, a.Credentials, s.Now(), request{op: sentOp, base: url})
		done <- err
	}()
	<-hangs
	require.NoError(t, s.Close())
	require.Error(t, <-done)
	require.NoError(t, s.Close(), "once more")
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sent("")).status, "in memory it goes on")

	url, pool = start(t, s)
	resp, err := sendVia(pool, a.Credentials, s.Now(), request{op: sentOp, base: url})
	assert.Equal(t, http.StatusOK, read(t, resp, err).status, "it can be started again")
}

func TestAHandlerThatCannotBreakTheConnectionAborts(t *testing.T) {
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Reset()})
	aborted := func() (value any) {
		defer func() { value = recover() }()
		_, err := sendVia(roundTripFunc(func(r *http.Request) (*http.Response, error) {
			s.ServeHTTP(httptest.NewRecorder(), r)
			return nil, errors.New("not reached")
		}), a.Credentials, s.Now(), sent(""))
		return err
	}()
	assert.Equal(t, http.ErrAbortHandler, aborted)
}
