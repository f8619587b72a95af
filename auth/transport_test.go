package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// closing notes that a body was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestTransportSignsAClone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	keys := Credentials{AccessKeyID: spyID, AccessKeySecret: spySecret}
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder(http.MethodPost, "https://service.example.com/v1/x?b=2", func(req *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(req.Body)
		assert.NoError(t, err)
		assert.Equal(t, "payload", string(body))
		assert.EqualValues(t, len("payload"), req.ContentLength)
		assert.Equal(t, "20260304T050607Z", req.Header.Get("X-Sdk-Date"))
		_, err = HuaweiSigner{}.Verify(req, body, knows(keys), now)
		assert.NoError(t, err)
		return httpmock.NewStringResponse(http.StatusOK, "fine"), nil
	})
	transport := &Transport{
		Base: mock, Provider: Static(spyID, spySecret, ""), Signer: HuaweiSigner{},
		Host: "Service.example.com:443", Now: func() time.Time { return now },
	}
	for name, getBody := range map[string]func() (io.ReadCloser, error){
		"through GetBody":       func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("payload")), nil },
		"from the body, if not": nil,
	} {
		t.Run(name, func(t *testing.T) {
			body := &closing{Reader: strings.NewReader("payload")}
			req, err := http.NewRequest(http.MethodPost, "https://service.example.com/v1/x?b=2", body)
			require.NoError(t, err)
			req.GetBody = getBody
			req.Header.Set("X-Kept", "yes")
			before := req.Header.Clone()

			resp, err := transport.RoundTrip(req)
			require.NoError(t, err)
			assert.Same(t, req, resp.Request, "not the clone, whose headers are signed")
			assert.Equal(t, before, req.Header)
			assert.Same(t, body, req.Body)
			assert.True(t, body.closed)
			if getBody != nil {
				rest, err := io.ReadAll(body)
				require.NoError(t, err)
				assert.Equal(t, "payload", string(rest), "the body itself is not read")
			}
		})
	}
}

func TestTransportRefuses(t *testing.T) {
	t.Parallel()
	broken := errors.New("no keys today")
	good := func() *Transport {
		return &Transport{Provider: Static("id", "secret", ""), Signer: HuaweiSigner{}, Host: "service.example.com"}
	}
	for name, c := range map[string]struct {
		url     string
		change  func(*Transport, *http.Request)
		want    error
		asked   bool // the provider was
		keysNil bool
	}{
		"another host":                  {"https://other.example.com/", nil, ErrInvalid, false, false},
		"another port":                  {"https://service.example.com:8443/", nil, ErrInvalid, false, false},
		"a host that ends alike":        {"https://evilservice.example.com/", nil, ErrInvalid, false, false},
		"plain http":                    {"http://service.example.com/", nil, ErrInvalid, false, false},
		"another Host header":           {"https://service.example.com/", func(_ *Transport, r *http.Request) { r.Host = "other.example.com" }, ErrInvalid, false, false},
		"no host":                       {"https:///path", func(_ *Transport, r *http.Request) { r.Host = "service.example.com" }, ErrInvalid, false, false},
		"no URL":                        {"https://service.example.com/", func(_ *Transport, r *http.Request) { r.URL = nil }, ErrInvalid, false, false},
		"a transport without Host":      {"https://service.example.com/", func(tr *Transport, _ *http.Request) { tr.Host = "" }, ErrInvalid, false, false},
		"a transport without a signer":  {"https://service.example.com/", func(tr *Transport, _ *http.Request) { tr.Signer = nil }, ErrInvalid, false, false},
		"a body that cannot be read":    {"https://service.example.com/", func(_ *Transport, r *http.Request) { r.GetBody, r.Body = nil, io.NopCloser(brokenReader{broken}) }, broken, false, false},
		"a body that cannot be rewound": {"https://service.example.com/", func(_ *Transport, r *http.Request) { r.GetBody = func() (io.ReadCloser, error) { return nil, broken } }, broken, false, false},
		"keys that cannot be had":       {"https://service.example.com/", func(*Transport, *http.Request) {}, broken, true, true},
		"empty keys":                    {"https://service.example.com/", nil, ErrNoCredentials, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport, asked := good(), false
			transport.Provider = ProviderFunc(func(context.Context) (Credentials, error) {
				asked = true
				if c.keysNil {
					return Credentials{}, broken
				}
				return Credentials{}, nil
			})
			service := serving(status(200))
			transport.Base = service
			body := &closing{Reader: strings.NewReader("x")}
			req, err := http.NewRequest(http.MethodPost, c.url, body)
			require.NoError(t, err)
			req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }
			if c.change != nil {
				c.change(transport, req)
			}
			given := req.Body
			_, err = transport.RoundTrip(req)
			sign, ok := errors.AsType[*SignError](err)
			require.True(t, ok, "%v", err)
			assert.NotEmpty(t, sign.Scheme)
			assert.ErrorIs(t, err, c.want)
			assert.Empty(t, service.requests)
			assert.Equal(t, c.asked, asked)
			if given == body {
				assert.True(t, body.closed, "a RoundTripper closes the body on errors too")
			}
		})
	}
}

func TestTransportTakesLoopbackWithoutTLS(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:80"} {
		transport := &Transport{Base: serving(status(200)), Provider: Static("id", "secret", ""), Signer: HuaweiSigner{}, Host: host}
		req, err := http.NewRequest(http.MethodGet, "http://"+host+"/", nil)
		require.NoError(t, err)
		_, err = transport.RoundTrip(req)
		require.NoError(t, err, host)
	}
}

func TestTransportDoesNotCloseTheConnectionsOfOthers(t *testing.T) {
	t.Parallel()
	_, ok := any(&Transport{}).(interface{ CloseIdleConnections() })
	assert.False(t, ok)
	_, ok = any(attemptTransport{}).(interface{ CloseIdleConnections() })
	assert.False(t, ok)
}

func TestTransportPassesOnlyOneOfAnswerAndError(t *testing.T) {
	t.Parallel()
	body := &closing{Reader: strings.NewReader("x")}
	base := serving(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: body}, errReset
	})
	transport := &Transport{Base: base, Provider: Static("id", "secret", ""), Signer: HuaweiSigner{}, Host: "service.example.com"}
	resp, err := transport.RoundTrip(read(t, "https://service.example.com/").Request)
	require.ErrorIs(t, err, errReset)
	assert.Nil(t, resp)
	assert.True(t, body.closed)
}
