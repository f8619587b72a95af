package invitation_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// listCall is the list of sent invitations as a call that the clients have no method for.
func listCall(t *testing.T, w world) auth.Call {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), w.cloud().listMethod, w.cloud().listTarget, nil)
	require.NoError(t, err)
	return auth.Call{Op: nativeListOp(w), Safe: true, Request: req}
}

// nativeListOp is the service's own name of the list.
func nativeListOp(w world) (op string) {
	_, _ = w.client(w.cloud().root, clientSettings{
		provider:  auth.Static("", "", ""),
		observers: observing(func(info auth.CallInfo) { op = info.Op }),
	}).list(context.Background(), false)
	return op
}

func TestCloud_Do(t *testing.T) {
	t.Parallel()
	run(t, "signs, retries and observes a call as one of its own", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		var m metrics
		client := w.client(w.cloud().root, clientSettings{observers: observing(m.observe)})
		w.inject(fault{kind: kind(w, "unavailable")})
		call := listCall(t, w)
		resp, err := client.do(t.Context(), call)
		require.NoError(t, err)
		assert.Contains(t, string(resp.Body), w.invitations()[0].ID)
		assert.Equal(t, []string{opSent + " 503", opSent + " 200"}, ops(w, 0))
		assert.Equal(t, map[error]int{nil: 1}, m.calls)
		assert.Equal(t, 2, m.last.Attempts)
		assert.Empty(t, call.Request.Header, "the request is not changed")
	})
	run(t, "sends a new line in the query if it is escaped", func(t *testing.T, w world) {
		call := listCall(t, w)
		call.Request.URL.RawQuery += "&note=a%0Ab"
		_, err := sender(w).do(t.Context(), call)
		require.NoError(t, err)
	})
	run(t, "returns the client's own errors", func(t *testing.T, w world) {
		w.inject(fault{times: always, kind: kind(w, "denied")})
		call := listCall(t, w)
		_, err := sender(w).do(t.Context(), call)
		require.ErrorIs(t, err, auth.ErrPermission)
		refusal, ok := errors.AsType[*auth.ServiceError](err)
		require.True(t, ok)
		assert.Equal(t, call.Op, refusal.Op)
	})
	run(t, "uses the Check of the call", func(t *testing.T, w world) {
		call, mine := listCall(t, w), errors.New("mine")
		call.Check = func(*auth.Response) auth.Decision { return auth.Decision{Verdict: auth.Fatal, Err: mine} }
		_, err := sender(w).do(t.Context(), call)
		assert.ErrorIs(t, err, mine)
	})
	run(t, "sends a form or a JSON body", func(t *testing.T, w world) {
		call := listCall(t, w)
		call.Safe = false
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/unknown", strings.NewReader("a=b"))
		require.NoError(t, err)
		call.Request = req
		_, err = sender(w).do(t.Context(), call)
		require.Error(t, err)
		require.Len(t, w.requests(), 1)
		assert.Contains(t, w.requests()[0].line, "a=b")
	})
}

