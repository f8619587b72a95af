package auth

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var otherDefaults = http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}

func TestClient_DoOther_invalid(t *testing.T) {
	t.Parallel()
	path := func(path, raw string) func(*http.Request) {
		return func(r *http.Request) { r.URL = &url.URL{Path: path, RawPath: raw} }
	}
	for name, change := range map[string]func(*http.Request){
		"a method with a space":                  func(r *http.Request) { r.Method = "GET /" },
		"a method with a line break":             func(r *http.Request) { r.Method = "GET\r\nX-Evil: 1" },
		"a path with a parent segment":           path("/../accounts", ""),
		"a path that ends with a parent segment": path("/accounts/..", ""),
		"a relative path with a parent segment":  path("../accounts", ""),
		"a path with a dot":                      path("/accounts/./remove", ""),
		"an escaped path with a parent segment":  path("/../accounts", "/%2e%2E/accounts"),
		"a segment that hides a parent segment":  path("/a/../b", "/a%2F..%2Fb"),
		"a GetBody that returns nil":             func(r *http.Request) { r.GetBody = func() (io.ReadCloser, error) { return nil, nil } },
		"a host with a dot at its end":           func(r *http.Request) { r.URL.Host = "service.example.com." },
		"another port":                           func(r *http.Request) { r.URL.Host = "service.example.com:8443" },
		"a reserved header in mixed case":        func(r *http.Request) { r.Header["x-SDK-date"] = []string{"x"} },
		"a reserved header with no values":       func(r *http.Request) { r.Header["authorization"] = nil },
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			service := serving(status(200))
			call := write(t, "/", "body")
			change(call.Request)
			_, err := testClient(t, service).DoOther(t.Context(), call, otherDefaults, "X-Sdk-")
			require.ErrorIs(t, err, ErrInvalid)
			assert.NotErrorIs(t, err, ErrOutcomeUnknown)
			assert.Empty(t, service.requests)
		})
	}
}

func TestClient_DoOther_defaults(t *testing.T) {
	t.Parallel()
	sent := func(t *testing.T, call Call) http.Header {
		t.Helper()
		service := serving(status(200))
		_, err := testClient(t, service).DoOther(t.Context(), call, otherDefaults)
		require.NoError(t, err)
		return service.requests[0].Header
	}
	for name, c := range map[string]struct {
		body io.Reader
		want string
	}{
		"without a body":       {},
		"with an empty body":   {body: strings.NewReader("")},
		"with a body":          {body: strings.NewReader("{}"), want: "application/json"},
		"with http.NoBody set": {body: http.NoBody},
	} {
		t.Run("set the content type of a request "+name, func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", c.body)
			require.NoError(t, err)
			header := sent(t, Call{Op: "Other", Request: req})
			assert.Equal(t, c.want, header.Get("Content-Type"))
			assert.Equal(t, "application/json", header.Get("Accept"))
		})
	}
	t.Run("do not appear beside the request's own headers, in whatever case those are", func(t *testing.T) {
		t.Parallel()
		call := write(t, "/", "<a/>")
		call.Request.Header["accept"] = []string{"text/xml"}
		call.Request.Header["CONTENT-TYPE"] = []string{"text/xml"}
		header := sent(t, call)
		assert.Empty(t, header.Values("Accept"))
		assert.Empty(t, header.Values("Content-Type"))
		assert.Equal(t, []string{"text/xml"}, map[string][]string(header)["accept"])
	})
	t.Run("do not change the request", func(t *testing.T) {
		t.Parallel()
		call := write(t, "/", "{}")
		sent(t, call)
		assert.Empty(t, call.Request.Header)
	})
}
