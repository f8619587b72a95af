package alibabarmtest_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// A requestV1 is what sendV1 signs with signature V1. The tests write the signature themselves,
// because the library has no signer for it. The default is a POST to the host of version
// 2020-03-31, with all parameters in the query.
type requestV1 struct {
	method, base string
	parameters   map[string]string
	inForm       []string // the parameters in the form body; "*" means all
	header       map[string]string
}

// parametersV1 returns the public parameters, and those of pairs.
func parametersV1(keys auth.Credentials, now time.Time, nonce, action string, pairs ...string) map[string]string {
	out := map[string]string{
		"Action": action, "Version": version2020, "Format": "JSON",
		"AccessKeyId": keys.AccessKeyID, "SignatureMethod": "HMAC-SHA1",
		"SignatureVersion": "1.0", "SignatureNonce": nonce,
		"Timestamp": now.UTC().Format("2006-01-02T15:04:05Z"),
	}
	if keys.SecurityToken != "" {
		out["SecurityToken"] = keys.SecurityToken
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

var encodeV1 = strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~")

// toSignV1 returns the string to sign, as the vendor describes it.
func toSignV1(method string, parameters map[string]string) string {
	var pairs []string
	for name, value := range parameters {
		pairs = append(pairs, encodeV1.Replace(url.QueryEscape(name)+"="+url.QueryEscape(value)))
	}
	slices.Sort(pairs) // no name is the beginning of another one
	return method + "&%2F&" + encodeV1.Replace(url.QueryEscape(strings.Join(pairs, "&")))
}

// sendV1 signs the request, and sends it without a socket.
func sendV1(t *testing.T, s *alibabarmtest.Service, secret string, r requestV1, tamper ...func(query, form url.Values, req *http.Request)) wireResponse {
	t.Helper()
	if r.method == "" {
		r.method = http.MethodPost
	}
	if r.base == "" {
		r.base = "https://" + host2020
	}
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(toSignV1(r.method, r.parameters)))
	query, form := url.Values{}, url.Values{}
	add := func(name, value string) {
		if slices.Contains(r.inForm, name) || slices.Contains(r.inForm, "*") {
			form.Set(name, value)
		} else {
			query.Set(name, value)
		}
	}
	for name, value := range r.parameters {
		add(name, value)
	}
	add("Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	req, err := http.NewRequest(r.method, r.base+"/", nil)
	require.NoError(t, err)
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	for _, f := range tamper {
		f(query, form, req)
	}
	req.URL.RawQuery = query.Encode()
	if len(form) > 0 {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		body := strings.NewReader(form.Encode())
		withBody, err := http.NewRequest(r.method, req.URL.String(), body)
		require.NoError(t, err)
		withBody.Header, req = req.Header, withBody
	}
	resp, err := s.RoundTripper().RoundTrip(req)
	return read(t, resp, err)
}
