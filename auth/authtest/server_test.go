package authtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(authtest.Hang(), authtest.Hang())
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		resp, err := s.server.RoundTrip(request(t, listURL).WithContext(ctx))
		assert.Nil(t, resp)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 30*time.Second, time.Since(start))

		cause := errors.New("enough")
		why, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { stop(cause) })
		_, err = s.server.RoundTrip(request(t, listURL).WithContext(why))
		require.ErrorIs(t, err, cause)
		assert.Equal(t, 31*time.Second, time.Since(start))
		assert.Zero(t, s.times())
		assert.Empty(t, s.faults.Unused())
	})
}

func TestServer_RoundTrip_timeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(authtest.Hang())
		start := time.Now()
		client := &http.Client{Transport: &s.server, Timeout: 5 * time.Second}
		_, err := client.Do(request(t, listURL))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(start))
	})
}

func TestServer_RoundTrip_ended_context(t *testing.T) {
	t.Parallel()
	s := newService()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.server.RoundTrip(request(t, listURL).WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.requests())
}

func TestServer_RoundTrip_ending_context(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newService(authtest.Hook(cancel))
	resp, err := s.server.RoundTrip(request(t, listURL).WithContext(ctx))
	assert.Nil(t, resp)
	require.ErrorIs(t, err, context.Canceled)
}

func TestServer_RoundTrip_body(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	resp, err := newService().server.RoundTrip(request(t, listURL).WithContext(ctx))
	require.NoError(t, err)
	_, err = io.ReadFull(resp.Body, make([]byte, 10))
	require.NoError(t, err)
	cancel()
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, resp.Body.Close())
	_, err = resp.Body.Read(make([]byte, 1))
	require.ErrorIs(t, err, http.ErrBodyReadAfterClose)
}

// A closer records whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestServer_RoundTrip(t *testing.T) {
	t.Parallel()
	s := newService(authtest.Raw(404, "{}"))
	body := &closer{Reader: strings.NewReader("abc")}
	req, err := http.NewRequest(http.MethodPost, listURL, body)
	require.NoError(t, err)
	req.Header.Set("X-Note", "n")
	before := req.Header.Clone()
	resp, err := s.server.RoundTrip(req)
	require.NoError(t, err)
	assert.True(t, body.closed)
	assert.Equal(t, before, req.Header)
	assert.Same(t, req, resp.Request)
	assert.Equal(t, "404 Not Found", resp.Status)
	assert.Equal(t, "HTTP/1.1", resp.Proto)
	assert.Equal(t, []string{"abc"}, s.requests())
	require.NoError(t, resp.Body.Close())

	broken := &closer{Reader: io.MultiReader(strings.NewReader("a"), errorReader{})}
	req.Body = broken
	_, err = s.server.RoundTrip(req)
	require.ErrorIs(t, err, errBroken)
	assert.True(t, broken.closed)
}

var errBroken = errors.New("broken")

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errBroken }

func TestServer_RoundTrip_wire(t *testing.T) {
	t.Parallel()
	var got *http.Request
	s := authtest.Server{Respond: func(r *http.Request, _ []byte) authtest.Reply {
		got = r
		return authtest.Reply{}
	}}
	resp, err := s.RoundTrip(&http.Request{URL: &url.URL{Scheme: "https", Host: "h", Path: "/a b", RawQuery: "c=%2B"}})
	assert.Equal(t, http.StatusOK, read(t, resp, err).status, "a request may lack method, header and body")
	assert.Equal(t, "/a%20b?c=%2B", got.RequestURI)
	assert.Equal(t, "/a b", got.URL.Path)
	assert.Empty(t, got.URL.Host)
	assert.Equal(t, "h", got.Host)
	assert.Equal(t, http.MethodGet, got.Method)
	assert.NotNil(t, got.Header)

	_, err = s.RoundTrip(&http.Request{})
	require.Error(t, err)
	_, err = s.RoundTrip(&http.Request{URL: &url.URL{Opaque: "\x7f"}})
	require.Error(t, err)
}

func TestServer_MaxBody(t *testing.T) {
	t.Parallel()
	for most, want := range map[int64]int{0: 10<<20 + 1, 5: 6} {
		s := newService()
		s.server.MaxBody = most
		req, err := http.NewRequest(http.MethodPost, listURL, strings.NewReader(strings.Repeat("x", 11<<20)))
		require.NoError(t, err)
		resp, err := s.server.RoundTrip(req)
		read(t, resp, err)
		assert.Len(t, s.requests()[0], want)
	}
}
