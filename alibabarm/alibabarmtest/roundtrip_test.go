package alibabarmtest_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func under(ctx context.Context) func(*http.Request) {
	return func(r *http.Request) { *r = *r.WithContext(ctx) }
}

func TestAHangEndsExactlyWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(alibabarmtest.Fault{Times: 2, Kind: alibabarmtest.Hang()})
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		resp, err := send(s, a.Credentials, sent(""), under(ctx))
		assert.Nil(t, resp)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 30*time.Second, time.Since(start))

		cause := errors.New("enough")
		why, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { stop(cause) })
		_, err = send(s, a.Credentials, sent(""), under(why))
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
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Hang()})
		plain, err := http.NewRequest(http.MethodPost, "https://"+host2020, nil)
		require.NoError(t, err)
		start := time.Now()
		rt := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			return send(s, a.Credentials, sent(""), under(r.Context()))
		})
		_, err = (&http.Client{Transport: rt, Timeout: 5 * time.Second}).Do(plain)
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
	_, err := send(s, a.Credentials, sent(""), under(ctx))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Requests())
}

func TestAContextThatEndsWhileServingFailsTheRoundTrip(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	ctx, cancel := context.WithCancel(t.Context())
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Hook(cancel)})
	resp, err := send(s, a.Credentials, sent(""), under(ctx))
	assert.Nil(t, resp)
	require.ErrorIs(t, err, context.Canceled)
}

func TestABodyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	ctx, cancel := context.WithCancel(t.Context())
	resp, err := send(s, a.Credentials, sent(""), under(ctx))
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
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Reset()})
	_, err := send(s, a.Credentials, sent(""))
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestABodyIsCut(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	_, whole, _ := strings.Cut(get(t, s, a.Credentials, sent("")).body, ",")
	id := len(`{"RequestId":"00000000-0000-0000-0000-000000000000",`)
	length := id + len(whole)
	for n, want := range map[int]int{-1: 0, 0: 0, 20: 20, length - 1: length - 1, length: length - 1, 1 << 30: length - 1} {
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.CutBody(n)})
		resp, err := send(s, a.Credentials, sent(""))
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		assert.EqualValues(t, length, resp.ContentLength)
		body, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Len(t, body, want)
		if want > id {
			assert.Equal(t, whole[:want-id], string(body[id:]))
		}
	}
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.CutBody(5), alibabarmtest.Raw(200, ""))})
	resp, err := send(s, a.Credentials, sent(""))
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
	req, err := http.NewRequest(http.MethodPost, "https://"+host2020+"/v1/x", body)
	require.NoError(t, err)
	req.Header.Set("X-Note", "n")
	req.Header.Set("X-Acs-Version", version2020)
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
	got := read(t, resp, err)
	assert.Equal(t, "InvalidVersion", got.Code, "method, header and body may be left out")
	assert.Equal(t, "h", got.HostID)
	_, err = s.RoundTripper().RoundTrip(&http.Request{URL: &url.URL{Opaque: "\x7f"}})
	require.Error(t, err)
}

var errBroken = errors.New("broken")

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errBroken }
