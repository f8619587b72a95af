package authtest_test

import (
	"context"
	"io"
	"net/http"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestRaw(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind        authtest.Kind
		status      int
		contentType string
		header      [2]string
		body        string
	}{
		"the page of a load balancer": {
			kind: authtest.ErrorPage(502), status: 502, contentType: "text/html",
			body: "<html><head><title>502 Bad " +
				"Gateway</title></head><body><center>nginx</center></body></html>",
		},
		"a redirect": {
			kind: authtest.Redirect(
				307, "https://evil.example.test/v1",
			),
			status: 307, contentType: "application/json",
			header: [2]string{"Location", "https://evil.example.test/v1"},
		},
		"anything": {
			kind: authtest.Raw(
				201, "null", "Content-Type: text/plain", "date: never",
			),
			status: 201, contentType: "text/plain",
			header: [2]string{"Date", "never"}, body: "null",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(tc.kind)
			got := s.get(t)
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.contentType, got.header.Get("Content-Type"))
			if tc.header[0] != "" {
				assert.Equal(t, tc.header[1], got.header.Get(tc.header[0]))
			}
			assert.Equal(t, tc.body, got.body)
			assert.Zero(t, s.times())
			assert.Equal(t, completeBody, s.get(t).body, "the next kind responds")
		})
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	var order []string
	note := func(name string) authtest.Kind { return authtest.Hook(func() { order = append(order, name) }) }
	both := authtest.Together(note("first"), authtest.Kind{}, note("second"), authtest.AppendBody("!"))
	assert.Equal(t, "hook + hook + more behind the body", both.String())
	s := newService(both, authtest.Together(), authtest.Kind{})
	assert.Equal(t, completeBody+"!", s.get(t).body)
	assert.Equal(t, []string{"first", "second"}, order)
	assert.Equal(t, completeBody, s.get(t).body, "no kind")
	assert.Equal(t, completeBody, s.get(t).body, "the zero kind")
	assert.Equal(t, "pass", authtest.Together(authtest.Kind{}).String())
}

func TestAppliedThen(t *testing.T) {
	t.Parallel()
	s := newService(
		authtest.AppliedThen(authtest.Reset()),
		authtest.AppliedThen(authtest.ErrorPage(503)),
		authtest.AppliedThen(authtest.CutBody(10)),
		authtest.AppliedThen(authtest.Kind{}),
		authtest.Reset(),
	)
	_, err := s.send(t)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	assert.Equal(t, 1, s.times())
	assert.Equal(t, http.StatusServiceUnavailable, s.get(t).status)
	assert.Equal(t, 2, s.times())
	resp, err := s.send(t)
	require.NoError(t, err)
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, 3, s.times(), "once")
	assert.Equal(t, completeBody, s.get(t).body)
	_, err = s.send(t)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	assert.Equal(t, 4, s.times(), "the service does nothing before a plain reset")
}

func TestNewKind(t *testing.T) {
	t.Parallel()
	type key struct{}
	kind := authtest.NewKind("mine", func(ctx context.Context, next func() authtest.Reply) authtest.Reply {
		out := next()
		out.Default("X-Mine", ctx.Value(key{}).(string))
		return out
	})
	ctx := context.WithValue(t.Context(), key{}, "yes")
	out := authtest.Together(authtest.Hook(func() {}), kind).Run(ctx, func() authtest.Reply { return authtest.Reply{} })
	assert.Equal(t, "yes", out.Header.Get("X-Mine"))
	assert.Equal(t, "mine", kind.String())
}
