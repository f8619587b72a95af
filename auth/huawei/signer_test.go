package huawei

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

const huaweiInvite = `{"target":{"type":"account","entity":"1a2b3c4d5e6f70811223344556677889"},"notes":"héllo <世界> & co"}`

// These are the requests of the public description of SDK-HMAC-SHA256, with the hash of the
// canonical request and the signature that it must have.
func TestSigner_Sign_described(t *testing.T) {
	t.Parallel()
	keys := auth.Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "ExampleSecretKey/0123456789+abcdefghijkl"}
	const domain = "0a0b0c0d0e0f01020304050607080900"
	for _, test := range []struct {
		name, method, host, path, query, body string
		domain, token                         string
		header                                http.Header
		signed                                []string
		hash, signature                       string
		uri, canonicalQuery                   string
	}{
		{
			name: "V1 signs the domain", method: "GET", path: "/v1/received-handshakes",
			domain:    domain,
			signed:    []string{"X-Domain-Id"},
			hash:      "896e915568a46297d602c634308c86eb83b48c4518062cd3581b81d470d8e100",
			signature: "e2145c1a148262c9cceb4ad903b6713eee76a67e5e8dc49343e304d141737ddf",
		}, {
			name: "V2 encodes a marker and signs a token", method: "GET",
			path: "/v1/organizations/handshakes",
			query: url.Values{
				"limit": {"50"}, "marker": {"aA0+/=_.-~* é&"},
			}.Encode(),
			domain: domain, token: "tok+/=Example",
			hash:           "33e287657265ba1a7766913d0da7badb026d3493a5f25058d0a6754c13acb8fb",
			signature:      "22a426c13bcec926f23dd1606f36fbd7c4f11eaa5bbc29fb6e93e63fea6be0a9",
			canonicalQuery: "limit=50&marker=aA0%2B%2F%3D_.-~%2A%20%C3%A9%26",
		}, {
			name: "V3 hashes a body with other scripts", method: "POST",
			path:      "/v1/organizations/accounts/invite",
			body:      huaweiInvite,
			domain:    domain,
			hash:      "e8f913c9e4e63709892ba6fe77ceeb149f9714d5ca0578e4c015d743fed836a0",
			signature: "74f7bf639b03ad3c6ba4b4b742fd6857f585a2874877933ba8df1ab6d711be1a",
		}, {
			name: "V4 signs an empty body", method: "POST",
			path:      "/v1/received-handshakes/h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p/accept",
			domain:    domain,
			hash:      "344b291f6f78155c5a337db96c2d5d0f2d56c24096959181bb2597713b6b337c",
			signature: "5bdbf1807ac6ceaf22ccf6ef8d4aa2cbef26b14904ee1581e56a1684ff988334",
		}, {
			name: "V5 signs a host with its port", method: "GET", host: "localhost:8443",
			path:      "/v1/received-handshakes",
			hash:      "551dfbb59a2dcaf4ddb8e0240c9a06884eebdd7ed49ed963131230bad3f73c50",
			signature: "12db8ed69e0def0de7731dbc5fe359d7a98ddc1bc356086e46e6d6c3ea699bbe",
		}, {
			name: "V6 keeps an empty value", method: "GET", path: "/v1/received-handshakes",
			query:          "limit=1&marker",
			signed:         []string{},
			hash:           "a8942cd77c05170c851c5ef12fe670e924ac7da6600fa34c211defb473c355e9",
			signature:      "a7a4b215c135bd9af73c8a2d8497f19b09d7eb18ff907a4cb7030f91058340d4",
			canonicalQuery: "limit=1&marker=",
		}, {
			name: "V7 encodes the decoded path", method: "GET",
			path:      "/v1/organizations/handshakes/h-a b~*ü+%2F",
			signed:    []string{},
			hash:      "af826a9b135edc81306e7834e63f6acee063214fe06731d9e1280d6fca185154",
			signature: "303c63bb89a52b1ca952620923f8f9b4c35d215d2ef0c434d96a2ae2f03b1d6c",
			uri:       "/v1/organizations/handshakes/h-a%20b~%2A%C3%BC%2B%252F/",
		}, {
			name: "V8 sorts by key, then value, and trims a header's ends", method: "GET",
			path:  "/v1/received-handshakes",
			query: "k=b&k=B+a&k-1=z&K=~", header: http.Header{
				"X-Note": {"  padded  value  "},
			},
			signed:         []string{"x-note"},
			hash:           "ea6edfe5d7f21c0e7f111d337c68a8ee1577482915bb18f66bbd9dad1133f918",
			signature:      "2061e6340e33fd044d3b58c368ce5e0c5b6638bdfd3c922eb7f6db53a1aa23c7",
			canonicalQuery: "K=~&k=B%20a&k=b&k-1=z",
		}, {
			name: "V9 takes the hash of the body from a header", method: "POST",
			path: "/v1/organizations/accounts/invite",
			body: "any",
			header: http.Header{
				"X-Sdk-Content-Sha256": {unsignedPayload},
			},
			signed:    []string{"x-sdk-content-sha256"},
			hash:      "1b4c8a552ba5df31081d89435d8721456d8187008fad536f31d5da63a921110a",
			signature: "60496f4d8750cd77fdc0f4fd72286822a09514bb4e3c19d0da13799fa14e26bb",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := test.host
			if host == "" {
				host = "organizations.myhuaweicloud.com"
			}
			req := &http.Request{Method: test.method, URL: &url.URL{Scheme: "https", Host: host, Path: test.path, RawQuery: test.query}, Header: test.header}
			keys := keys
			keys.AccountID, keys.SecurityToken = test.domain, test.token
			require.NoError(t, Signer{SignedHeaders: test.signed}.Sign(req, []byte(test.body), keys, canonicaltest.Time))

			request, toSign := canonicaltest.Texts(t, scheme, req, test.body, "20240102T030405Z")
			lines := strings.Split(request, "\n")
			if test.uri != "" {
				assert.Equal(t, test.uri, lines[1])
			}
			assert.Equal(t, test.canonicalQuery, lines[2])
			assert.Equal(t, test.canonicalQuery, req.URL.RawQuery, "the client sends what it signed")
			assert.Equal(t, "SDK-HMAC-SHA256\n20240102T030405Z\n"+test.hash, toSign)
			assert.True(t, strings.HasSuffix(req.Header.Get("Authorization"), ", Signature="+test.signature))
			if test.body != "any" {
				canonicaltest.AssertVerifies(t, scheme, Verifier{}, req, test.body, keys, canonicaltest.Time)
			}
		})
	}
}

