package alibabarmtest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

const (
	signWith = ": sign it with ACS3-HMAC-SHA256 (signature V3) or HMAC-SHA1 (signature V1)"
	comes    = "the request comes with "
	notOurs  = ", which this test service does not verify" + signWith
)

// TestService_unservedSchemes checks that the message and the record name a scheme that the
// service does not verify. They must not quote the request, whose text may be a secret.
func TestService_unservedSchemes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header, query map[string]string
		hint          string
	}{
		"no signature": {
			query: map[string]string{"Action": sentOp, "Version": version2020},
			hint:  "the request is not signed" + signWith},
		"no signature, headers": {
			header: map[string]string{"X-Acs-Action": sentOp, "X-Acs-Version": version2020},
			hint:   "the request is not signed" + signWith},
		"a bearer token in a header": {
			header: map[string]string{"X-Acs-Bearer-Token": "canary"},
			hint:   comes + "a bearer token" + notOurs},
		"a bearer token in parameters": {
			query: map[string]string{"BearerToken": "canary", "SignatureType": "BEARERTOKEN"},
			hint:  comes + "a bearer token" + notOurs},
		"a bearer token by its type": {
			query: map[string]string{"SignatureType": "bearertoken", "Signature": "canary"},
			hint:  comes + "a bearer token" + notOurs},
		"a bearer token in Authorization": {
			header: map[string]string{"Authorization": "Bearer canary"},
			hint:   comes + "Bearer" + notOurs},
		"a password": {header: map[string]string{"Authorization": "Basic canary"},
			hint: comes + "Basic" + notOurs},
		"ROA signatures": {header: map[string]string{"Authorization": "acs canary:canary"},
			hint: comes + "acs" + notOurs},
		"ACS3-HMAC-SM3": {
			header: map[string]string{
				"Authorization": "ACS3-HMAC-SM3 Credential=canary,Signature=canary"},
			hint: comes + "ACS3-HMAC-SM3" + notOurs},
		"ACS3-RSA-SHA256": {
			header: map[string]string{"Authorization": "ACS3-RSA-SHA256 Credential=canary"},
			hint:   comes + "ACS3-RSA-SHA256" + notOurs},
		"ACS4-HMAC-SHA256": {
			header: map[string]string{"Authorization": "ACS4-HMAC-SHA256 Credential=canary/x"},
			hint:   comes + "ACS4-HMAC-SHA256" + notOurs},
		"another Authorization": {header: map[string]string{"Authorization": "canary"},
			hint: comes + "an unknown Authorization" + notOurs},
		"an empty Authorization": {header: map[string]string{"Authorization": ""},
			hint: comes + "an unknown Authorization" + notOurs},
		"HMAC-SHA256 in parameters": {
			query: map[string]string{"SignatureMethod": "HMAC-SHA256", "SignatureVersion": "2.0",
				"Signature": "canary"},
			hint: comes + "SignatureMethod=HMAC-SHA256" + notOurs,
		},
		"RSA in parameters": {query: map[string]string{"SignatureMethod": "SHA256withRSA"},
			hint: comes + "SignatureMethod=SHA256withRSA" + notOurs},
		"another SignatureMethod": {query: map[string]string{"SignatureMethod": "canary"},
			hint: comes + "an unknown SignatureMethod" + notOurs},
		"no SignatureMethod": {query: map[string]string{"Signature": "canary"},
			hint: comes + "an unknown SignatureMethod" + notOurs},
		"another SignatureVersion": {
			query: map[string]string{"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "2.0"},
			hint:  comes + "an unknown SignatureVersion" + notOurs,
		},
		"another SignatureType": {
			query: map[string]string{"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
				"SignatureType": "canary"},
			hint: comes + "an unknown SignatureType" + notOurs,
		},
		"a served scheme": {
			header: map[string]string{"Authorization": "ACS3-HMAC-SHA256 canary"}},
		"a served scheme, in parameters": {
			query: map[string]string{"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
				"Signature": "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := newService(1)
			query := url.Values{"Action": {sentOp}, "Version": {version2020}}
			for name, value := range c.query {
				query.Set(name, value)
			}
			req, err := http.NewRequest(http.MethodPost, "https://"+host2020+"/?"+query.Encode(), nil)
			require.NoError(t, err)
			for name, value := range c.header {
				req.Header.Set(name, value)
			}
			resp, err := s.RoundTripper().RoundTrip(req)
			got := read(t, resp, err)
			assert.Equal(t, http.StatusBadRequest, got.status)
			assert.Equal(t, "IncompleteSignature", got.Code)
			last := s.Requests()[0]
			assert.Equal(t, c.hint, last.Hint)
			want := "The signature is not complete: " + c.hint + "."
			if c.hint == "" {
				want = "The signature is not complete: malformed request."
			}
			assert.Equal(t, want, got.Message)
			assert.NotContains(t, last.String()+got.body, "canary")
		})
	}
}

