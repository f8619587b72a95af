package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// TestService_signatureV1 is a program with an older SDK. It calls all seven operations on both
// versions, with a query, a form or both, and with permanent and temporary credentials.
func TestService_signatureV1(t *testing.T) {
	t.Parallel()
	for name, inForm := range map[string][]string{
		"parameters in the query":      nil,
		"parameters in a form":         {"*"},
		"parameters in query and form": {"HandshakeId", "TargetEntity", "Note", "PageSize"},
	} {
		for _, edge := range edges {
			for _, temporary := range []bool{false, true} {
				t.Run(fmt.Sprint(name, " ", edge.version, " temporary ", temporary), func(t *testing.T) {
					t.Parallel()
					s, root, guest := party()
					nonces := 0
					call := func(a alibabarmtest.Account, action string, pairs ...string) wireResponse {
						t.Helper()
						keys := a.Credentials
						if temporary {
							keys = s.TemporaryCredentials(a, time.Hour)
						}
						nonces++
						pairs = append(pairs, "Version", edge.version)
						got := sendV1(t, s, keys.AccessKeySecret, requestV1{base: edge.base, inForm: inForm,
							parameters: parametersV1(keys, s.Now(), fmt.Sprint("nonce", nonces), action, pairs...)})
						require.Equal(t, http.StatusOK, got.status, "%s: %s", action, got.body)
						all := s.Requests()
						last := all[len(all)-1]
						assert.Equal(t, []string{action, edge.version, a.ID, ""}, []string{last.Op, last.Version, last.AccountID, last.Hint})
						return got
					}
					invite := func() string {
						call(root, inviteOp, "TargetEntity", guest.ID, "TargetType", "Account", "Note", "hello *~ +/=\n欢迎")
						all := s.Handshakes()
						return all[len(all)-1].ID
					}
					id := invite()
					call(root, cancelOp, "HandshakeId", id)
					id = invite()
					call(guest, declineOp, "HandshakeId", id)
					id = invite()
					assert.Contains(t, call(guest, getOp, "HandshakeId", id).body, id)
					assert.Equal(t, []string{id}, call(guest, receivedOp, "PageNumber", "3", "PageSize", "1").ids())
					assert.Len(t, call(root, sentOp, "PageSize", "2").ids(), 2)
					call(guest, acceptOp, "HandshakeId", id)
					all := s.Handshakes()
					assert.Equal(t, alibabarm.StatusAccepted, all[2].Status)
					assert.Equal(t, "hello *~ +/=\n欢迎", all[2].Note)
				})
			}
		}
	}
}

func TestService_signatureV1Format(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format, accept string
		xml            bool
	}{
		"JSON as the parameter says":      {format: "JSON", accept: "application/xml"},
		"XML as the parameter says":       {format: "XML", accept: "application/json", xml: true},
		"JSON without the parameter":      {},
		"XML accepted without parameter":  {accept: "text/xml", xml: true},
		"JSON accepted without parameter": {accept: "application/json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			p := parametersV1(a.Credentials, s.Now(), "n", sentOp, "Format", c.format)
			if c.format == "" {
				delete(p, "Format")
			}
			good := requestV1{method: http.MethodGet, parameters: p, header: map[string]string{"Accept": c.accept}}
			assert.Equal(t, c.xml, strings.HasPrefix(sendV1(t, s, a.Credentials.AccessKeySecret, good).body, "<?xml"))
			refused := sendV1(t, s, "wrong", good)
			assert.Equal(t, c.xml, strings.HasPrefix(refused.body, "<?xml"))
			assert.Equal(t, "SignatureDoesNotMatch", refused.Code)
		})
	}
}