func TestSigner_Sign_canonicalRequest(t *testing.T) {
	t.Parallel()
	keys := canonicaltest.Keys
	keys.AccountID = "0a0b0c0d0e0f01020304050607080900"
	req, err := http.NewRequest(http.MethodPost, "https://organizations.myhuaweicloud.com:443/v1/received-handshakes/h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p/accept", nil)
	require.NoError(t, err)
	require.NoError(t, Signer{}.Sign(req, nil, keys, canonicaltest.Time))
	request, _ := canonicaltest.Texts(t, scheme, req, "", "")
	assert.Equal(t, `POST
/v1/received-handshakes/h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p/accept/

host:organizations.myhuaweicloud.com
x-domain-id:0a0b0c0d0e0f01020304050607080900
x-sdk-date:20240102T030405Z

host;x-domain-id;x-sdk-date
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`, request)
}

func TestSigner_Sign_bodyHash(t *testing.T) {
	t.Parallel()
	assert.Len(t, huaweiInvite, 104)
	assert.Equal(t, "8b9166a16c5a744cb2982aaeb74249c84c5f03ca0b40fdb862c3bd9a2054a584", canonical.Hash([]byte(huaweiInvite)))
}

func TestSigner_Sign_again(t *testing.T) {
	t.Parallel()
	first, second := canonicaltest.Keys, canonicaltest.Keys
	first.SecurityToken, first.AccountID = "token", "account"
	req, err := http.NewRequest(http.MethodGet, "https://api.example.com/?b=1&a=+", nil)
	require.NoError(t, err)
	require.NoError(t, Signer{}.Sign(req, nil, first, canonicaltest.Time.Add(-1)))
	require.NoError(t, Signer{}.Sign(req, nil, second, canonicaltest.Time))
	assert.Equal(t, []string{"20240102T030405Z"}, req.Header["X-Sdk-Date"])
	assert.NotContains(t, req.Header, "X-Security-Token")
	assert.Equal(t, "account", req.Header.Get("X-Domain-Id"), "without a domain in the credentials, the header is the caller's")
	_, err = Verifier{}.Verify(canonicaltest.Received(t, req, ""), nil, canonicaltest.Knows(second), canonicaltest.Time)
	assert.NoError(t, err)
}

func TestSigner_Sign_signedHeaders(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequest(http.MethodGet, "https://api.example.com/", nil)
	require.NoError(t, err)
	req.Header.Set("X-Note", "n")
	require.NoError(t, Signer{SignedHeaders: []string{"X-Note", "x-note", "X-SDK-DATE", "HOST"}}.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time))
	assert.Contains(t, req.Header.Get("Authorization"), "SignedHeaders=host;x-note;x-sdk-date,")

	err = Signer{SignedHeaders: []string{"x-absent"}}.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time)
	assert.ErrorIs(t, err, canonical.ErrAbsent)
}
