// Package canonicaltest has the helpers that the tests of both signature schemes share.
package canonicaltest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// Keys sign the requests of [SignedRequest], at Time.
var (
	Keys = auth.Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "example secret"}
	Time = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
)

// Received returns a request as a server reads it from the connection.
func Received(t testing.TB, sent *http.Request, body string) *http.Request {
	t.Helper()
	out := sent.Clone(context.Background())
	out.Body, out.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	var wire bytes.Buffer
	err := out.Write(&wire)
	if err != nil {
		t.Fatal(err)
	}
	in, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// SignedRequest returns a valid request of either scheme as a server receives it, with the
// given extra headers.
func SignedRequest(t testing.TB, signer auth.Signer, keys auth.Credentials, header ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com/v1/x?b=2&a=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Acs-Action", "ListHandshakesForAccount")
	req.Header.Set("X-Acs-Version", "2020-03-31")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if err := signer.Sign(req, nil, keys, Time); err != nil {
		t.Fatal(err)
	}
	return Received(t, req, "")
}

// Knows returns a look-up that finds only these credentials.
func Knows(keys auth.Credentials) func(string) (auth.Credentials, bool) {
	return func(id string) (auth.Credentials, bool) { return keys, id == keys.AccessKeyID }
}

// Reason returns why a verifier refused a request, or "" for nil.
func Reason(t testing.TB, err error) auth.VerifyReason {
	t.Helper()
	if err == nil {
		return ""
	}
	refused, ok := errors.AsType[*auth.VerifyError](err)
	if !ok {
		t.Fatalf("the error is not a VerifyError: %v", err)
	}
	return refused.Reason
}

// A change is a received request that differs in one point from the signed request.
type change struct {
	req  *http.Request
	body string
	keys auth.Credentials
	now  time.Time
}

// AssertVerifies checks that the verifier of a scheme accepts a signed request as a server
// receives it, and refuses it after any single change.
func AssertVerifies(t *testing.T, s canonical.Scheme, v auth.Verifier, sent *http.Request, body string, keys auth.Credentials, now time.Time) {
	t.Helper()
	c, ok := s.Read(Received(t, sent, body))
	if !ok {
		t.Fatal("the signer wrote an Authorization that its verifier cannot read")
	}
	verify := func(what string, want auth.VerifyReason, alter func(*change)) {
		t.Helper()
		x := change{Received(t, sent, body), body, keys, now}
		alter(&x)
		who, err := v.Verify(x.req, []byte(x.body), Knows(x.keys), x.now)
		if got := Reason(t, err); got != want {
			t.Errorf("%s: the reason is %q, not %q", what, got, want)
		}
		signedBy := x.keys
		if err != nil {
			signedBy = auth.Credentials{}
		}
		if who != signedBy {
			t.Errorf("%s: Verify returned the credentials %v", what, who)
		}
	}
	verify("as it was signed", "", func(*change) {})
	verify("15 minutes late", "", func(x *change) { x.now = x.now.Add(canonical.MaxSkew) })
	verify("15 minutes early", "", func(x *change) { x.now = x.now.Add(-canonical.MaxSkew) })
	for name, test := range changes(c.Fields) {
		verify(name, test.want, test.alter)
	}
}

type refusal struct {
	want  auth.VerifyReason
	alter func(*change)
}

func changes(signed []canonical.Field) map[string]refusal {
	bodyReason := auth.VerifySignature
	if _, ok := canonical.ValueOf(signed, "x-acs-content-sha256"); ok {
		bodyReason = auth.VerifyBodyHash
	}
	all := map[string]refusal{
		"another method": {
			want: auth.VerifySignature, alter: func(x *change) { x.req.Method = "PATCH" },
		},
		"another path": {
			want: auth.VerifySignature, alter: func(x *change) { x.req.URL.Path += "x" },
		},
		"another query": {
			want: auth.VerifySignature, alter: func(x *change) { x.req.URL.RawQuery += "&x=1" },
		},
		"another secret": {
			want: auth.VerifySignature, alter: func(x *change) { x.keys.AccessKeySecret += "x" },
		},
		"another body": {want: bodyReason, alter: func(x *change) { x.body += " " }},
		"an unknown key": {
			want: auth.VerifyUnknownKey, alter: func(x *change) { x.keys.AccessKeyID += "x" },
		},
		"an empty secret": {
			want: auth.VerifyUnknownKey, alter: func(x *change) { x.keys.AccessKeySecret = "" },
		},
		"another token": {
			want: auth.VerifyToken, alter: func(x *change) { x.keys.SecurityToken += "x" },
		},
		"a date too early": {
			want:  auth.VerifyDate,
			alter: func(x *change) { x.now = x.now.Add(canonical.MaxSkew + time.Second) },
		},
		"a date too late": {
			want:  auth.VerifyDate,
			alter: func(x *change) { x.now = x.now.Add(-canonical.MaxSkew - time.Second) },
		},
		"a cut signature": {
			want:  auth.VerifyMalformed,
			alter: func(x *change) { x.edit(func(a string) string { return a[:len(a)-1] }) },
		},
		"another signature": {
			want: auth.VerifySignature, alter: func(x *change) { x.edit(flipLast) },
		},
		"another algorithm": {
			want:  auth.VerifyMalformed,
			alter: func(x *change) { x.edit(func(a string) string { return "X" + a }) },
		},
		"an opaque URL": {
			want: auth.VerifyMalformed, alter: func(x *change) { x.req.URL.Opaque = "x" },
		},
		"a bad escape": {
			want: auth.VerifyMalformed, alter: func(x *change) { x.req.URL.RawQuery = "a=%zz" },
		},
		"no Authorization": {
			want:  auth.VerifyMalformed,
			alter: func(x *change) { x.req.Header.Del("Authorization") },
		},
		"two Authorizations": {
			want: auth.VerifyMalformed,
			alter: func(x *change) {
				x.req.Header.Add("Authorization", x.req.Header.Get("Authorization"))
			},
		},
	}
	for _, f := range signed {
		all["without "+f.Name] = refusal{want: auth.VerifyMalformed, alter: func(x *change) { x.set(f.Name) }}
		all["twice "+f.Name] = refusal{want: auth.VerifyMalformed, alter: func(x *change) { x.set(f.Name, f.Value, f.Value) }}
		want := auth.VerifySignature
		switch f.Name {
		case "x-sdk-date", "x-acs-date":
			want = auth.VerifyDate
		case "x-acs-content-sha256":
			want = auth.VerifyBodyHash
		case "x-security-token", "x-acs-security-token":
			want = auth.VerifyToken
		}
		all["another "+f.Name] = refusal{want: want, alter: func(x *change) { x.set(f.Name, f.Value+"x") }}
		if f.Name == "host" {
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