func TestService_signatureV1Refusals(t *testing.T) {
	t.Parallel()
	type tamper = func(query, form url.Values, req *http.Request)
	for name, c := range map[string]struct {
		keys      func(*auth.Credentials)
		without   string
		set       [2]string // a parameter and its value, set before signing
		tamper    tamper
		age       time.Duration // the age of the date
		temporary bool
		code      string
		status    int
	}{
		"a wrong secret": {
			keys: func(c *auth.Credentials) { c.AccessKeySecret = "x" },
			code: "SignatureDoesNotMatch"},
		"an unknown key": {keys: func(c *auth.Credentials) { c.AccessKeyID = "x" },
			code: "InvalidAccessKeyId.NotFound", status: 404},
		"no token": {temporary: true,
			keys: func(c *auth.Credentials) { c.SecurityToken = "" }, code: "MissingSecurityToken"},
		"another token": {temporary: true,
			keys: func(c *auth.Credentials) { c.SecurityToken = "x" },
			code: "InvalidSecurityToken.MismatchWithAccessKey"},
		"a token for a permanent key": {keys: func(c *auth.Credentials) { c.SecurityToken = "x" },
			code: "InvalidSecurityToken.MismatchWithAccessKey"},
		"a clock that is behind": {age: 15*time.Minute + time.Second,
			code: "InvalidTimeStamp.Expired"},
		"a clock that is ahead": {age: -15*time.Minute - time.Second,
			code: "InvalidTimeStamp.Expired"},
		"a date with an offset": {set: [2]string{"Timestamp", "2025-03-01T18:00:00+08:00"},
			code: "InvalidTimeStamp.Format"},
		"a date with a fraction": {set: [2]string{"Timestamp", "2025-03-01T10:00:00.5Z"},
			code: "InvalidTimeStamp.Format"},
		"an invalid date": {set: [2]string{"Timestamp", "yesterday"},
			code: "InvalidTimeStamp.Format"},
		"no date": {without: "Timestamp", code: "MissingParameter.Timestamp"},
		"no nonce": {without: "SignatureNonce",
			code: "MissingParameter.SignatureNonce"},
		"no version": {without: "Version", code: "InvalidVersion"},
		"no action": {without: "Action", code: "InvalidAction.NotFound",
			status: 404},
		"no access key ID": {without: "AccessKeyId", code: "IncompleteSignature"},
		"a version of another host": {set: [2]string{"Version", version2022},
			code: "InvalidVersion"},
		"an action of another product": {set: [2]string{"Action", "RunInstances"},
			code: "InvalidAction.NotFound", status: 404},
		"a wrong method": {
			tamper: func(_, _ url.Values, r *http.Request) { r.Method = http.MethodGet },
			code:   "SignatureDoesNotMatch"},
		"another action": {
			tamper: func(q, _ url.Values, _ *http.Request) { q.Set("Action", receivedOp) },
			code:   "SignatureDoesNotMatch"},
		"another parameter": {
			tamper: func(q, _ url.Values, _ *http.Request) { q.Set("PageSize", "1") },
			code:   "SignatureDoesNotMatch"},
		"a parameter twice": {
			tamper: func(q, _ url.Values, _ *http.Request) { q.Add("Action", receivedOp) },
			code:   "IncompleteSignature"},
		"a parameter in both": {
			tamper: func(_, f url.Values, _ *http.Request) { f.Set("Action", receivedOp) },
			code:   "IncompleteSignature"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			keys := a.Credentials
			if c.temporary {
				keys = s.TemporaryCredentials(a, time.Hour)
			}
			good := keys
			if c.keys != nil {
				c.keys(&keys)
			}
			p := parametersV1(keys, s.Now().Add(-c.age), "n", sentOp)
			if c.set[0] != "" {
				p[c.set[0]] = c.set[1]
			}
			delete(p, c.without)
			var tampers []tamper
			if c.tamper != nil {
				tampers = append(tampers, c.tamper)
			}
			got := sendV1(t, s, keys.AccessKeySecret, requestV1{parameters: p}, tampers...)
			if c.status == 0 {
				c.status = http.StatusBadRequest
			}
			assert.Equal(t, c.code, got.Code, got.body)
			assert.Equal(t, c.status, got.status)
			assert.NotContains(t, got.body, good.AccessKeySecret)
			assert.Empty(t, s.Requests()[0].AccountID)
			assert.Equal(t, http.StatusOK, sendV1(t, s, good.AccessKeySecret, requestV1{parameters: parametersV1(good, s.Now(), "n", sentOp)}).status,
				"a request that was refused uses no nonce up")
		})
	}
	t.Run("a used nonce, with either scheme", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1)
		ahead := requestV1{parameters: parametersV1(a.Credentials, s.Now().Add(14*time.Minute), "n", sentOp)}
		send := func() string { return sendV1(t, s, a.Credentials.AccessKeySecret, ahead).Code }
		require.Empty(t, send())
		assert.Equal(t, "SignatureNonceUsed", send())
		assert.Equal(t, "SignatureNonceUsed", get(t, s, a.Credentials, request{op: sentOp, nonce: "n"}).Code)
		s.Advance(29 * time.Minute)
		assert.Equal(t, "SignatureNonceUsed", send(), "the service still accepts the date")
		s.Advance(time.Second)
		assert.Equal(t, "InvalidTimeStamp.Expired", send())
	})
	t.Run("an expired token", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1)
		keys := s.TemporaryCredentials(a, time.Hour)
		s.Advance(time.Hour)
		assert.Equal(t, "InvalidSecurityToken.Expired", sendV1(t, s, keys.AccessKeySecret, requestV1{parameters: parametersV1(keys, s.Now(), "n", sentOp)}).Code)
	})
}

// TestService_signatureV1Headers checks that headers change nothing, because signature V1 does
// not sign them.
func TestService_signatureV1Headers(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	got := sendV1(t, s, a.Credentials.AccessKeySecret, requestV1{
		parameters: parametersV1(a.Credentials, s.Now(), "n", sentOp),
		header: map[string]string{
			"X-Acs-Action": cancelOp, "X-Acs-Version": version2022, "X-Acs-Security-Token": "t",
			"X-Acs-Date": "never", "X-Acs-Signature-Nonce": "m",
		},
	})
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, sentOp, s.Requests()[0].Op)
	assert.Equal(t, "SignatureNonceUsed", get(t, s, a.Credentials, request{op: sentOp, nonce: "n"}).Code, "the service uses the nonce in the parameters")
}

func TestStringToSign_signatureV1(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	p := parametersV1(keys, s.Now(), "n", inviteOp, "Note", "hello *~ +/=\n欢迎", "TargetEntity", "a+b@example.test")
	got := sendV1(t, s, "wrong", requestV1{parameters: p, inForm: []string{"Note"}})
	_, echo, found := strings.Cut(got.Message, "server string to sign is:")
	require.True(t, found)
	assert.Equal(t, toSignV1(http.MethodPost, p), echo)
}
