package auth

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// received is the request as a server reads it off the wire.
func received(t testing.TB, sent *http.Request, body string) *http.Request {
	t.Helper()
	out := sent.Clone(context.Background())
	out.Body, out.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	var wire bytes.Buffer
	require.NoError(t, out.Write(&wire))
	in, err := http.ReadRequest(bufio.NewReader(&wire))
	require.NoError(t, err)
	return in
}

func knows(keys Credentials) func(string) (Credentials, bool) {
	return func(id string) (Credentials, bool) { return keys, id == keys.AccessKeyID }
}

func verifyReason(t testing.TB, err error) VerifyReason {
	t.Helper()
	if err == nil {
		return ""
	}
	refused, ok := errors.AsType[*VerifyError](err)
	require.True(t, ok, "Verify gave another error: %v", err)
	return refused.Reason
}

// A change is one thing that is not as it was signed.
type change struct {
	req  *http.Request
	body string
	keys Credentials
	now  time.Time
}

// assertVerifies checks that the verifier accepts a signed request as it comes
// off the wire, and that it refuses it after any single change.
func assertVerifies(t *testing.T, v Verifier, sent *http.Request, body string, keys Credentials, now time.Time) {
	t.Helper()
	s := schemeOf(t, v)
	c, ok := s.read(received(t, sent, body))
	require.True(t, ok)
	verify := func(alter func(*change)) VerifyReason {
		x := change{received(t, sent, body), body, keys, now}
		alter(&x)
		who, err := v.Verify(x.req, []byte(x.body), knows(x.keys), x.now)
		if err == nil {
			assert.Equal(t, x.keys, who)
		} else {
			assert.Zero(t, who)
		}
		return verifyReason(t, err)
	}
	require.Empty(t, verify(func(*change) {}))
	require.Empty(t, verify(func(x *change) { x.now = x.now.Add(maxSkew) }), "15 minutes late are allowed")
	require.Empty(t, verify(func(x *change) { x.now = x.now.Add(-maxSkew) }), "15 minutes early are allowed")
	for name, test := range changes(s, c.fields) {
		assert.Equal(t, test.want, verify(test.alter), name)
	}
}

type refusal struct {
	want  VerifyReason
	alter func(*change)
}

func changes(s scheme, signed []field) map[string]refusal {
	bodyReason := VerifySignature
	if _, ok := valueOf(signed, "x-acs-content-sha256"); ok {
		bodyReason = VerifyBodyHash
	}
	all := map[string]refusal{
		"another method":     {VerifySignature, func(x *change) { x.req.Method = "PATCH" }},
		"another path":       {VerifySignature, func(x *change) { x.req.URL.Path += "x" }},
		"another query":      {VerifySignature, func(x *change) { x.req.URL.RawQuery += "&x=1" }},
		"another secret":     {VerifySignature, func(x *change) { x.keys.AccessKeySecret += "x" }},
		"another body":       {bodyReason, func(x *change) { x.body += " " }},
		"an unknown key":     {VerifyUnknownKey, func(x *change) { x.keys.AccessKeyID += "x" }},
		"an empty secret":    {VerifyUnknownKey, func(x *change) { x.keys.AccessKeySecret = "" }},
		"another token":      {VerifyToken, func(x *change) { x.keys.SecurityToken += "x" }},
		"a date too early":   {VerifyDate, func(x *change) { x.now = x.now.Add(maxSkew + time.Second) }},
		"a date too late":    {VerifyDate, func(x *change) { x.now = x.now.Add(-maxSkew - time.Second) }},
		"a cut signature":    {VerifyMalformed, func(x *change) { x.edit(func(a string) string { return a[:len(a)-1] }) }},
		"another signature":  {VerifySignature, func(x *change) { x.edit(flipLast) }},
		"another algorithm":  {VerifyMalformed, func(x *change) { x.edit(func(a string) string { return "X" + a }) }},
		"an opaque URL":      {VerifyMalformed, func(x *change) { x.req.URL.Opaque = "x" }},
		"a bad escape":       {VerifyMalformed, func(x *change) { x.req.URL.RawQuery = "a=%zz" }},
		"no Authorization":   {VerifyMalformed, func(x *change) { x.req.Header.Del("Authorization") }},
		"two Authorizations": {VerifyMalformed, func(x *change) { x.req.Header.Add("Authorization", x.req.Header.Get("Authorization")) }},
	}
	for _, f := range signed {
		all["without "+f.name] = refusal{VerifyMalformed, func(x *change) { x.set(f.name) }}
		all["twice "+f.name] = refusal{VerifyMalformed, func(x *change) { x.set(f.name, f.value, f.value) }}
		want := VerifySignature
		switch f.name {
		case "x-sdk-date", "x-acs-date":
			want = VerifyDate
		case "x-acs-content-sha256":
			want = VerifyBodyHash
		case "x-security-token", "x-acs-security-token":
			want = VerifyToken
		}
		all["another "+f.name] = refusal{want, func(x *change) { x.set(f.name, f.value+"x") }}
		if f.name == "host" {
			delete(all, "twice host")
		}
	}
	return all
}

