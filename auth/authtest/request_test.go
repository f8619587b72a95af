package authtest_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// received is a signed POST with a form.
func received(t *testing.T) *authtest.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://api.example.test/v1/projects?limit=7", nil)
	require.NoError(t, err)
	for name, value := range map[string]string{
		"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "X-Note": "n",
		"Authorization":    "SDK-HMAC-SHA256 Access=FAKEAK, Signature=0123abcd",
		"X-Security-Token": "HuaweiToken", "X-Acs-Security-Token": "AlibabaToken",
	} {
		r.Header.Set(name, value)
	}
	return authtest.NewRequest(r, []byte("note=a%40b"))
}

func TestNewRequest(t *testing.T) {
	t.Parallel()
	t.Run("describes the request that arrived", func(t *testing.T) {
		t.Parallel()
		r := received(t)
		assert.Equal(t, []string{"POST", "api.example.test", "/v1/projects", "7", "a@b", "note=a%40b", "n", "0123abcd"},
			[]string{r.Method, r.Host, r.Path, r.Query.Get("limit"), r.Form.Get("note"), string(r.Body), r.Header.Get("X-Note"), r.Signature()})
	})
	t.Run("sees no form in another body", func(t *testing.T) {
		t.Parallel()
		r, err := http.NewRequest(http.MethodPost, "https://api.example.test/", nil)
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		got := authtest.NewRequest(r, []byte("a=b"))
		assert.Nil(t, got.Form)
		assert.Empty(t, got.Signature())
	})
	t.Run("sees a form in any case of its content type", func(t *testing.T) {
		t.Parallel()
		r, err := http.NewRequest(http.MethodPost, "https://api.example.test/", nil)
		require.NoError(t, err)
		r.Header.Set("Content-Type", "Application/X-WWW-Form-Urlencoded")
		assert.Equal(t, "b", authtest.NewRequest(r, []byte("a=b")).Form.Get("a"))
	})
}

func TestNewRequest_semicolon(t *testing.T) {
	t.Parallel()
	const text = "Note=a;b&c=d;Action=e&f=g%3Bh"
	want := url.Values{"Note": {"a;b"}, "c": {"d;Action=e"}, "f": {"g;h"}}
	r, err := http.NewRequest(http.MethodPost, "https://api.example.test/?"+text, nil)
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := authtest.NewRequest(r, []byte(text))
	assert.Equal(t, want, got.Query)
	assert.Equal(t, want, got.Form)
}

func TestRequest_Signature(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		r    authtest.Request
		want string
	}{
		"is the signature of Authorization": {
			r: authtest.Request{
				Header: http.Header{"Authorization": {"A Signature=header"}},
				Query:  url.Values{"Signature": {"query"}},
			},
			want: "header",
		},
		"is a parameter of the query": {
			r: authtest.Request{Query: url.Values{"Signature": {"query"}}}, want: "query",
		},
		"is a parameter of a form": {
			r: authtest.Request{Form: url.Values{"Signature": {"form"}}}, want: "form",
		},
		"is empty without a signature": {
			r: authtest.Request{Header: http.Header{"Authorization": {"Bearer abc"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, c.r.Signature())
		})
	}
}

func TestRequest_String(t *testing.T) {
	t.Parallel()
	r := received(t)
	r.Op, r.AccountID, r.Status = "List", "1001", 200
	assert.Equal(t, `List: POST api.example.test/v1/projects by "1001": 200`, r.String())
	r.Version, r.Hint = "2020-03-31", "the request is not signed"
	assert.Equal(t, `List 2020-03-31: POST api.example.test/v1/projects by "1001": 200 (the request is not signed)`, r.String())
}

func TestRequest_MarshalJSON(t *testing.T) {
	t.Parallel()
	t.Run("hides secrets, like every other way to print the record", func(t *testing.T) {
		t.Parallel()
		r := *received(t)
		asJSON, err := json.Marshal(r)
		require.NoError(t, err)
		asText, err := r.MarshalText()
		require.NoError(t, err)
		asBinary, err := r.MarshalBinary()
		require.NoError(t, err)
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "request", r)
		nested := struct{ R []authtest.Request }{[]authtest.Request{r}}
		for _, text := range []string{
			string(asJSON), string(asText), string(asBinary), log.String(), r.String(), fmt.Sprint(r),
			fmt.Sprintf("%+v %#v %s %q %x", r, r, r, r, r), fmt.Sprintf("%+v %#v", nested, nested), fmt.Sprintf("%v", &r),
		} {
			assert.Contains(t, text, "/v1/projects")
			for _, secret := range []string{"HuaweiToken", "AlibabaToken", "0123abcd"} {
				assert.NotContains(t, text, secret)
			}
		}
		assert.Contains(t, string(asJSON), "X-Note")
		assert.NotEmpty(t, r.Header.Get("Authorization"), "the record itself keeps the secrets")
	})
	for name, c := range map[string]struct{ query, contentType, body, shown string }{
		"hides parameters of the query": {
			query: "?Signature=Canary1&securitytoken=Canary2&BearerToken=Canary3&PageSize=7",
			shown: "PageSize",
		},
		"hides parameters of a form": {
			contentType: "application/x-www-form-urlencoded",
			body:        "Signature=Canary1&SecurityToken=Canary2&SecurityToken=Canary%zz&Note=n",
			shown:       "Note",
		},
		"hides parameters of STS": {
			contentType: "application/x-www-form-urlencoded",
			body:        "OIDCToken=Canary1&ExternalId=Canary2&RoleSessionName=nightly",
			shown:       "RoleSessionName",
		},
		"hides an ID token": {
			contentType: "application/json", body: `{"id_token":"Canary"}`,
			shown: "Content-Type",
		},
		"hides an external ID": {
			contentType: "application/json", body: `{"external_id":"Canary"}`,
			shown: "Content-Type",
		},
		"hides the code of a device": {
			contentType: "application/json", body: `{"token_code":"Canary"}`,
			shown: "Content-Type",
		},
		"hides a token of IAM": {
			contentType: "application/json", body: `{"token":{"id":"Canary"}}`,
			shown: "Content-Type",
		},
		"hides a body that names a token": {
			contentType: "application/json", body: `{"SecurityToken":"Canary"}`,
			shown: "Content-Type",
		},
		"shows a body that names no secret": {
			contentType: "application/json", body: `{"note":"signature"}`,
			shown: base64.StdEncoding.EncodeToString([]byte(`{"note":"signature"}`)),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequest(http.MethodPost, "https://api.example.test/"+c.query, nil)
			require.NoError(t, err)
			r.Header.Set("Content-Type", c.contentType)
			for _, name := range []string{"X-Auth-Token", "X-Acs-Bearer-Token", "X-Subject-Token"} {
				r.Header.Set(name, "Canary4")
			}
			record := authtest.NewRequest(r, []byte(c.body))
			asJSON, err := json.Marshal(record)
			require.NoError(t, err)
			assert.Contains(t, string(asJSON), c.shown)
			assert.NotContains(t, string(asJSON), "Canary")
			for at := range 3 { // base64 may begin at any of three places
				canary := base64.StdEncoding.EncodeToString([]byte("Canary"[at:]))
				assert.NotContains(t, string(asJSON), canary[:4])
			}
			assert.Equal(t, c.body, string(record.Body), "the record itself keeps the secrets")
		})
	}
}
