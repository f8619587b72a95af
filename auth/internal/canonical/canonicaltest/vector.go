package canonicaltest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Vector is a request that an official SDK signed. testdata/README.md in the package of the
// scheme describes the format.
type Vector struct {
	Name             string            `json:"name"`
	Method           string            `json:"method"`
	URL              string            `json:"url"`
	Headers          map[string]string `json:"headers"`
	Body             string            `json:"body"`
	AccessKey        string            `json:"access_key"`
	SecretKey        string            `json:"secret_key"`
	SecurityToken    string            `json:"security_token"`
	SignedHeaders    []string          `json:"signed_headers"`
	Authorization    string            `json:"authorization"`
	CanonicalRequest string            `json:"canonical_request"`
	StringToSign     string            `json:"string_to_sign"`
	Reproduced       bool              `json:"reproduced"`
}

// ReadVectors reads a file of vectors.
func ReadVectors(t testing.TB, path string) []Vector {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []Vector `json:"cases"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s has no cases", path)
	}
	return file.Cases
}

// Keys returns the credentials that signed the vector.
func (v Vector) Keys() auth.Credentials {
	return auth.Credentials{AccessKeyID: v.AccessKey, AccessKeySecret: v.SecretKey, SecurityToken: v.SecurityToken}
}

// Request returns the vector's request as a client builds it, without the headers that the
// signer made.
func (v Vector) Request(t testing.TB, made ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(v.Method, v.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range v.Headers {
		switch {
		case strings.EqualFold(name, "Host"):
			req.Host = value
		case !slices.Contains(made, http.CanonicalHeaderKey(name)):
			req.Header.Set(name, value)
		}
	}
	return req
}

// Date returns the time in the vector's date header.
func (v Vector) Date(t testing.TB, name, layout string) time.Time {
	t.Helper()
	for key, value := range v.Headers {
		if !strings.EqualFold(key, name) {
			continue
		}
		date, err := time.Parse(layout, value)
		if err != nil {
			t.Fatal(err)
		}
		return date.In(time.FixedZone("east", 8*60*60))
	}
	t.Fatal("the vector has no date")
	return time.Time{}
}

// Texts returns the canonical request and the string to sign of a signed request.
func Texts(t testing.TB, s canonical.Scheme, req *http.Request, body, date string) (request, toSign string) {
	t.Helper()
	c, ok := s.Read(req)
	if !ok {
		t.Fatal("the signer wrote an Authorization that its verifier cannot read")
	}
	hash, ok := canonical.ValueOf(c.Fields, "x-sdk-content-sha256")
	if !ok {
		hash = canonical.Hash([]byte(body))
	}
	text := c.Request(req, hash)
	return string(text), string(s.AppendToSign(nil, text, date))
}

// AssertSigned compares the stages in order, because the first difference causes the later
// ones.
func (v Vector) AssertSigned(t *testing.T, s canonical.Scheme, req *http.Request, date string) {
	t.Helper()
	request, toSign := Texts(t, s, req, v.Body, date)
	for _, stage := range []struct{ name, want, got string }{
		{"canonical request", v.CanonicalRequest, request},
		{"string to sign", v.StringToSign, toSign},
		{"Authorization", v.Authorization, req.Header.Get("Authorization")},
	} {
		if stage.got != stage.want {
			t.Fatalf("the %s is\n%s\nnot\n%s", stage.name, stage.got, stage.want)
		}
	}
}

func requestURI(t testing.TB, text string) string {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}
