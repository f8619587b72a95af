package canonical_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// schemes are the two signature schemes.
var schemes = []struct {
	name     string
	signer   auth.Signer
	verifier auth.Verifier
}{
	{name: "Huawei Cloud", signer: huawei.Signer{}, verifier: huawei.Verifier{}},
	{name: "Alibaba Cloud", signer: alibaba.Signer{}, verifier: alibaba.Verifier{}},
}

// unreached is a service that must not receive a request.
type unreached struct{ t *testing.T }

func (u unreached) RoundTrip(*http.Request) (*http.Response, error) {
	assert.Fail(u.t, "a request was sent")
	return nil, http.ErrServerClosed
}

// unavailable is a service that responds with 503. It keeps the headers that it received.
type unavailable struct{ headers []http.Header }

func (u *unavailable) RoundTrip(req *http.Request) (*http.Response, error) {
	u.headers = append(u.headers, req.Header.Clone())
	return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

func parseURL(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	return u
}
