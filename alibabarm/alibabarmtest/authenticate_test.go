package alibabarmtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

func TestRequestsThatAreNotSignedWellAreRefused(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	const mismatch, incomplete, late = "SignatureDoesNotMatch", "IncompleteSignature", "InvalidTimeStamp.Expired"
	for name, tc := range map[string]struct {
		keys   func(*auth.Credentials)
		skew   time.Duration
		tamper func(*http.Request)
		code   string
		status int // 400 where left out
	}{
		"a wrong secret":              {keys: func(c *auth.Credentials) { c.AccessKeySecret += "x" }, code: mismatch},
		"an unknown key":              {keys: func(c *auth.Credentials) { c.AccessKeyID = "FakeUnknown" }, code: "InvalidAccessKeyId.NotFound", status: 404},
		"a clock that is behind":      {skew: -15*time.Minute - time.Second, code: late},
		"a clock that is ahead":       {skew: 15*time.Minute + time.Second, code: late},
		"a changed query":             {tamper: func(r *http.Request) { r.URL.RawQuery = "PageSize=11" }, code: mismatch},
		"another action":              {tamper: set("X-Acs-Action", receivedOp), code: mismatch},
		"another method":              {tamper: func(r *http.Request) { r.Method = http.MethodGet }, code: mismatch},
		"another host":                {tamper: func(r *http.Request) { r.Host = "evil.example.test" }, code: mismatch},
		"another date":                {tamper: set("X-Acs-Date", "2025-03-01T10:00:01Z"), code: mismatch},
		"another nonce":               {tamper: set("X-Acs-Signature-Nonce", "abc"), code: mismatch},
		"no date":                     {tamper: func(r *http.Request) { r.Header.Del("X-Acs-Date") }, code: incomplete},
		"no nonce":                    {tamper: func(r *http.Request) { r.Header.Del("X-Acs-Signature-Nonce") }, code: incomplete},
		"a header that is not signed": {tamper: set("X-Acs-Note", "n"), code: incomplete},
		"no signature":                {tamper: func(r *http.Request) { r.Header.Del("Authorization") }, code: incomplete},
		"another scheme":              {tamper: set("Authorization", "Bearer abc"), code: incomplete},
		"another body": {tamper: func(r *http.Request) {
			r.Body = http.NoBody
			r.Header.Set("X-Acs-Content-Sha256", strings.Repeat("0", 64))
		}, code: mismatch},
		"a token nobody issued": {keys: func(c *auth.Credentials) { c.SecurityToken = "abc" }, code: "InvalidSecurityToken.MismatchWithAccessKey"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.BadGateway()})
			keys := a.Credentials
			if tc.keys != nil {
				tc.keys(&keys)
			}
			if tc.tamper == nil {
				tc.tamper = func(*http.Request) {}
			}
			resp, err := sendVia(s.RoundTripper(), keys, fixed().Add(tc.skew), sent("PageSize=10"), tc.tamper)
			got := read(t, resp, err)
			assert.Equal(t, max(tc.status, http.StatusBadRequest), got.status)
			assert.Equal(t, tc.code, got.Code)
			assert.Equal(t, tc.code == mismatch, strings.Contains(got.Message, "server string to sign is:"))
			assert.Len(t, s.Unused(), 1, "no fault is used up")
			require.Len(t, s.Requests(), 1)
			assert.Empty(t, s.Requests()[0].AccountID)
		})
	}
}

func TestSkewWithinFifteenMinutesIsAccepted(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for _, skew := range []time.Duration{-15 * time.Minute, 15 * time.Minute} {
		resp, err := sendVia(s.RoundTripper(), a.Credentials, fixed().Add(skew), sent(""))
		assert.Equal(t, http.StatusOK, read(t, resp, err).status)
	}
}

