package canonicaltest

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// FuzzVerify checks that no request makes the verifier panic, and that it accepts only signed
// requests: it must refuse the same request with another secret.
func FuzzVerify(f *testing.F, v auth.Verifier, date, vectors string) {
	for _, x := range ReadVectors(f, vectors) {
		f.Add(x.Method, requestURI(f, x.URL), x.Authorization, x.Headers[date], x.SecurityToken, x.Body)
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
		req.Header.Set("X-Acs-Content-Sha256", canonical.Hash([]byte(body)))
		secret := "one"
		lookup := func(id string) (auth.Credentials, bool) {
			return auth.Credentials{AccessKeyID: id, AccessKeySecret: secret, SecurityToken: token}, true
		}
		now := time.Date(2026, 11, 21, 8, 11, 20, 0, time.UTC)
		if _, err := v.Verify(req, []byte(body), lookup, now); err != nil {
			Reason(t, err)
			return
		}
		secret = "two"
		_, err = v.Verify(req, []byte(body), lookup, now)
		if got := Reason(t, err); got != auth.VerifySignature {
			t.Fatalf("with another secret the reason is %q", got)
		}
	})
}