func (x *change) edit(f func(string) string) {
	x.req.Header.Set("Authorization", f(x.req.Header.Get("Authorization")))
}

func (x *change) set(name string, values ...string) {
	if name == "host" {
		x.req.Host = strings.Join(values, "")
		return
	}
	x.req.Header[http.CanonicalHeaderKey(name)] = values
}

func flipLast(text string) string {
	last := text[len(text)-1]
	if last == '0' {
		return text[:len(text)-1] + "1"
	}
	return text[:len(text)-1] + "0"
}

func schemeOf(t testing.TB, v Verifier) scheme {
	t.Helper()
	s, ok := v.(interface{ scheme() scheme })
	require.True(t, ok)
	return s.scheme()
}

var testKeys = Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "example secret"}

var testTime = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)

// signedRequest is a good request of either scheme as a server receives it.
func signedRequest(t testing.TB, signer Signer, keys Credentials, header ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com/v1/x?b=2&a=1", nil)
	require.NoError(t, err)
	req.Header.Set("X-Acs-Action", "ListHandshakesForAccount")
	req.Header.Set("X-Acs-Version", "2020-03-31")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	require.NoError(t, signer.Sign(req, nil, keys, testTime))
	return received(t, req, "")
}

func TestVerifyRefusesAuthorizationsThatNoSignerWrites(t *testing.T) {
	t.Parallel()
	const mac = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, text := range map[string]string{
		"empty":                      "",
		"only the algorithm":         "SDK-HMAC-SHA256",
		"only the key":               "SDK-HMAC-SHA256 Access=A",
		"an empty key":               "SDK-HMAC-SHA256 Access=, SignedHeaders=x-sdk-date, Signature=" + mac,
		"a key with a comma":         "SDK-HMAC-SHA256 Access=A,B, SignedHeaders=x-sdk-date, Signature=" + mac,
		"no space after a comma":     "SDK-HMAC-SHA256 Access=A,SignedHeaders=x-sdk-date,Signature=" + mac,
		"two spaces":                 "SDK-HMAC-SHA256  Access=A, SignedHeaders=x-sdk-date, Signature=" + mac,
		"parts in another order":     "SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Access=A, Signature=" + mac,
		"no signed headers":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=, Signature=" + mac,
		"an empty name":              "SDK-HMAC-SHA256 Access=A, SignedHeaders=;x-sdk-date, Signature=" + mac,
		"a final semicolon":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;, Signature=" + mac,
		"an upper-case name":         "SDK-HMAC-SHA256 Access=A, SignedHeaders=X-Sdk-Date, Signature=" + mac,
		"a repeated name":            "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;x-sdk-date, Signature=" + mac,
		"names out of order":         "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;host, Signature=" + mac,
		"a header that was not sent": "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-missing;x-sdk-date, Signature=" + mac,
		"an upper-case signature":    "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + strings.ToUpper(mac),
		"a short signature":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + mac[1:],
		"text after the signature":   "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + mac + ", x=y",
		"the other scheme":           "ACS3-HMAC-SHA256 Credential=A,SignedHeaders=x-sdk-date,Signature=" + mac,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := signedRequest(t, HuaweiSigner{}, testKeys)
			req.Header.Set("Authorization", text)
			_, err := HuaweiSigner{}.Verify(req, nil, func(string) (Credentials, bool) {
				assert.Fail(t, "a key was looked up for a malformed request")
				return Credentials{}, false
			}, testTime)
			assert.Equal(t, VerifyMalformed, verifyReason(t, err))
		})
	}
}

