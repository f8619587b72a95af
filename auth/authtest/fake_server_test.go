package authtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestRequests_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "describe the requests that arrived", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		w := f.words()
		get(t, f, root.Credentials, ask{op: opSent, size: 7, tamper: func(r *http.Request) { r.Header.Set("X-Note", "n") }})
		f.Advance(time.Second)
		got := get(t, f, root.Credentials, ask{op: opUnknown})
		f.Inject(authtest.Fault{Kind: authtest.Reset()})
		_, err := try(f, f.RoundTripper(), root.Credentials, ask{op: opSent, size: 7})
		require.Error(t, err)

		requests := f.Requests()
		require.Len(t, requests, 3)
		first, second, third := requests[0], requests[1], requests[2]
		assert.Equal(t, []string{w.ops[opSent], root.ID, w.host, w.path, "7", "n"},
			[]string{first.Op, first.AccountID, first.Host, first.Path, first.Query.Get(w.limit), first.Header.Get("X-Note")})
		assert.Equal(t, fixed(), first.Time)
		assert.Equal(t, http.StatusOK, first.Status)
		assert.Empty(t, second.Op)
		assert.Empty(t, second.AccountID)
		assert.Equal(t, fixed().Add(time.Second), second.Time)
		assert.Equal(t, w.unknown, refusal{httpStatus: second.Status, code: got.code})
		assert.Equal(t, got.requestID, second.RequestID)
		assert.Zero(t, third.Status)
		assert.Len(t, first.Signature(), 64)
		assert.NotEqual(t, first.Signature(), third.Signature(), "the client signed the request anew")
	})
	onEvery(t, "hide secrets when they are printed", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		keys := f.issue(root, time.Hour)
		get(t, f, keys, sent())
		r := f.Requests()[0]
		require.Equal(t, keys.SecurityToken, r.Header.Get(f.words().tokenHeader))
		asJSON, err := json.Marshal(r)
		require.NoError(t, err)
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "request", r)
		for _, text := range []string{string(asJSON), log.String(), fmt.Sprintf("%+v %#v", r, f.Requests())} {
			assert.Contains(t, text, f.words().ops[opSent])
			assert.NotContains(t, text, keys.SecurityToken)
			assert.NotContains(t, text, r.Signature())
		}
		assert.Contains(t, string(asJSON), f.words().dateHeader)
	})
	onEvery(t, "are the latest 10,000", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		for range 10_020 { // refused requests count, too, and are fast
			r, _ := f.request(sent())
			resp, err := f.RoundTripper().RoundTrip(r)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
		}
		f.Advance(time.Second)
		get(t, f, root.Credentials, receivedBy())
		requests := f.Requests()
		require.Len(t, requests, 10_000)
		assert.Equal(t, f.words().ops[opSent], requests[0].Op)
		assert.Equal(t, f.words().ops[opReceived], requests[9_999].Op)
		assert.Equal(t, fixed().Add(time.Second), requests[9_999].Time)
	})
}

func TestServer_Answer_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "dates every response and gives it a request ID", func(t *testing.T, open maker) {
		var ids [2][]string
		for i := range ids {
			f, root := open(1, settings{})
			w := f.words()
			for _, a := range []ask{sent(), receivedBy(), {op: opSent, size: -1}, {op: opUnknown}} {
				got := get(t, f, root.Credentials, a)
				assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"), a.op)
				assert.Equal(t, w.contentType, got.header.Get("Content-Type"), a.op)
				assert.Regexp(t, w.requestID, got.header.Get(w.requestIDHeader), a.op)
				assert.NotContains(t, ids[i], got.requestID, a.op)
				ids[i] = append(ids[i], got.requestID)
			}
		}
		assert.Equal(t, ids[0], ids[1], "the service makes up the same data each time")
	})
	onEvery(t, "refuses a body that is too long", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		got := get(t, f, root.Credentials, ask{op: opSent, tamper: func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", f.words().maxBody+1)))
		}})
		assert.Equal(t, f.words().tooLarge, got.refusal)
	})
}

// startFake serves over a socket, and gives clients a pool of the test's own.
func startFake(t *testing.T, f fake) (url string, pool *http.Transport) {
	t.Helper()
	url, err := f.Start()
	require.NoError(t, err)
	pool = &http.Transport{}
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		assert.NoError(t, f.Close())
	})
	return url, pool
}

func TestServer_Start_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "serves in the same way over a socket", func(t *testing.T, open maker) {
		f, root := open(5, settings{})
		url, pool := startFake(t, f)
		again, err := f.Start()
		require.NoError(t, err)
		assert.Equal(t, url, again)
		resp, err := try(f, pool, root.Credentials, ask{op: opSent, size: 2, base: url})
		got := f.read(t, read(t, resp, err))
		assert.Equal(t, http.StatusOK, got.status)
		assert.Equal(t, idsOf(f.handshakes())[:2], got.ids)
		assert.Equal(t, url, "http://"+f.Requests()[0].Host)
		assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"))
		assert.NotEmpty(t, got.requestID)
		assert.EqualValues(t, len(got.body), resp.ContentLength)
	})
	onEvery(t, "is where new clients connect until it is closed", func(t *testing.T, open maker) {
		f, root := open(3, settings{})
		_, pool := startFake(t, f)
		c := f.client(t, root, pool)
		got, err := c.list(t.Context(), false, 2)
		require.NoError(t, err)
		assert.Equal(t, f.handshakes(), got)
		require.NoError(t, f.Close())
		_, err = c.withoutRetries().list(t.Context(), false, 2)
		require.Error(t, err)
		_, err = f.client(t, root, nil).list(t.Context(), false, 2)
		require.NoError(t, err, "the service responds in memory again")
	})
}

func TestServer_ServeHTTP_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is a handler of its own", func(t *testing.T, open maker) {
		f, _ := open(1, settings{})
		r, _ := f.request(sent())
		r.RequestURI = r.URL.RequestURI()
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		assert.Equal(t, f.words().unsigned.httpStatus, w.Code, "the request has no signature")
		assert.Len(t, f.Requests(), 1)
	})
}
