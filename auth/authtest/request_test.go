package authtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
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
	t.Run("describes what arrived", func(t *testing.T) {
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
}

func TestRequest_String(t *testing.T) {
	t.Parallel()
	r := received(t)
	r.Op, r.AccountID, r.Status = "List", "1001", 200
	assert.Equal(t, `List: POST api.example.test/v1/projects by "1001": 200`, r.String())
	r.Version = "2020-03-31"
	assert.Equal(t, `List 2020-03-31: POST api.example.test/v1/projects by "1001": 200`, r.String())
}

func TestRequest_MarshalJSON(t *testing.T) {
	t.Parallel()
	t.Run("hides secrets, as every way of printing does", func(t *testing.T) {
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
		assert.NotEmpty(t, r.Header.Get("Authorization"), "the record itself is complete")
	})
}

func TestRequests_All(t *testing.T) {
	t.Parallel()
	t.Run("returns copies", func(t *testing.T) {
		t.Parallel()
		var s authtest.Requests
		s.Begin(received(t))
		r := s.All()[0]
		r.Query["limit"][0], r.Form["note"][0], r.Header["X-Note"][0], r.Body[0] = "8", "x", "x", 'x'
		assert.Equal(t, *received(t), s.All()[0])
	})
	t.Run("returns the last 10,000", func(t *testing.T) {
		t.Parallel()
		var s authtest.Requests
		for range authtest.MaxRecent + 20 {
			s.Begin(&authtest.Request{Op: "first"})
		}
		s.Begin(&authtest.Request{Op: "last"})
		all := s.All()
		require.Len(t, all, 10_000)
		assert.Equal(t, []string{"first", "last"}, []string{all[0].Op, all[9_999].Op})
	})
}

func TestRequests_End(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		out  authtest.Reply
		want string
	}{
		"keeps the status": {out: authtest.Reply{Status: 404}, want: "[Op 1001 404]"},
		"keeps no status if the connection was broken": {out: authtest.Reply{Status: 200, Err: http.ErrAbortHandler}, want: "[Op 1001 0]"},
		"forgets what never arrived":                   {out: authtest.Reply{Err: http.ErrAbortHandler, Unseen: true}, want: "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s authtest.Requests
			r := &authtest.Request{}
			s.Begin(r)
			s.End(r, "Op", "1001", c.out)
			var got []string
			for _, r := range s.All() {
				got = append(got, fmt.Sprint(r.Op, " ", r.AccountID, " ", r.Status))
			}
			assert.Equal(t, c.want, "["+strings.Join(got, ",")+"]")
		})
	}
}
