package huaweiorg

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const headerID = "3f1c0a9be7d24c51a6f08b2d4e6c8a10"

func response(status int, body []byte) *auth.Response {
	return &auth.Response{
		Op: "ListHandshakes", StatusCode: status, Body: body, Attempts: 1,
		Header: http.Header{"X-Request-Id": {headerID}, "Content-Type": {"application/json"}},
	}
}

// classifyAt classifies a response at a fixed time, and returns its error.
func classifyAt(t testing.TB, r *auth.Response) (auth.Decision, *Error) {
	t.Helper()
	now := func() time.Time { return time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC) }
	d := classifier(now, noHint)(auth.Call{Op: r.Op, Safe: true}, r)
	e, ok := errors.AsType[*Error](d.Err)
	require.True(t, ok)
	return d, e
}

var conditions = []error{
	ErrNoCredentials, ErrNotFound, ErrPermission, ErrUnauthenticated, ErrThrottled, ErrQuota,
	ErrConflict, ErrInvalid, ErrUnavailable, ErrTooLarge, ErrOutcomeUnknown,
	ErrNotInOrganization, ErrAlreadyMember, ErrAlreadyInvited, ErrNotPending,
}

// assertOnly checks that err matches exactly the conditions that want matches. If want is nil,
// err must match none.
func assertOnly(t testing.TB, err, want error) {
	t.Helper()
	for _, c := range conditions {
		assert.Equal(t, errors.Is(want, c), errors.Is(err, c), "%v under %v", err, c)
	}
}

func TestNewError_fixtures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, caption string
		status        int
		verdict       auth.Verdict
		condition     error
		code, message string
	}{
		{file: "F17.json", caption: "not the management account", status: 401, verdict: auth.Fatal,
			condition: ErrPermission,
			code:      "Organizations.1001",
			message:   "Only the management account of an organization can call this operation."},
		{file: "F18.json", caption: "concurrent change", status: 409, verdict: auth.Refused,
			condition: ErrConflict,
			code:      "Organizations.1003", message: "Concurrent modification."},
		{file: "F19.json", caption: "with encoded message", status: 403, verdict: auth.Fatal,
			condition: ErrPermission,
			code:      "Organizations.1007",
			message:   "Policy denies 'organizations:handshakes:cancel'."},
		{file: "F20.json", caption: "caller in no organization, the credentials are valid",
			status:  401,
			verdict: auth.Fatal, condition: ErrNotInOrganization,
			code: "Organizations.1015", message: "Organization not found."},
		{file: "F21.json", caption: "already cancelled", status: 400, verdict: auth.Fatal,
			condition: ErrNotPending,
			code:      "Organizations.1401", message: "The invitation has been cancelled."},
		{file: "F23.json", caption: "throttled", status: 429, verdict: auth.Throttled,
			condition: ErrThrottled,
			code:      "APIGW.0308",
			message: "The throttling threshold has been reached: policy user over " +
				"ratelimit,limit:60,time:1 minute"},
		{file: "F24.json", caption: "wrong path, which is no missing handshake", status: 404,
			verdict: auth.Fatal, condition: ErrInvalid,
			code: "APIGW.0101", message: "No such API is published here"},
		{file: "F25.json", caption: "nested, numeric code", status: 401, verdict: auth.Fatal,
			condition: ErrUnauthenticated,
			code:      "401", message: "Please authenticate first."},
		{file: "F26.json", caption: "nested service shape", status: 400, verdict: auth.Fatal,
			condition: ErrInvalid,
			code:      "SVC.0001", message: "nested failure"},
		{file: "F27.json", caption: "code and message", status: 500, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			code:      "SVC.0002", message: "flat failure"},
		{file: "F28.json", caption: "details, error_code without error_msg", status: 400,
			verdict: auth.Fatal, condition: ErrInvalid,
			code: "SVC.0003", message: "SVC.0003.1 first; SVC.0003.2 second"},
		{file: "F29.html", caption: "not JSON", status: 502, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			code:      "",
			message: "<html><head><title>502 Bad Gateway</title></head><body>" +
				"<center>nginx</center></body></html>"},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			d, e := classifyAt(t, response(c.status, fixture(t, c.file)))
			assert.Equal(t, c.verdict, d.Verdict)
			assert.Zero(t, d.Wait)
			assertOnly(t, e, c.condition)
			assert.Equal(t, "ListHandshakes", e.Op)
			assert.Equal(t, c.status, e.StatusCode)
			assert.Equal(t, c.code, e.Code)
			assert.Equal(t, c.message, e.Message)
			assert.Equal(t, headerID, e.RequestID, "the ID in the header has priority")
			assert.Equal(t, 1, e.Attempts)
			assert.True(t, strings.HasPrefix(e.Error(), "huaweiorg: ListHandshakes: "))
		})
	}
}

