package huaweiorgtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func under(ctx context.Context) func(*http.Request) {
	return func(r *http.Request) { *r = *r.WithContext(ctx) }
}

func TestAHangEndsExactlyWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(huaweiorgtest.Fault{Times: 2, Kind: huaweiorgtest.Hang()})
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		resp, err := send(s, a.Credentials, sentPath, under(ctx))
		assert.Nil(t, resp)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 30*time.Second, time.Since(start))

		cause := errors.New("enough")
		why, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { stop(cause) })
		_, err = send(s, a.Credentials, sentPath, under(why))
		require.ErrorIs(t, err, cause)
		assert.Equal(t, 31*time.Second, time.Since(start))
		assert.Zero(t, s.Requests()[0].Status)
		assert.Empty(t, s.Unused())
	})
}

func TestAnAttemptTimeoutIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Hang()})
		signed, err := http.NewRequest(http.MethodGet, "https://organizations.myhuaweicloud.com"+sentPath, nil)
		require.NoError(t, err)
		start := time.Now()
		rt := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			return send(s, a.Credentials, sentPath, under(r.Context()))
		})
		_, err = (&http.Client{Transport: rt, Timeout: 5 * time.Second}).Do(signed)
		require.Error(t, err)
		assert.Equal(t, 5*time.Second, time.Since(start))
	})
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestNothingIsSentUnderAnEndedContext(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := send(s, a.Credentials, sentPath, under(ctx))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Requests())
}

func TestAContextThatEndsWhileServingFailsTheRoundTrip(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	ctx, cancel := context.WithCancel(t.Context())
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Hook(cancel)})
	resp, err := send(s, a.Credentials, sentPath, under(ctx))
	assert.Nil(t, resp)
	require.ErrorIs(t, err, context.Canceled)
}

func TestABodyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	ctx, cancel := context.WithCancel(t.Context())
	resp, err := send(s, a.Credentials, sentPath, under(ctx))
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

func TestAResetIsOne(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Reset()})
	_, err := send(s, a.Credentials, sentPath)
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestABodyIsCut(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	whole := get(t, s, a.Credentials, sentPath).body
	for n, want := range map[int]int{-1: 0, 0: 0, 20: 20, len(whole) - 1: len(whole) - 1, len(whole): len(whole) - 1, 1 << 30: len(whole) - 1} {
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.CutBody(n)})
		resp, err := send(s, a.Credentials, sentPath)
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		assert.EqualValues(t, len(whole), resp.ContentLength)
		body, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Equal(t, whole[:want], string(body))
	}
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(huaweiorgtest.CutBody(5), huaweiorgtest.Raw(200, ""))})
	resp, err := send(s, a.Credentials, sentPath)
	require.NoError(t, err)
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "an empty one too")
}

// A closer tells whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestARoundTripIsWellBehaved(t *testing.T) {
	t.Parallel()
	s, _ := newService(1)
	body := &closer{Reader: strings.NewReader("abc")}
	req, err := http.NewRequest(http.MethodPost, "https://organizations.myhuaweicloud.com/v1/x", body)
	require.NoError(t, err)
	req.Header.Set("X-Note", "n")
	before := req.Header.Clone()
	resp, err := s.RoundTripper().RoundTrip(req)
	require.NoError(t, err)
	assert.True(t, body.closed)
	assert.Equal(t, before, req.Header)
	assert.Same(t, req, resp.Request)
	assert.Equal(t, "404 Not Found", resp.Status)
	assert.Equal(t, "HTTP/1.1", resp.Proto)
	assert.Equal(t, "abc", string(s.Requests()[0].Body))
	require.NoError(t, resp.Body.Close())

	broken := &closer{Reader: io.MultiReader(strings.NewReader("a"), errorReader{})}
	req.Body = broken
	_, err = s.RoundTripper().RoundTrip(req)
	require.ErrorIs(t, err, errBroken)
	assert.True(t, broken.closed)
	_, err = s.RoundTripper().RoundTrip(&http.Request{})
	require.Error(t, err)
	resp, err = s.RoundTripper().RoundTrip(&http.Request{URL: &url.URL{Host: "h", Path: "/"}})
	require.NoError(t, err, "method, header and body may be left out")
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	_, err = s.RoundTripper().RoundTrip(&http.Request{URL: &url.URL{Opaque: "\x7f"}})
	require.Error(t, err)
}

var errBroken = errors.New("broken")

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errBroken }
