package auth

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseEndpoint(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://service.example.com":               "https://service.example.com",
		"https://service.example.com/":              "https://service.example.com",
		"HTTPS://Service.Example.com:443/":          "https://service.example.com",
		"https://service.example.com:8443/gw/v2/":   "https://service.example.com:8443/gw/v2",
		"https://service.example.com/a%2Fb/%C3%A9/": "https://service.example.com/a%2Fb/%C3%A9",
		"http://localhost:8080":                     "http://localhost:8080",
		"http://127.0.0.1:80":                       "http://127.0.0.1",
		"http://[::1]:9":                            "http://[::1]:9",
	} {
		u, err := parseEndpoint(given)
		if assert.NoError(t, err, given) {
			assert.Equal(t, want, u.String(), given)
		}
	}
}

func TestParseEndpoint_refuses(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]string{
		"nothing":                      "",
		"no scheme":                    "service.example.com",
		"no scheme, but a port":        "service.example.com:443",
		"a path":                       "/v1",
		"no host":                      "https:///v1",
		"a port alone":                 "https://:443",
		"a port out of range":          "https://service.example.com:70000",
		"a port of zero":               "https://service.example.com:0",
		"plain http":                   "http://service.example.com",
		"plain http to a private host": "http://10.0.0.1",
		"plain http to a look-alike":   "http://localhost.example.com",
		"another scheme":               "ftp://service.example.com",
		"a query":                      "https://service.example.com/?x=1",
		"an empty query":               "https://service.example.com/?",
		"a fragment":                   "https://service.example.com/#x",
		"an empty fragment":            "https://service.example.com/#",
		"user information":             "https://ak:" + spySecret + "@service.example.com",
		"malformed user information":   "https://ak:" + spySecret + "@service.example.com:x",
		"a control character":          "https://service.example.com/\x7f",
		"a space in the host":          "https://service example.com",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := testConfig(serving(status(200)))
			config.Endpoint = given
			_, err := NewClient(config)
			require.ErrorIs(t, err, ErrInvalid)
			assert.NotContains(t, err.Error(), spySecret)
			assert.True(t, strings.HasPrefix(err.Error(), "auth: "), err)
		})
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ endpoint, target, want string }{
		{endpoint: "https://s.example.com", target: "/v1/handshakes", want: "/v1/handshakes"},
		{
			endpoint: "https://s.example.com/gw/", target: "/v1/handshakes?limit=1",
			want: "/gw/v1/handshakes?limit=1",
		},
		{
			endpoint: "https://s.example.com", target: "/v1/h-1%2F2%3Fx/accept",
			want: "/v1/h-1%2F2%3Fx/accept",
		},
		{endpoint: "https://s.example.com/a%2Fb", target: "/v1/x", want: "/a%2Fb/v1/x"},
		{endpoint: "https://s.example.com/a%2Fb", target: "/v1/x%2Fy", want: "/a%2Fb/v1/x%2Fy"},
		{endpoint: "https://s.example.com/gw", want: "/gw/"},
		{endpoint: "https://s.example.com", want: "/"},
		{endpoint: "https://s.example.com", target: "v1/x", want: "/v1/x"},
		{
			endpoint: "https://s.example.com", target: "https://evil.example.com//v1/x",
			want: "//v1/x",
		},
		{endpoint: "https://s.example.com", target: "/v1/x?b=2&a=%2B&c", want: "/v1/x?b=2&a=%2B&c"},
		{endpoint: "https://s.example.com", target: "/v1/%C3%A9/é", want: "/v1/%C3%A9/%C3%A9"},
	} {
		endpoint, err := parseEndpoint(c.endpoint)
		require.NoError(t, err)
		u, err := url.Parse(c.target)
		require.NoError(t, err)
		joined := join(endpoint, u)
		assert.Equal(t, c.want, joined.RequestURI(), "%+v", c)
		assert.Equal(t, "s.example.com", joined.Host)
	}
}

func TestClient_Do_sends(t *testing.T) {
	t.Parallel()
	service := serving(status(503), status(200))
	client := testClient(t, service, func(c *Config) {
		c.Endpoint = "https://service.example.com/gw"
		c.UserAgent = "my-app/1.2"
		c.Jitter = nil
		c.Retry.MinWait = 1
		c.Retry.MaxWait = 1
	})
	call := write(t, "https://ignored.example.com/v1/a%2Fb", "who=someone")
	call.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	header, target := call.Request.Header.Clone(), *call.Request.URL

	resp, err := client.Do(t.Context(), call)
	require.NoError(t, err)
	resp.Secrets = Secrets{}
	assert.Equal(t, &Response{Op: "InviteAccount", StatusCode: 200, Header: http.Header{}, Body: []byte("OK"), Attempts: 2}, resp)
	assert.Equal(t, []string{"who=someone", "who=someone"}, service.bodies)
	for _, sent := range service.requests {
		assert.Equal(t, "https://service.example.com/gw/v1/a%2Fb", sent.URL.String())
		assert.Regexp(t, `^my-app/1\.2 handshakes-go/\d+\.\d+\.\d+ \(go\d+\.\d+; \w+\)$`, sent.Header.Get("User-Agent"))
	}
	assert.Equal(t, header, call.Request.Header, "the client does not change the call's request")
	assert.Equal(t, target, *call.Request.URL)
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	for full, want := range map[string]string{
		"go1.26.8": "go1.26", "go1.26": "go1.26", "go1.27rc1": "go1.27rc1", "go1.26.8 X:jsonv2": "go1.26",
		"devel go1.27-abcdef Mon Jan 2": "go1.27", "": "go",
	} {
		assert.Equal(t, want, goVersion(full), full)
	}
}
