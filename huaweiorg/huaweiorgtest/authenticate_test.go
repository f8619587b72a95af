package huaweiorgtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestRequestsThatAreNotSignedWellAreRefused(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, tc := range map[string]struct {
		keys   func(*auth.Credentials)
		skew   time.Duration
		tamper func(*http.Request)
		echoes bool
	}{
		"a wrong secret":         {keys: func(c *auth.Credentials) { c.AccessKeySecret += "x" }, echoes: true},
		"an unknown key":         {keys: func(c *auth.Credentials) { c.AccessKeyID = "FAKEAKUNKNOWN" }, echoes: true},
		"a clock that is behind": {skew: -15*time.Minute - time.Second},
		"a clock that is ahead":  {skew: 15*time.Minute + time.Second},
		"a changed query":        {tamper: func(r *http.Request) { r.URL.RawQuery = "limit=11" }, echoes: true},
		"another path":           {tamper: func(r *http.Request) { r.URL.Path = receivedPath }, echoes: true},
		"another host":           {tamper: func(r *http.Request) { r.Host = "evil.example.test" }, echoes: true},
		"another date":           {tamper: set("X-Sdk-Date", "20250301T100001Z"), echoes: true},
		"no date":                {tamper: func(r *http.Request) { r.Header.Del("X-Sdk-Date") }},
		"a date that is not signed": {tamper: func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), ";x-sdk-date", "", 1))
		}},
		"no signature":             {tamper: func(r *http.Request) { r.Header.Del("Authorization") }},
		"another scheme":           {tamper: set("Authorization", "Bearer abc")},
		"a token nobody issued":    {tamper: set("X-Security-Token", "abc")},
		"the account of another":   {keys: func(c *auth.Credentials) { c.AccountID = "another" }},
		"a body the signer lacked": {tamper: func(r *http.Request) { r.Body = http.NoBody; r.Header.Set("X-Sdk-Content-Sha256", "0") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.BadGateway()})
			keys := a.Credentials
			if tc.keys != nil {
				tc.keys(&keys)
			}
			if tc.tamper == nil {
				tc.tamper = func(*http.Request) {}
			}
			resp, err := sendVia(s.RoundTripper(), "https://organizations.myhuaweicloud.com"+sentPath+"?limit=10", keys, fixed().Add(tc.skew), tc.tamper)
			got := read(t, resp, err)
			assert.Equal(t, http.StatusUnauthorized, got.status)
			assert.Equal(t, "APIGW.0301", got.ErrorCode)
			assert.Equal(t, got.header.Get("X-Request-Id"), got.RequestID)
			assert.Equal(t, tc.echoes, strings.Contains(got.ErrorMsg, "canonicalRequest:GET|"))
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
		resp, err := sendVia(s.RoundTripper(), "https://organizations.myhuaweicloud.com"+sentPath, a.Credentials, fixed().Add(skew))
		assert.Equal(t, http.StatusOK, read(t, resp, err).status)
	}
}

func TestARefusalEchoesAllThatWasSigned(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	keys.AccessKeySecret = "wrong"
	got := get(t, s, keys, sentPath+"?limit=7")
	assert.Contains(t, got.ErrorMsg, "canonicalRequest:GET|"+sentPath+"/|limit=7|host:organizations.myhuaweicloud.com|")
	assert.Contains(t, got.ErrorMsg, "x-security-token:"+keys.SecurityToken+"|")
	assert.Contains(t, got.ErrorMsg, "|host;x-domain-id;x-sdk-date;x-security-token|e3b0c442")
	assert.NotContains(t, got.body, a.Credentials.AccessKeySecret)
}

func TestTemporaryKeysNeedTheirToken(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	require.Equal(t, http.StatusOK, get(t, s, keys, sentPath).status)
	keys.SecurityToken = ""
	assert.Equal(t, "APIGW.0301", get(t, s, keys, sentPath).ErrorCode)
}

func TestTheAccountHeaderMayBeLeftOut(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	a.Credentials.AccountID = ""
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
}
