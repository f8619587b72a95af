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
)

func TestTakeNonce_dated_ahead(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	r := sent("")
	r.nonce = "b59a3b1e6f0c4d7f9c2a1d8e7f60514a"
	ahead := s.Now().Add(14 * time.Minute)
	replay := func() wireResponse {
		resp, err := sendVia(s.RoundTripper(), a.Credentials, ahead, r)
		return read(t, resp, err)
	}
	require.Equal(t, http.StatusOK, replay().status)
	s.Advance(20 * time.Minute)
	assert.Equal(t, "SignatureNonceUsed", replay().Code, "the service still accepts the date")
	s.Advance(9*time.Minute + time.Second)
	assert.Equal(t, "InvalidTimeStamp.Expired", replay().Code)
}

func TestTakeNonce(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	other := s.AddAccount(alibabarmtest.Account{})
	r := sent("")
	r.nonce = "b59a3b1e6f0c4d7f9c2a1d8e7f60514a"
	wrong := a.Credentials
	wrong.AccessKeySecret += "x"
	require.Equal(t, "SignatureDoesNotMatch", get(t, s, wrong, r).Code, "a refused signature uses up no nonce")
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
	refused("at once, though no response came")
	r.op = receivedOp
	refused("for another operation")
	assert.Equal(t, http.StatusOK, get(t, s, other.Credentials, r).status, "another access key has its own nonces")
	s.Advance(15 * time.Minute)
	refused("after 15 minutes")
	s.Advance(time.Second)
	status, _ := again()
	assert.Equal(t, http.StatusOK, status, "later")
	refused("from then on")
}

func TestStringToSign(t *testing.T) {
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
		"AccessKeyId": keys.AccessKeyID, "SecurityToken": keys.SecurityToken, "Action": sentOp,
		"Version":   version2020,
		"Timestamp": "2025-03-01T10:00:00Z", "PageSize": "7", "TargetEntity": "a+b@example.test",
	} {
		assert.Equal(t, want, values.Get(name))
	}
	assert.NotEmpty(t, values.Get("SignatureNonce"))
	assert.NotContains(t, got.body, a.Credentials.AccessKeySecret)
}
