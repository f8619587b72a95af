package huaweiorg_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const (
	sent     = huaweiorg.Endpoint + "/v1/organizations/handshakes"
	received = huaweiorg.Endpoint + "/v1/received-handshakes"
)

var once = huaweiorg.WithRetry(auth.Retry{MaxRetries: -1})

// newMock returns a transport that responds to registered requests. Any other request fails the
// test.
func newMock(t testing.TB) *httpmock.MockTransport {
	m := httpmock.NewMockTransport()
	m.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		t.Errorf("unexpected request: %s %s", req.Method, req.URL)
		return nil, errors.New("unexpected request")
	})
	return m
}

func newClient(t testing.TB, m http.RoundTripper, opts ...huaweiorg.Option) *huaweiorg.Client {
	t.Helper()
	c, err := huaweiorg.NewClient(auth.Static("AK", "SK", ""), append([]huaweiorg.Option{huaweiorg.WithTransport(m)}, opts...)...)
	require.NoError(t, err)
	return c
}

func body(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(b)
}

// respond responds with a status, a body and headers, given as name and value.
func respond(status int, body string, header ...string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(status, body)
		resp.Header.Set("X-Request-Id", "rid-1")
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

func ids(items []huaweiorg.Handshake) []string {
	var ids []string
	for _, h := range items {
		ids = append(ids, h.ID)
	}
	return ids
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
