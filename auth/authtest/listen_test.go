package authtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// start serves over a socket, and gives clients a pool of the test's own.
func start(t *testing.T, s *service) (url string, pool *http.Transport) {
	t.Helper()
	url, err := s.server.Start()
	require.NoError(t, err)
	pool = &http.Transport{DisableKeepAlives: true} // on a kept connection, net/http would resend a GET itself
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		assert.NoError(t, s.server.Close())
	})
	return url, pool
}

func TestServer_Start(t *testing.T) {
	s := newService()
	assert.Empty(t, s.server.URL())
	url, pool := start(t, s)
	again, err := s.server.Start()
	require.NoError(t, err)
	assert.Equal(t, url, again)
	assert.Equal(t, url, s.server.URL())
	resp, err := pool.RoundTrip(request(t, url+"/v1/List"))
	got := read(t, resp, err)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, completeBody, got.body)
	assert.Equal(t, "application/json", got.header.Get("Content-Type"))
	assert.EqualValues(t, len(completeBody), resp.ContentLength)
}

func TestServer_Start_kinds(t *testing.T) {
	s := newService()
	url, pool := start(t, s)
	do := func(kind authtest.Kind) (*http.Response, error) {
		s.inject(kind)
		return pool.RoundTrip(request(t, url+"/v1/List"))
	}
	for _, kind := range []authtest.Kind{authtest.Reset(), authtest.NoConnection()} {
		_, err := do(kind)
		require.ErrorIs(t, err, syscall.ECONNRESET)
	}
	resp, err := do(authtest.CutBody(20))
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Len(t, body, 20)
	require.NoError(t, resp.Body.Close())

	resp, err = do(authtest.ResetBody(20))
	require.NoError(t, err)
	body, err = io.ReadAll(resp.Body)
	require.Error(t, err)
	assert.LessOrEqual(t, len(body), 20)
	require.NoError(t, resp.Body.Close())

	resp, err = do(authtest.Drip(time.Microsecond))
	assert.Equal(t, completeBody, read(t, resp, err).body)

	resp, err = do(authtest.Huge(1 << 20))
	require.NoError(t, err)
	assert.EqualValues(t, -1, resp.ContentLength)
	assert.Len(t, read(t, resp, err).body, 1<<20)

	ctx, cancel := context.WithCancel(t.Context())
	s.inject(authtest.Together(authtest.Hook(cancel), authtest.Hang()))
	_, err = pool.RoundTrip(request(t, url+"/v1/List").WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.faults.Unused())
}

func TestServer_Close(t *testing.T) {
	hangs := make(chan struct{})
	s := newService(authtest.Together(authtest.Hook(func() { close(hangs) }), authtest.Hang()))
	url, pool := start(t, s)
	done := make(chan error)
	go func() {
		_, err := pool.RoundTrip(request(t, url+"/v1/List"))
		done <- err
	}()
	<-hangs
	require.NoError(t, s.server.Close())
	require.Error(t, <-done)
	require.NoError(t, s.server.Close(), "a second Close does nothing")
	assert.Equal(t, http.StatusOK, s.get(t).status, "the server continues in memory")

	url, pool = start(t, s)
	resp, err := pool.RoundTrip(request(t, url+"/v1/List"))
	assert.Equal(t, http.StatusOK, read(t, resp, err).status, "the server can be started again")
}

func TestServer_ServeHTTP(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(*service, *http.Request){
		"a reset": func(s *service, r *http.Request) {
			s.inject(authtest.Reset())
			s.server.ServeHTTP(httptest.NewRecorder(), r)
		},
		"the client sees a reset within the body": func(s *service, r *http.Request) {
			s.inject(authtest.ResetBody(1))
			s.server.ServeHTTP(httptest.NewRecorder(), r)
		},
		"a truncated request": func(s *service, r *http.Request) {
			r.Body = io.NopCloser(errorReader{})
			s.server.ServeHTTP(httptest.NewRecorder(), r)
		},
	} {
		aborted := func() (value any) {
			defer func() { value = recover() }()
			serve(newService(), httptest.NewRequest(http.MethodGet, "/v1/List", nil))
			return errors.New("not reached")
		}()
		assert.Equal(t, http.ErrAbortHandler, aborted, name)
	}
}
