package huawei

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestClassifier(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		body   string
		header http.Header
		want   error // nil means no condition
		is     auth.Verdict
		text   string // the end of the error's text
	}{
		{
			name:   "IAM refuses with a code and a message",
			status: 403, body: `{"error_code":"IAM.0011","error_msg":"no."}`,
			want: auth.ErrPermission, is: auth.Fatal,
			text: "403 IAM.0011: no: allow this action",
		},
		{
			name:   "IAM refuses within error",
			status: 401,
			body: `{"error":{"code":401,"message":"Please authenticate first.",` +
				`"title":"Unauthorized"}}`,
			want: auth.ErrUnauthenticated, is: auth.Fatal,
			text: "401 401: Please authenticate first: " + hintKeys,
		},
		{
			name:   "STS sends details",
			status: 400,
			body: `{"error_code":"STS5.1","error_msg":"bad","details":[{"error_code":"D1",` +
				`"error_msg":"one"},"two",{"message":"three"}]}`,
			want: auth.ErrInvalid, is: auth.Fatal, text: "400 STS5.1: bad; D1 one; two; three",
		},
		{
			name:   "an error is a text",
			status: 404, body: `{"error":"gone"}`, want: auth.ErrNotFound, is: auth.Fatal,
			text: "404 Not Found: gone",
		},
		{
			name:   "the request ID is in the body",
			status: 409, body: `{"code":"C","message":"m","request_id":"r-1"}`,
			want: auth.ErrConflict, is: auth.Fatal, text: "409 C: m (request r-1)",
		},
		{
			name:   "the ID in the header comes first",
			status: 409, body: `{"code":"C","message":"m","request_id":"r-1"}`,
			header: http.Header{"X-Request-Id": {"r-2"}}, want: auth.ErrConflict, is: auth.Fatal,
			text: "409 C: m (request r-2)",
		},
		{
			name:   "the trace ID of IAM is a request ID, too",
			status: 409, body: `{"code":"C","message":"m"}`,
			header: http.Header{"X-Iam-Trace-Id": {"t-1"}}, want: auth.ErrConflict,
			is: auth.Fatal, text: "409 C: m (request t-1)",
		},
		{
			name:   "the gateway does not accept the key or the date",
			status: 400,
			body:   `{"error_code":"APIG.0301","error_msg":"Incorrect authentication"}`,
			want:   auth.ErrUnauthenticated, is: auth.Unauthenticated,
			text: "Incorrect authentication: " + hintKeys,
		},
		{
			name:   "the gateway does not accept the signature",
			status: 401, body: `{"error_code":"APIGW.0301","error_msg":"Signature expired"}`,
			want: auth.ErrUnauthenticated, is: auth.ClockSkew,
			text: "Signature expired: " + hintKeys,
		},
		{
			name:   "the gateway finds the token expired",
			status: 401, body: `{"error_code":"APIGW.0307"}`, want: auth.ErrUnauthenticated,
			is:   auth.StaleCredentials,
			text: "the security token has expired: renew the temporary credentials",
		},
		{
			name:   "the gateway throttles",
			status: 400, body: `{"error_code":"APIGW.0308"}`,
			header: http.Header{"Retry-After": {"7"}}, want: auth.ErrThrottled,
			is: auth.Throttled, text: "too many requests: retry in 7s",
		},
		{
			name:   "there is no such API",
			status: 404, body: `{"error_code":"APIGW.0101"}`, want: auth.ErrInvalid,
			is: auth.Fatal, text: "check the endpoint",
		},
		{
			name:   "a web page is the message",
			status: 502, body: "<html>Bad Gateway</html>", want: auth.ErrUnavailable,
			is: auth.Ambiguous, text: "<html>Bad Gateway</html>",
		},
		{
			name:   "the client does not follow a redirect",
			status: 302, is: auth.Fatal, text: "redirects are not followed: check the endpoint",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := classifier(hint{})(auth.Call{}, &auth.Response{Op: "Op", StatusCode: c.status, Header: c.header, Body: []byte(c.body), Attempts: 1})
			assert.Equal(t, c.is, d.Verdict)
			if c.want != nil {
				assert.ErrorIs(t, d.Err, c.want)
			}
			assert.True(t, strings.HasPrefix(d.Err.Error(), "huawei: Op: "), d.Err)
			assert.True(t, strings.HasSuffix(d.Err.Error(), c.text), d.Err)
		})
	}
}

func TestHint_apply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		h      hint
		status int
		want   bool
	}{
		{
			name: "a hint replaces the hint of the rule",
			h:    hint{text: "do this"}, status: 401, want: true,
		},
		{
			name: "a hint for another condition has no effect",
			h:    hint{text: "do this", only: auth.ErrPermission}, status: 401,
		},
		{
			name: "a hint for the condition has an effect",
			h:    hint{text: "do this", only: auth.ErrPermission}, status: 403, want: true,
		},
		{
			name: "no hint helps if the service is not available",
			h:    hint{text: "do this"}, status: 503,
		},
		{name: "no hint helps against throttling", h: hint{text: "do this"}, status: 429},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := newError(&auth.Response{Op: "Op", StatusCode: c.status}, 0, c.h)
			assert.Equal(t, c.want, strings.Contains(err.Error(), "do this"), err)
		})
	}
}