// TestService_refusedSignatureBodies has the complete bodies of refused signatures.
func TestService_refusedSignatureBodies(t *testing.T) {
	t.Parallel()
	const prefix = `{"RequestId":"87077FA0-5FE2-53C0-9E6B-5B21C6C586C6","HostId":"resourcemanager.aliyuncs.com",`
	recommend := func(code string) string { return `,"Recommend":"https://troubleshoot.example.test/?q=` + code + `"}` }
	for name, c := range map[string]struct {
		set  [2]string
		code string
		rest string // the body from the code to the link
	}{
		"an unknown key": {
			set: [2]string{"AccessKeyId", "x"}, code: "InvalidAccessKeyId.NotFound",
			rest: `"Code":"InvalidAccessKeyId.NotFound",` +
				`"Message":"The access key ID is not found."`,
		},
		"a date that is off": {
			set: [2]string{"Timestamp", "2025-03-01T09:44:59Z"}, code: "InvalidTimeStamp.Expired",
			rest: `"Code":"InvalidTimeStamp.Expired","Message":"The time stamp is more than 15 ` +
				`minutes off."`,
		},
		"an invalid date": {
			set: [2]string{"Timestamp", "x"}, code: "InvalidTimeStamp.Format",
			rest: `"Code":"InvalidTimeStamp.Format","Message":"The time stamp is not of the ` +
				`form 2006-01-02T15:04:05Z."`,
		},
		"an unknown security token": {
			set:  [2]string{"SecurityToken", "x"},
			code: "InvalidSecurityToken.MismatchWithAccessKey",
			rest: `"Code":"InvalidSecurityToken.MismatchWithAccessKey","Message":"The security ` +
				`token is not that of the access key."`,
		},
		"a missing parameter": {
			set: [2]string{"SignatureNonce", ""}, code: "MissingParameter.SignatureNonce",
			rest: `"Code":"MissingParameter.SignatureNonce","Message":"The parameter ` +
				`SignatureNonce is missing."`,
		},
		"an unserved scheme": {
			set: [2]string{"SignatureMethod", "HMAC-SHA256"}, code: "IncompleteSignature",
			rest: `"Code":"IncompleteSignature","Message":"The signature is not complete: the ` +
				`request comes with SignatureMethod=HMAC-SHA256` + notOurs + `."`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			p := parametersV1(a.Credentials, s.Now(), "n", sentOp, c.set[0], c.set[1])
			got := sendV1(t, s, a.Credentials.AccessKeySecret, requestV1{parameters: p})
			assert.Equal(t, prefix+c.rest+recommend(c.code), got.body)
			assert.Equal(t, "application/json;charset=utf-8", got.header.Get("Content-Type"))

			s, a = newService(1, alibabarmtest.WithXML())
			got = sendV1(t, s, a.Credentials.AccessKeySecret, requestV1{parameters: p})
			assert.Contains(t, got.body, "<HostId>resourcemanager.aliyuncs.com</HostId><Code>"+c.code+"</Code><Message>")
			assert.Equal(t, "text/xml;charset=utf-8", got.header.Get("Content-Type"))
		})
	}
}