func TestError_encodedMessage(t *testing.T) {
	t.Parallel()
	r := response(403, fixture(t, "F19.json"))
	r.Header.Del("X-Request-Id")
	_, e := classifyAt(t, r)
	assert.Equal(t, "QUFBQkJCQ0NDRERE", e.EncodedAuthorizationMessage)
	assert.Equal(t, "7d5b3f19c0a84e62b1d7f3a5c9e80246", e.RequestID, "the ID in the body is used if the header has none")
	assert.NotContains(t, e.Error(), e.EncodedAuthorizationMessage)
	assert.NotContains(t, logged(e), e.EncodedAuthorizationMessage)
}

func TestError_redacted(t *testing.T) {
	t.Parallel()
	d, e := classifyAt(t, response(401, fixture(t, "F22.json")))
	assert.Equal(t, auth.ClockSkew, d.Verdict)
	assertOnly(t, e, ErrUnauthenticated)
	assert.Equal(t, "APIGW.0301", e.Code)
	assert.Contains(t, e.Message, "verify aksk signature fail")
	for _, text := range []string{e.Error(), e.Message, logged(e)} {
		assert.NotContains(t, text, "SECRETTOKENVALUE")
		assert.NotContains(t, text, "|host:")
		assert.NotContains(t, text, "20250203T040506Z")
	}
}

func TestNewError_echoes(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"of a canonical request in words": `{"error_msg":"bad Canonical Request: GET|/|CANARY"}`,
		"of a string to sign":             `{"error_msg":"stringToSign: CANARY"}`,
		"of a header":                     `{"error_msg":"header X-Security-Token:CANARY is bad"}`,
		"of an authorization": `{"message":"Authorization: SDK-HMAC-SHA256 ` +
			`Access=CANARY"}`,
		"of an access key": `{"message":"no such key, Access=CANARY"}`,
		"in a code":        `{"error_code":"x-security-token:CANARY"}`,
		"in a detail": `{"error_code":"X",` +
			`"details":[{"error_msg":"canonicalRequest:CANARY"}]}`,
		"in a nested error":            `{"error":{"message":"canonicalRequest:CANARY"}}`,
		"in an error that is a string": `{"error":"canonicalRequest:CANARY"}`,
		"in HTML":                      `<p>X-Security-Token: CANARY</p>`,
		"in JSON of another form":      `{"headers":{"X-Security-Token":"CANARY"}}`,
		"after letters that lower case makes longer": `{"error_msg":"` + strings.Repeat("İ", 40) +
			` canonicalRequest:CANARY"}`,
		"between control characters": `{"error_msg":"\u0000\ncanonicalRequest\n:\nCANARY"}`,
		"after the part that is kept": `{"error_msg":"` + strings.Repeat("long ", 200) +
			`canonicalRequest:CANARY"}`,
	} {
		_, e := classifyAt(t, response(401, []byte(body)))
		assert.NotContains(t, e.Error()+logged(e)+e.Code+e.Message, "CANARY", name)
	}
	r := response(401, nil)
	r.Header.Set("X-Request-Id", "x-security-token:CANARY")
	_, e := classifyAt(t, r)
	assert.NotContains(t, e.Error()+logged(e), "CANARY")
}

func TestClassifier_retryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"2":                             2 * time.Second,
		"Mon, 03 Feb 2025 04:05:36 GMT": 30 * time.Second,
		"soon":                          0,
	} {
		r := response(429, fixture(t, "F23.json"))
		r.Header.Set("Retry-After", value)
		d, e := classifyAt(t, r)
		assert.Equal(t, auth.Throttled, d.Verdict)
		assert.Equal(t, want, d.Wait, value)
		assert.Equal(t, want, e.RetryAfter, value)
	}
}

func logged(err error) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("failed", "err", err)
	return b.String()
}

func TestError_Is_unreadable(t *testing.T) {
	t.Parallel()
	e := malformed(response(200, fixture(t, "F29.html")), errNotList)
	assertOnly(t, e, ErrUnavailable)
	assert.Equal(t, 200, e.StatusCode)
	assert.Equal(t, headerID, e.RequestID)
	assert.Contains(t, e.Message, "502 Bad Gateway")
	e = malformed(response(200, fixture(t, "F23.json")), errNotList)
	assertOnly(t, e, ErrThrottled)
	e = malformed(response(200, fixture(t, "F23.json")), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrThrottled)
	e = malformed(response(200, nil), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrTooLarge)
}
