package auth

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A vector is a request that an official SDK signed; see testdata/README.md.
type vector struct {
	Name             string            `json:"name"`
	Method           string            `json:"method"`
	URL              string            `json:"url"`
	Headers          map[string]string `json:"headers"`
	Body             string            `json:"body"`
	AccessKey        string            `json:"access_key"`
	SecretKey        string            `json:"secret_key"`
	SecurityToken    string            `json:"security_token"`
	SignedHeaders    []string          `json:"signed_headers"`
	Authorization    string            `json:"authorization"`
	CanonicalRequest string            `json:"canonical_request"`
	StringToSign     string            `json:"string_to_sign"`
	Reproduced       bool              `json:"reproduced"`
}

const (
	huaweiVectors  = "testdata/huawei_sdk_hmac_sha256.json"
	alibabaVectors = "testdata/alibaba_acs3_hmac_sha256.json"
)

func readVectors(t testing.TB, path string) []vector {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var file struct {
		Cases []vector `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.NotEmpty(t, file.Cases)
	return file.Cases
}

func (v vector) keys() Credentials {
	return Credentials{AccessKeyID: v.AccessKey, AccessKeySecret: v.SecretKey, SecurityToken: v.SecurityToken}
}

// request is the vector's request as a client builds it, with the headers it has
// before signing.
func (v vector) request(t testing.TB, made ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(v.Method, v.URL, nil)
	require.NoError(t, err)
	for name, value := range v.Headers {
		switch {
		case strings.EqualFold(name, "Host"):
			req.Host = value
		case !slices.Contains(made, http.CanonicalHeaderKey(name)):
			req.Header.Set(name, value)
		}
	}
	return req
}

// date is the time in the vector's date header.
func (v vector) date(t testing.TB, name, layout string) time.Time {
	t.Helper()
	for key, value := range v.Headers {
		if strings.EqualFold(key, name) {
			date, err := time.Parse(layout, value)
			require.NoError(t, err)
			return date.In(time.FixedZone("east", 8*60*60))
		}
	}
	require.Fail(t, "the vector has no date")
	return time.Time{}
}

// texts gives the canonical request and the string to sign of a signed request.
func (s scheme) texts(t testing.TB, req *http.Request, body, date string) (request, toSign string) {
	t.Helper()
	c, ok := s.read(req)
	require.True(t, ok, "the signer wrote an Authorization that its verifier cannot read")
	hash, ok := valueOf(c.fields, "x-sdk-content-sha256")
	if !ok {
		hash = hashOf([]byte(body))
	}
	text, _ := s.appendRequest(nil, req, c.query, c.fields, hash)
	return string(text), string(s.appendToSign(nil, text, date))
}

// assertSigned compares the stages in order, since the first that differs is the
// one that explains the others.
func (v vector) assertSigned(t *testing.T, s scheme, req *http.Request, date string) {
	t.Helper()
	request, toSign := s.texts(t, req, v.Body, date)
	require.Equal(t, v.CanonicalRequest, request)
	require.Equal(t, v.StringToSign, toSign)
	require.Equal(t, v.Authorization, req.Header.Get("Authorization"))
}

func signHuaweiVector(t testing.TB, v vector) (*http.Request, time.Time) {
	t.Helper()
	now := v.date(t, "X-Sdk-Date", huaweiDate)
	req := v.request(t, "X-Sdk-Date", "X-Security-Token")
	require.NoError(t, HuaweiSigner{SignedHeaders: v.SignedHeaders}.Sign(req, []byte(v.Body), v.keys(), now))
	return req, now
}

func signAlibabaVector(t testing.TB, v vector) (*http.Request, time.Time) {
	t.Helper()
	now := v.date(t, "X-Acs-Date", alibabaDate)
	req := v.request(t, "X-Acs-Date", "X-Acs-Signature-Nonce", "X-Acs-Content-Sha256", "X-Acs-Security-Token")
	signer := AlibabaSigner{Nonce: func() string { return v.Headers["x-acs-signature-nonce"] }}
	require.NoError(t, signer.Sign(req, []byte(v.Body), v.keys(), now))
	return req, now
}

func TestHuaweiSignerMakesTheOfficialSignatures(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t, huaweiVectors) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			require.True(t, v.Reproduced, "a deviation needs an assertion of its own")
			req, now := signHuaweiVector(t, v)
			v.assertSigned(t, HuaweiSigner{}.scheme(), req, now.UTC().Format(huaweiDate))
			assertVerifies(t, HuaweiSigner{}, req, v.Body, v.keys(), now)
		})
	}
}

func TestAlibabaSignerMakesTheOfficialSignatures(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t, alibabaVectors) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			req, now := signAlibabaVector(t, v)
			if v.Reproduced {
				v.assertSigned(t, AlibabaSigner{}.scheme(), req, "")
			} else {
				require.Equal(t, "query-key-bracket", v.Name, "a deviation needs an assertion of its own")
				v.assertNamesUnescaped(t, req)
			}
			assertVerifies(t, AlibabaSigner{}, req, v.Body, v.keys(), now)
		})
	}
}

// assertNamesUnescaped proves that the peer's signature differs from ours in one
// thing only: it put the query's names into the canonical request as they are.
func (v vector) assertNamesUnescaped(t *testing.T, req *http.Request) {
	t.Helper()
	s := AlibabaSigner{}.scheme()
	require.Equal(t, "filter%5Bstatus%5D=Pending", req.URL.RawQuery)
	ours, _ := s.texts(t, req, v.Body, "")
	theirs := strings.Replace(ours, "filter%5Bstatus%5D=", "filter[status]=", 1)
	signature := s.signature([]byte(theirs), "", v.SecretKey)
	prefix, _, _ := strings.Cut(req.Header.Get("Authorization"), "Signature=")
	assert.Equal(t, v.Authorization, prefix+"Signature="+string(signature[:]))
	assert.NotEqual(t, v.Authorization, req.Header.Get("Authorization"))
}
