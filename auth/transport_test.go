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

// closing records whether the body was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestTransport_RoundTrip(t *testing.T) {
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
		assert.Equal(t, stubSigner{}.authorization(req, body, keys, "20260304T050607Z"), req.Header.Get("Authorization"))
		return httpmock.NewStringResponse(http.StatusOK, "fine"), nil
	})
	transport := &Transport{
		Base: mock, Provider: Static(spyID, spySecret, ""), Signer: stubSigner{},
		Host: "Service.example.com:443", Now: func() time.Time { return now },
	}
	for name, getBody := range map[string]func() (io.ReadCloser, error){
		"from GetBody":                  func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("payload")), nil },
		"from the body without GetBody": nil,
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
			assert.Same(t, req, resp.Request, "the response names the caller's request, not the signed clone")
			assert.Equal(t, before, req.Header)
			assert.Same(t, body, req.Body)
			assert.True(t, body.closed)
			if getBody != nil {
				rest, err := io.ReadAll(body)
				require.NoError(t, err)
				assert.Equal(t, "payload", string(rest), "the transport reads only the copies of the body")
			}
		})
	}
}

func TestTransport_RoundTrip_invalid(t *testing.T) {
	t.Parallel()
	broken := errors.New("no credentials today")
	good := func() *Transport {
		return &Transport{Provider: Static("id", "secret", ""), Signer: stubSigner{}, Host: "service.example.com"}
	}
	for name, c := range map[string]struct {
		url     string
		change  func(*Transport, *http.Request)
		want    error
		asked   bool // whether the client asked the provider
		keysNil bool
	}{
		"another host": {url: "https://other.example.com/", want: ErrInvalid},
		"another port": {
			url: "https://service.example.com:8443/", want: ErrInvalid,
		},
		"a host with the same ending": {
			url: "https://evilservice.example.com/", want: ErrInvalid,
		},
		"plain http": {url: "http://service.example.com/", want: ErrInvalid},
		"another Host header": {
			url:    "https://service.example.com/",
			change: func(_ *Transport, r *http.Request) { r.Host = "other.example.com" },
			want:   ErrInvalid,
		},
		"no host": {
			url:    "https:///path",
			change: func(_ *Transport, r *http.Request) { r.Host = "service.example.com" },
			want:   ErrInvalid,
		},
		"no URL": {
			url:    "https://service.example.com/",
			change: func(_ *Transport, r *http.Request) { r.URL = nil }, want: ErrInvalid,
		},
		"a transport without Host": {
			url:    "https://service.example.com/",
			change: func(tr *Transport, _ *http.Request) { tr.Host = "" }, want: ErrInvalid,
		},
		"a transport without a signer": {
			url:    "https://service.example.com/",
			change: func(tr *Transport, _ *http.Request) { tr.Signer = nil }, want: ErrInvalid,
		},
		"a body that cannot be read": {
			url: "https://service.example.com/",
			change: func(_ *Transport, r *http.Request) {
				r.GetBody, r.Body = nil, io.NopCloser(brokenReader{broken})
			},
			want: broken,
		},
		"a body that cannot be rewound": {
			url: "https://service.example.com/",
			change: func(_ *Transport, r *http.Request) {
				r.GetBody = func() (io.ReadCloser, error) { return nil, broken }
			},
			want: broken,
		},
		"credentials that cannot be found": {
			url: "https://service.example.com/", change: func(*Transport, *http.Request) {},
			want: broken, asked: true, keysNil: true,
		},
		"empty credentials": {
			url: "https://service.example.com/", want: ErrNoCredentials, asked: true,
		},
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
				assert.True(t, body.closed, "a RoundTripper closes the body also after an error")
			}
		})
	}
}

func TestTransport_RoundTrip_loopback(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:80"} {
		transport := &Transport{Base: serving(status(200)), Provider: Static("id", "secret", ""), Signer: stubSigner{}, Host: host}
		req, err := http.NewRequest(http.MethodGet, "http://"+host+"/", nil)
		require.NoError(t, err)
		_, err = transport.RoundTrip(req)
		require.NoError(t, err, host)
	}
}

func TestTransport_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	_, ok := any(&Transport{}).(interface{ CloseIdleConnections() })
	assert.False(t, ok)
	_, ok = any(attemptTransport{}).(interface{ CloseIdleConnections() })
	assert.False(t, ok)
}

func TestTransport_RoundTrip_responseAndError(t *testing.T) {
	t.Parallel()
	body := &closing{Reader: strings.NewReader("x")}
	base := serving(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: body}, errReset
	})
	transport := &Transport{Base: base, Provider: Static("id", "secret", ""), Signer: stubSigner{}, Host: "service.example.com"}
	resp, err := transport.RoundTrip(read(t, "https://service.example.com/").Request)
	require.ErrorIs(t, err, errReset)
	assert.Nil(t, resp)
	assert.True(t, body.closed)
}
