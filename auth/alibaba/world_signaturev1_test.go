package alibaba

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

// encodeV1 percent-encodes by the vendor's description, without code of the library.
func encodeV1(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", b) >= 0 {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

// signV1 makes the signature of parameters by the vendor's description.
func signV1(method string, parameters map[string]string, secret string) string {
	var names []string
	for name := range parameters {
		names = append(names, name)
	}
	sort.Strings(names)
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, encodeV1(name)+"="+encodeV1(parameters[name]))
	}
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(method + "&" + encodeV1("/") + "&" + encodeV1(strings.Join(pairs, "&"))))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// A requestV1 is a request with signature V1 as it is sent.
type requestV1 struct{ method, target, contentType, body string }

const formType = "application/x-www-form-urlencoded"

// signedV1 signs parameters. It sends those with the given names in a form, and the others in
// the query.
func signedV1(method string, parameters map[string]string, secret string, inForm ...string) requestV1 {
	query, form := url.Values{"Signature": {signV1(method, parameters, secret)}}, url.Values{}
	for name, value := range parameters {
		query.Set(name, value)
	}
	for _, name := range inForm {
		form[name] = query[name]
		query.Del(name)
	}
	out := requestV1{method: method, target: "/?" + query.Encode(), body: form.Encode()}
	if out.body != "" {
		out.contentType = formType
	}
	return out
}

// request parses what is sent as a server does, and returns nil if no server could.
func (r requestV1) request() *http.Request {
	u, err := url.ParseRequestURI(r.target)
	if err != nil || u.IsAbs() {
		return nil
	}
	req := &http.Request{Method: r.method, URL: u, Host: "resourcemanager.aliyuncs.com", Header: http.Header{}}
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	return req
}

// reason returns why the verifier refuses the request, or "" if it accepts it.
func (r requestV1) reason(t testing.TB, keys auth.Credentials, now time.Time) auth.VerifyReason {
	t.Helper()
	req := r.request()
	require.NotNil(t, req)
	got, err := Verifier{}.Verify(req, []byte(r.body), canonicaltest.Knows(keys), now)
	if err == nil {
		require.Equal(t, keys, got)
	} else {
		require.Empty(t, got)
	}
	return canonicaltest.Reason(t, err)
}

// parametersV1 returns the public parameters of the tests' own request, and the given ones.
func parametersV1(keys auth.Credentials, pairs ...string) map[string]string {
	out := map[string]string{
		"AccessKeyId": keys.AccessKeyID, "Action": "ListHandshakesForAccount", "Version": "2020-03-31", "Format": "JSON",
		"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": "b59a3b1e6f0c4d7f9c2a1d8e7f60514a",
		"Timestamp": canonicaltest.Time.Format("2006-01-02T15:04:05Z"),
	}
	if keys.SecurityToken != "" {
		out["SecurityToken"] = keys.SecurityToken
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}