func TestANonceOfARequestThatIsDatedAheadIsGoodOnce(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	r := sent("")
	r.nonce = "b59a3b1e6f0c4d7f9c2a1d8e7f60514a"
	ahead := s.Now().Add(14 * time.Minute)
	replay := func() answer {
		resp, err := sendVia(s.RoundTripper(), a.Credentials, ahead, r)
		return read(t, resp, err)
	}
	require.Equal(t, http.StatusOK, replay().status)
	s.Advance(20 * time.Minute)
	assert.Equal(t, "SignatureNonceUsed", replay().Code, "its date is accepted still")
	s.Advance(9*time.Minute + time.Second)
	assert.Equal(t, "InvalidTimeStamp.Expired", replay().Code)
}

func TestANonceIsGoodOnceInFifteenMinutes(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	other := s.AddAccount(alibabarmtest.Account{})
	r := sent("")
	r.nonce = "b59a3b1e6f0c4d7f9c2a1d8e7f60514a"
	wrong := a.Credentials
	wrong.AccessKeySecret += "x"
	require.Equal(t, "SignatureDoesNotMatch", get(t, s, wrong, r).Code, "which uses no nonce up")
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Reset()})
	_, err := send(s, a.Credentials, r)
	require.Error(t, err)
	again := func() (int, string) {
		got := get(t, s, a.Credentials, r)
		return got.status, got.Code
	}
	refused := func(when string) {
		status, code := again()
		assert.Equal(t, http.StatusBadRequest, status, when)
		assert.Equal(t, "SignatureNonceUsed", code, when)
	}
	refused("at once, though no answer came")
	r.op = receivedOp
	refused("for another operation")
	assert.Equal(t, http.StatusOK, get(t, s, other.Credentials, r).status, "another key has nonces of its own")
	s.Advance(15 * time.Minute)
	refused("after 15 minutes")
	s.Advance(time.Second)
	status, _ := again()
	assert.Equal(t, http.StatusOK, status, "later")
	refused("from then on")
}

func TestARefusalEchoesAllThatWasSigned(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	keys.AccessKeySecret = "wrong"
	got := get(t, s, keys, request{op: sentOp, query: "PageSize=7&Note=a%20b", form: "TargetEntity=a%2Bb%40example.test"})
	_, echo, found := strings.Cut(got.Message, "server string to sign is:")
	require.True(t, found)
	params, found := strings.CutPrefix(echo, "POST&%2F&")
	require.True(t, found)
	query, err := url.QueryUnescape(params)
	require.NoError(t, err)
	assert.Contains(t, query, "Note=a%20b")
	values, err := url.ParseQuery(query)
	require.NoError(t, err)
	for name, want := range map[string]string{
		"AccessKeyId": keys.AccessKeyID, "SecurityToken": keys.SecurityToken, "Action": sentOp, "Version": version2020,
		"Timestamp": "2025-03-01T10:00:00Z", "PageSize": "7", "TargetEntity": "a+b@example.test",
	} {
		assert.Equal(t, want, values.Get(name))
	}
	assert.NotEmpty(t, values.Get("SignatureNonce"))
	assert.NotContains(t, got.body, a.Credentials.AccessKeySecret)
}

func TestTemporaryKeysNeedTheirToken(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	require.Equal(t, http.StatusOK, get(t, s, keys, sent("")).status)
	keys.SecurityToken += "x"
	assert.Equal(t, "InvalidSecurityToken.MismatchWithAccessKey", get(t, s, keys, sent("")).Code)
	keys.SecurityToken = ""
	assert.Equal(t, "MissingSecurityToken", get(t, s, keys, sent("")).Code)
}

func TestKeysOfNoAccountAreUnknown(t *testing.T) {
	t.Parallel()
	s, _ := newService(1)
	keys := s.TemporaryCredentials(alibabarmtest.Account{ID: "1"}, time.Hour)
	got := get(t, s, keys, sent(""))
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Equal(t, "InvalidAccessKeyId.NotFound", got.Code)
}
