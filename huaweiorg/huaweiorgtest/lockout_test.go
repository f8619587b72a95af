package huaweiorgtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestWithLockout(t *testing.T) {
	t.Parallel()
	const locked = "Incorrect IAM authentication information: the access key is locked"
	// The caller knows the access key ID, but not the secret.
	guesser := func(keys auth.Credentials) auth.Credentials {
		keys.AccessKeySecret = "guess"
		return keys
	}
	refuse := func(t *testing.T, s *huaweiorgtest.Service, keys auth.Credentials, times int) {
		t.Helper()
		for range times {
			got := get(t, s, guesser(keys), sentPath)
			require.Equal(t, http.StatusUnauthorized, got.status)
			require.Contains(t, got.ErrorMsg, "verify aksk signature fail")
		}
	}
	t.Run("locks an access key for five minutes after five refused signatures", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1, huaweiorgtest.WithLockout())
		other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
		refuse(t, s, a.Credentials, 5)
		assertLocked := func() {
			t.Helper()
			for _, keys := range []auth.Credentials{a.Credentials, guesser(a.Credentials)} {
				got := get(t, s, keys, sentPath)
				assert.Equal(t, http.StatusUnauthorized, got.status)
				assert.Equal(t, []string{"APIGW.0301", locked}, []string{got.ErrorCode, got.ErrorMsg})
				assert.Equal(t, `{"error_code":"APIGW.0301","error_msg":"`+locked+`","request_id":"`+got.RequestID+`"}`, got.body)
				all := s.Requests()
				assert.Contains(t, all[len(all)-1].Hint, "WithLockout")
				assert.Empty(t, all[len(all)-1].AccountID)
			}
		}
		assertLocked()
		assert.Equal(t, http.StatusOK, get(t, s, other.Credentials, sentPath).status, "the key of another account is not locked")
		assert.Equal(t, http.StatusOK, get(t, s, s.TemporaryCredentials(a, time.Hour), sentPath).status, "another key of the account is not locked")
		s.Advance(5*time.Minute - time.Nanosecond)
		assertLocked()
		s.Advance(time.Nanosecond)
		assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
	})
	t.Run("counts from zero after a lock and after a valid signature", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1, huaweiorgtest.WithLockout())
		refuse(t, s, a.Credentials, 4)
		require.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
		refuse(t, s, a.Credentials, 5)
		s.Advance(5 * time.Minute)
		refuse(t, s, a.Credentials, 4)
		require.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
	})
	t.Run("counts neither other refusals nor unknown keys", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1, huaweiorgtest.WithLockout())
		refuse(t, s, a.Credentials, 4)
		unknown := a.Credentials
		unknown.AccessKeyID = "FAKEAKUNKNOWN"
		for range 9 {
			require.Equal(t, "APIGW.0301", get(t, s, unknown, sentPath).ErrorCode)
			require.Equal(t, "APIGW.0301", get(t, s, a.Credentials, sentPath, func(r *http.Request) { r.Header.Set("X-Sdk-Date", "never") }).ErrorCode)
			require.Equal(t, "APIGW.0301", get(t, s, a.Credentials, sentPath, func(r *http.Request) { r.Header.Del("Authorization") }).ErrorCode)
		}
		refuse(t, s, a.Credentials, 1)
		require.Equal(t, locked, get(t, s, a.Credentials, sentPath).ErrorMsg, "other refusals do not end a row of refused signatures")
	})
	t.Run("is off by default", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1)
		refuse(t, s, a.Credentials, 20)
		assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
	})
	t.Run("does not lock after one call of a client with a wrong secret", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1, huaweiorgtest.WithLockout())
		wrong := a
		wrong.Credentials = guesser(a.Credentials)
		client, err := s.NewClient(wrong)
		require.NoError(t, err)
		_, err = client.ListHandshakes().Collect(t.Context())
		require.ErrorIs(t, err, huaweiorg.ErrUnauthenticated)
		assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
	})
}

// TestService_unservedSchemes checks that the message and the record name a scheme that the
// service does not verify. They must not quote the request, whose text may be a secret.
func TestService_unservedSchemes(t *testing.T) {
	t.Parallel()
	const notOurs = ", which this test service does not verify: sign it with SDK-HMAC-SHA256"
	for name, c := range map[string]struct {
		header map[string]string
		hint   string
	}{
		"no signature": {
			hint: "the request is not signed: sign it with SDK-HMAC-SHA256"},
		"an IAM token": {
			header: map[string]string{"X-Auth-Token": "canary"},
			hint:   "the request comes with an IAM token (X-Auth-Token)" + notOurs},
		"V11-HMAC-SHA256": {
			header: map[string]string{"Authorization": "V11-HMAC-SHA256 Credential=canary"},
			hint:   "the request comes with V11-HMAC-SHA256" + notOurs},
		"SDK-HMAC-SM3": {
			header: map[string]string{"Authorization": "SDK-HMAC-SM3 Access=canary"},
			hint:   "the request comes with SDK-HMAC-SM3" + notOurs},
		"SDK-ECDSA-P256-SHA256": {
			header: map[string]string{"Authorization": "SDK-ECDSA-P256-SHA256 Access=canary"},
			hint:   "the request comes with SDK-ECDSA-P256-SHA256" + notOurs},
		"SDK-SM2-SM3": {
			header: map[string]string{"Authorization": "SDK-SM2-SM3 Access=canary"},
			hint:   "the request comes with SDK-SM2-SM3" + notOurs},
		"a password": {
			header: map[string]string{"Authorization": "Basic canary"},
			hint:   "the request comes with Basic" + notOurs},
		"another Authorization": {
			header: map[string]string{"Authorization": "canary"},
			hint:   "the request comes with an unknown Authorization" + notOurs},
		"an empty Authorization": {header: map[string]string{"Authorization": ""},
			hint: "the request comes with an unknown Authorization" + notOurs},
		"a served scheme": {
			header: map[string]string{"Authorization": "SDK-HMAC-SHA256 canary"}},
		"a served scheme and a token": {
			header: map[string]string{"Authorization": "SDK-HMAC-SHA256 canary",
				"X-Auth-Token": "canary"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := newService(1)
			req, err := http.NewRequest(http.MethodGet, "https://organizations.myhuaweicloud.com"+sentPath, nil)
			require.NoError(t, err)
			for name, value := range c.header {
				req.Header.Set(name, value)
			}
			resp, err := s.RoundTripper().RoundTrip(req)
			got := read(t, resp, err)
			last := s.Requests()[0]
			assert.Equal(t, c.hint, last.Hint)
			want := c.hint
			if want == "" {
				want = "malformed request"
			}
			assert.Equal(t, http.StatusUnauthorized, got.status)
			assert.Equal(t, `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: `+want+`","request_id":"`+got.RequestID+`"}`, got.body)
			assert.NotContains(t, last.String()+got.body, "canary")
		})
	}
}