func TestVerifyRefusesDatesOfAnotherForm(t *testing.T) {
	t.Parallel()
	for name, date := range map[string]string{
		"with a fraction": "20240102T030405.5Z",
		"with an offset":  "20240102T030405+00:00",
		"no date":         "yesterday",
		"empty":           "",
		"a 13th month":    "20241302T030405Z",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := signedRequest(t, HuaweiSigner{}, testKeys)
			req.Header.Set("X-Sdk-Date", date)
			_, err := HuaweiSigner{}.Verify(req, nil, knows(testKeys), testTime)
			assert.Equal(t, VerifyDate, verifyReason(t, err))
		})
	}
}

func TestVerifyErrorsNameTheReason(t *testing.T) {
	t.Parallel()
	_, err := HuaweiSigner{}.Verify(&http.Request{URL: testURL(t, "/")}, nil, knows(testKeys), testTime)
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "auth: Verify: "))
}

// fuzzVerify checks that no request panics, and that whatever is accepted was
// signed: the same request is refused with another secret.
func fuzzVerify(f *testing.F, v Verifier, date, vectors string) {
	for _, x := range readVectors(f, vectors) {
		f.Add(x.Method, testURL(f, x.URL).RequestURI(), x.Authorization, x.Headers[date], x.SecurityToken, x.Body)
	}
	f.Fuzz(func(t *testing.T, method, uri, authorization, at, token, body string) {
		target, err := url.ParseRequestURI(uri)
		if err != nil {
			return
		}
		req := &http.Request{Method: method, URL: target, Host: "api.example.com", Header: http.Header{}}
		for _, name := range []string{"X-Sdk-Date", "X-Acs-Date"} {
			req.Header.Set(name, at)
		}
		for _, name := range []string{"X-Security-Token", "X-Acs-Security-Token", "X-Note", "Content-Type"} {
			req.Header[name] = []string{token}
		}
		req.Header.Set("Authorization", authorization)
		req.Header.Set("X-Acs-Action", method)
		req.Header.Set("X-Acs-Version", token)
		req.Header.Set("X-Acs-Signature-Nonce", token)
		req.Header.Set("X-Acs-Content-Sha256", hashOf([]byte(body)))
		secret := "one"
		lookup := func(id string) (Credentials, bool) {
			return Credentials{AccessKeyID: id, AccessKeySecret: secret, SecurityToken: token}, true
		}
		now := time.Date(2026, 11, 21, 8, 11, 20, 0, time.UTC)
		if _, err := v.Verify(req, []byte(body), lookup, now); err != nil {
			verifyReason(t, err)
			return
		}
		secret = "two"
		_, err = v.Verify(req, []byte(body), lookup, now)
		require.Equal(t, VerifySignature, verifyReason(t, err))
	})
}

func FuzzHuaweiVerify(f *testing.F) {
	fuzzVerify(f, HuaweiSigner{}, "X-Sdk-Date", huaweiVectors)
}

func FuzzAlibabaVerify(f *testing.F) {
	fuzzVerify(f, AlibabaSigner{}, "x-acs-date", alibabaVectors)
}

func testURL(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	return u
}