func TestCloud_Do_outcome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		fault    authtest.Kind
		safe     bool
		unknown  bool
		attempts int
	}{
		{name: "is unknown if a write lost its connection", fault: authtest.Reset(), unknown: true, attempts: 1},
		{name: "is unknown if the response to a write was truncated", fault: authtest.CutBody(20), unknown: true, attempts: 1},
		{name: "is unknown if a write got no response in time", fault: authtest.Hang(), unknown: true, attempts: 1},
		{name: "is known if a write got no connection", fault: authtest.NoConnection(), attempts: 5},
		{name: "is always known for a read", fault: authtest.Reset(), safe: true, attempts: 5},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			var m metrics
			client := w.client(w.cloud().root, clientSettings{observers: observing(m.observe)})
			call := listCall(t, w)
			call.Safe = c.safe
			w.inject(fault{times: always, kind: c.fault})
			_, err := client.do(t.Context(), call)
			require.ErrorIs(t, err, auth.ErrUnavailable, "the cause")
			assert.Equal(t, c.unknown, errors.Is(err, auth.ErrOutcomeUnknown))
			assert.Equal(t, c.unknown, strings.Contains(err.Error(), "read what it changes"))
			assert.Contains(t, err.Error(), call.Op)
			assert.Equal(t, err, m.last.Err)
			assert.Equal(t, c.attempts, m.last.Attempts)
		})
	}
	run(t, "is known after a refusal", func(t *testing.T, w world) {
		call := listCall(t, w)
		call.Safe = false
		w.inject(fault{times: always, kind: kind(w, "denied")})
		_, err := sender(w).do(t.Context(), call)
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.NotErrorIs(t, err, auth.ErrOutcomeUnknown)
	})
	run(t, "is unknown if the context of a write ends while it is sent", func(t *testing.T, w world) {
		call := listCall(t, w)
		call.Safe = false
		ctx, cancel := context.WithCancel(t.Context())
		w.inject(fault{kind: authtest.Together(authtest.Hook(cancel), authtest.Hang())})
		_, err := sender(w).do(ctx, call)
		require.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, auth.ErrOutcomeUnknown)
	})
}

func TestCloud_Do_invalid(t *testing.T) {
	t.Parallel()
	header := func(name string) func(*auth.Call) {
		return func(c *auth.Call) { c.Request.Header[name] = []string{"x"} }
	}
	for name, change := range map[string]func(*auth.Call){
		"without an Op":                           func(c *auth.Call) { c.Op = "" },
		"without a request":                       func(c *auth.Call) { c.Request = nil },
		"without a URL":                           func(c *auth.Call) { c.Request.URL = nil },
		"for another host":                        func(c *auth.Call) { c.Request.URL.Host = "elsewhere.example.com" },
		"with another Host header":                func(c *auth.Call) { c.Request.Host = "elsewhere.example.com" },
		"with a Host in its headers":              header("Host"),
		"with an Authorization":                   header("Authorization"),
		"with a signature in lower case":          header("authorization"),
		"with a user in its URL":                  func(c *auth.Call) { c.Request.URL, _ = c.Request.URL.Parse("//user:password@elsewhere.example.com/") },
		"whose body cannot be sent twice":         func(c *auth.Call) { c.Request.Body = io.NopCloser(strings.NewReader("a=b")) },
		"with a new line in its query":            func(c *auth.Call) { c.Request.URL.RawQuery = "note=a\nb" },
		"with a control character in its query":   func(c *auth.Call) { c.Request.URL.RawQuery = "note=a\x00b" },
		"with a delete character in its query":    func(c *auth.Call) { c.Request.URL.RawQuery = "note=a\x7fb" },
		"with a new line in its path":             func(c *auth.Call) { c.Request.URL.Path = "/v1/a\r\nb" },
		"with an escaped new line in its path":    func(c *auth.Call) { c.Request.URL, _ = c.Request.URL.Parse("/v1/a%0Ab") },
		"with a new line in its raw path":         func(c *auth.Call) { c.Request.URL.Path, c.Request.URL.RawPath = "/v1/a", "/v1/a\n" },
		"with a new line in a header":             func(c *auth.Call) { c.Request.Header["X-Own"] = []string{"a\nb"} },
		"with a new line in the name of a header": func(c *auth.Call) { c.Request.Header["X\nOwn"] = []string{"a"} },
		"with a header of a signature": func(c *auth.Call) {
			for _, name := range []string{"X-Sdk-Date", "X-Domain-Id", "X-Security-Token", "X-Acs-Action", "x-acs-date"} {
				header(name)(c)
			}
		},
	} {
		run(t, "refuses a call "+name, func(t *testing.T, w world) {
			var m metrics
			client := w.client(w.cloud().root, clientSettings{observers: observing(m.observe)})
			call := listCall(t, w)
			change(&call)
			_, err := client.do(t.Context(), call)
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.Equal(t, map[error]int{auth.ErrInvalid: 1}, m.calls)
			assert.NotContains(t, err.Error(), "password")
			assert.Empty(t, w.requests())
		})
	}
}
