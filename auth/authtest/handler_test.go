package authtest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestReplyOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		status  int
		header  [2]string
		body    string
		broken  bool
	}{
		{
			name:   "a body without a status has status 200, and a detected type",
			status: 200, header: [2]string{"Content-Type", "text/html; charset=utf-8"},
			body: "<html>",
			handler: func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, "<html>")
			},
		},
		{
			name:   "no call gives status 200 and an empty body",
			status: 200, header: [2]string{"Content-Type", ""},
			handler: func(http.ResponseWriter, *http.Request) {},
		},
		{
			name:   "the first status counts",
			status: 201,
			body:   "x",
			handler: func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(http.StatusEarlyHints)
				w.WriteHeader(http.StatusCreated)
				w.WriteHeader(http.StatusTeapot)
				_, _ = io.WriteString(w, "x")
			},
		},
		{
			name:   "headers after the status are not sent",
			status: 200,
			header: [2]string{"X-Late", ""},
			body:   "x",
			handler: func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, "x")
				w.Header().Set("X-Late", "1")
			},
		},
		{
			name:   "the length is that of the body",
			status: 200,
			header: [2]string{"Content-Length", "2"},
			body:   "xy",
			handler: func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", "7")
				_, _ = io.WriteString(w, "xy")
			},
		},
		{
			name:   "the handler reads the request's body",
			status: 200,
			body:   "note=n",
			handler: func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				_, _ = w.Write(body)
			},
		},
		{
			name:    "a handler that aborts breaks the connection",
			broken:  true,
			handler: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &authtest.Server{Respond: func(r *http.Request, body []byte) authtest.Reply {
				return authtest.ReplyOf(c.handler, r, []byte("note=n"))
			}}
			resp, err := s.RoundTrip(request(t, listURL))
			if c.broken {
				require.Error(t, err)
				return
			}
			got := read(t, resp, err)
			assert.Equal(t, c.status, got.status)
			assert.Equal(t, c.body, got.body)
			if c.header[0] != "" {
				assert.Equal(t, c.header[1], got.header.Get(c.header[0]))
			}
		})
	}
	t.Run("another panic reaches the caller", func(t *testing.T) {
		t.Parallel()
		h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no") })
		assert.PanicsWithValue(t, "no", func() { authtest.ReplyOf(h, request(t, listURL), nil) })
	})
	t.Run("a nil handler breaks the connection", func(t *testing.T) {
		t.Parallel()
		require.Error(t, authtest.ReplyOf(nil, request(t, listURL), nil).Err)
	})
}

func TestCallOf(t *testing.T) {
	t.Parallel()
	type call struct{ name string }
	_, ok := authtest.CallOf[call](t.Context())
	assert.False(t, ok)
	_, ok = authtest.CallOf[call](authtest.WithCall[call](t.Context(), nil))
	assert.False(t, ok)
	got, ok := authtest.CallOf[call](authtest.WithCall(t.Context(), &call{name: "n"}))
	require.True(t, ok)
	assert.Equal(t, "n", got.name)
}
