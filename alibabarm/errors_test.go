package alibabarm

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

const headerID = "0D4E8F3C-7A21-5B7D-9A11-6C1B5E0A2F64"

func responseOf(status int, body []byte, header ...string) *auth.Response {
	r := &auth.Response{
		Op: "ListHandshakesForAccount", StatusCode: status, Body: body, Attempts: 1,
		Header: http.Header{"X-Acs-Request-Id": {headerID}, "Content-Type": {"application/json;charset=utf-8"}},
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// classifyAt classifies a response at a fixed time, and returns its error.
func classifyAt(t testing.TB, r *auth.Response) (auth.Decision, *Error) {
	t.Helper()
	now := func() time.Time { return time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC) }
	d := classifier(now)(auth.Call{Op: r.Op, Safe: true}, r)
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
	const (
		manager   = "resourcemanager.aliyuncs.com"
		directory = "resourcedirectory.aliyuncs.com"
	)
	for _, c := range []struct {
		file, caption string
		status        int
		verdict       auth.Verdict
		condition     error
		want          Error // except Op, StatusCode and Attempts
	}{
		{file: "F18.json", caption: "state mismatch", status: 409, verdict: auth.Fatal,
			condition: ErrNotPending,
			want: Error{
				ServiceError: auth.ServiceError{Code: "HandshakeStatusMismatch",
					Message:   "Invitation state does not allow this call.",
					RequestID: "9C11D5F0-3B2A-5C8E-91D7-04B6A2E8F310"}, HostID: directory,
				RecommendURL: "https://troubleshoot.example/?q=HandshakeStatusMismatch"}},
		{file: "F19.json", caption: "unknown invitation", status: 404, verdict: auth.Fatal,
			condition: ErrNotFound,
			want: Error{
				ServiceError: auth.ServiceError{Code: "EntityNotExists.Handshake",
					Message: "No such handshake.", RequestID: "9C12"}, HostID: directory}},
		{file: "F20.json", caption: "bad key, which is no missing invitation", status: 404,
			verdict: auth.StaleCredentials, condition: ErrUnauthenticated,
			want: Error{
				ServiceError: auth.ServiceError{Code: "InvalidAccessKeyId.NotFound",
					Message: "Access key is not known.", RequestID: "9C13"}, HostID: manager}},
		{file: "F21.json", caption: "denial detail", status: 403, verdict: auth.Fatal,
			condition: ErrPermission,
			want: Error{
				ServiceError: auth.ServiceError{Code: "NoPermission", Message: "Not authorized.",
					RequestID: "9C14"}, HostID: manager, AccessDeniedDetail: map[string]string{
					"AuthAction":        "resourcemanager:AcceptHandshake",
					"AuthPrincipalType": "SubUser", "AuthPrincipalOwnerId": "1190022334455667",
					"AuthPrincipalDisplayName": "202233445566", "NoPermissionType": "ImplicitDeny",
					"PolicyType":               "AccountLevelIdentityBasedPolicy",
					"EncodedDiagnosticMessage": "QUJDREVGRw==",
				}}},
		{file: "F22.json", caption: "lower-case keys, denial detail as a string", status: 403,
			verdict: auth.Fatal, condition: ErrPermission,
			want: Error{
				ServiceError: auth.ServiceError{Code: "Forbidden.RAM", Message: "Denied.",
					RequestID: "9C15"},
				AccessDeniedDetail: map[string]string{
					"AuthAction": "resourcemanager:GetHandshake"}}},
		{file: "F23.json", caption: "throttled", status: 400, verdict: auth.Throttled,
			condition: ErrThrottled,
			want: Error{
				ServiceError: auth.ServiceError{Code: "Throttling.User",
					Message: "Flow control for this user.", RequestID: "9C16"}, HostID: manager}},
		{file: "F24.json", caption: "concurrent change", status: 429, verdict: auth.Refused,
			condition: ErrConflict,
			want: Error{
				ServiceError: auth.ServiceError{Code: "ConcurrentCallNotSupported",
					Message: "Another operation is running.", RequestID: "9C17"},
				HostID: directory}},
		{file: "F25a.json", caption: "nonce reuse", status: 400, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			want: Error{
				ServiceError: auth.ServiceError{Code: "SignatureNonceUsed",
					Message: "Nonce seen before.", RequestID: "9C18"}, HostID: manager}},
		{file: "F25b.json", caption: "clock", status: 400, verdict: auth.ClockSkew,
			condition: ErrUnauthenticated,
			want: Error{
				ServiceError: auth.ServiceError{Code: "InvalidTimeStamp.Expired",
					Message: "Time stamp too old.", RequestID: "9C19"}, HostID: manager}},
		{file: "F27.json", caption: "expired STS token", status: 400,
			verdict: auth.StaleCredentials, condition: ErrUnauthenticated,
			want: Error{
				ServiceError: auth.ServiceError{Code: "InvalidSecurityToken.Expired",
					Message: "Token is past its lifetime.", RequestID: "9C21"}, HostID: manager}},
		{file: "F28.json", caption: "invite conflict", status: 409, verdict: auth.Fatal,
			condition: ErrAlreadyInvited,
			want: Error{
				ServiceError: auth.ServiceError{Code: "EntityAlreadyExists.Handshake",
					Message: "Target already has a pending handshake.", RequestID: "9C22"},
				HostID: directory}},
		{file: "F29.xml", caption: "XML", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
			want: Error{
				ServiceError: auth.ServiceError{Code: "MissingParameter.HandshakeId",
					Message: "HandshakeId is needed.", RequestID: "9C23"}, HostID: manager,
				RecommendURL: "https://troubleshoot.example/"}},
		{file: "F30.html", caption: "HTML of a proxy", status: 502, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			want: Error{
				ServiceError: auth.ServiceError{
					Message: "<html><head><title>502 Bad Gateway</title></head>" +
						"<body>upstream</body></html>", RequestID: headerID}}},
		{file: "F31.json", caption: "unavailable", status: 503, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			want: Error{
				ServiceError: auth.ServiceError{Code: "ServiceUnavailable", Message: "Try later.",
					RequestID: "9C25"}, HostID: manager}},
		{file: "F32.txt", caption: "unavailable, empty body", status: 503, verdict: auth.Ambiguous,
			condition: ErrUnavailable,
			want:      Error{ServiceError: auth.ServiceError{RequestID: headerID}}},
		{file: "F35.json", caption: "a code that is no string", status: 500,
			verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{Code: "500", RequestID: "12345"}}},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"application/json;charset=utf-8", "text/xml;charset=utf-8", "application/xml", "text/html"} {
				d, e := classifyAt(t, responseOf(c.status, fixture(t, c.file), "Content-Type", kind))
				assert.Equal(t, c.verdict, d.Verdict)
				assert.Zero(t, d.Wait)
				assertOnly(t, e, c.condition)
				want := c.want
				want.Op, want.StatusCode, want.Attempts = "ListHandshakesForAccount", c.status, 1
				assert.Equal(t, want, *e, kind)
				assert.True(t, strings.HasPrefix(e.Error(), "alibabarm: ListHandshakesForAccount: "))
			}
		})
	}
}

func TestRuleFor_conflicts(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]error{
		"EntityAlreadyExists.Handshake":                ErrAlreadyInvited,
		"EntityAlreadyExists.ResourceDir.Account":      ErrAlreadyMember,
		"NotSupport.AccountInAnotherResourceDirectory": ErrConflict,
		"Invalid.AccountType":                          ErrConflict,
		"LegalEntityMismatch":                          ErrConflict,
		"LimitExceeded.Account":                        ErrQuota,
		"LimitExceeded.InvitationRate":                 ErrQuota,
		"LimitExceeded.SameTargetInvitationRate":       ErrQuota,
		"LimitExceeded.Invitation.InvalidTarget":       ErrQuota,
	} {
		d, e := classifyAt(t, responseOf(409, bytes.ReplaceAll(fixture(t, "F28.json"), []byte("EntityAlreadyExists.Handshake"), []byte(code))))
		assert.Equal(t, auth.Fatal, d.Verdict, code)
		assert.Equal(t, code, e.Code)
		assertOnly(t, e, want)
	}
}

func TestError_deniedDetail(t *testing.T) {
	t.Parallel()
	_, e := classifyAt(t, responseOf(403, fixture(t, "F21.json")))
	for _, text := range []string{e.Error(), logged(e)} {
		assert.NotContains(t, text, "QUJDREVGRw")
		assert.NotContains(t, text, "ImplicitDeny")
	}
}

func TestError_redacted(t *testing.T) {
	t.Parallel()
	d, e := classifyAt(t, responseOf(400, fixture(t, "F26.json")))
	assert.Equal(t, auth.Fatal, d.Verdict)
	assertOnly(t, e, ErrUnauthenticated)
	assert.Equal(t, "SignatureDoesNotMatch", e.Code)
	assert.Equal(t, "9C20", e.RequestID)
	assert.Contains(t, e.Message, "Signature differs")
	for _, text := range []string{e.Error(), e.Message, logged(e)} {
		assert.NotContains(t, text, "testAccessKeyId")
		assert.NotContains(t, text, "POST&")
	}
}

func TestNewError_echoes(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"of a string to sign": `{"Message":"server string to sign is:CANARY"}`,
		"of a header":         `{"Message":"header x-acs-security-token:CANARY is bad"}`,
		"of an authorization": `{"Message":"Authorization: ACS3-HMAC-SHA256 ` +
			`Credential=CANARY"}`,
		"of a scheme":         `{"Message":"ACS3-HMAC-SHA256 Credential=CANARY"}`,
		"of an encoded query": `{"Message":"bad AccessKeyId%3DCANARY"}`,
		"in a code":           `{"Code":"x-acs-security-token:CANARY"}`,
		"in a description":    `{"Code":"X","Description":"string to sign CANARY"}`,
		"in a request ID":     `{"Code":"X","RequestId":"SecurityToken=CANARY"}`,
		"in a host ID":        `{"Code":"X","HostId":"SecurityToken=CANARY"}`,
		"in a link": `{"Code":"X","Recommend":"https://x.` +
			`example/?Signature=CANARY"}`,
		"in a detail": `{"Code":"X","AccessDeniedDetail":{"A":"SecurityToken: ` +
			`CANARY"}}`,
		"in XML": `<Error><Code>X</Code><Message>server string to sign ` +
			`is:CANARY</Message></Error>`,
		"in HTML":                 `<p>X-Acs-Security-Token: CANARY</p>`,
		"in JSON of another form": `{"headers":{"x-acs-security-token":"CANARY"}}`,
		"with control characters": `{"Message":"\u0000\nstring to sign\n:\nCANARY"}`,
		"after the part that is kept": `{"Message":"` + strings.Repeat("long ", 200) +
			`string to sign:CANARY"}`,
		"after letters that lower case makes longer": `{"Message":"` + strings.Repeat("İ", 40) +
			` string to sign:CANARY"}`,
		"in truncated JSON": `{"Message":"string to sign:CANARY`,
		"in XML of an unknown entity": `<Error><Message>&x; string to sign CANARY</Message>` +
			`</Error>`,
		"of a request of Huawei Cloud": `{"Message":"canonicalRequest:CANARY"}`,
	} {
		_, e := classifyAt(t, responseOf(400, []byte(body)))
		assert.NotContains(t, e.Error()+logged(e)+e.Code+e.Message+e.RequestID+e.HostID+e.RecommendURL+e.AccessDeniedDetail["A"], "CANARY", name)
	}
	_, e := classifyAt(t, responseOf(400, nil, "X-Acs-Request-Id", "x-acs-security-token:CANARY"))
	assert.NotContains(t, e.Error()+logged(e), "CANARY")
}

func logged(err error) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("failed", "err", err)
	return b.String()
}

func TestError_Is_unreadable(t *testing.T) {
	t.Parallel()
	e := malformed(responseOf(200, fixture(t, "F33.html")), errNotList)
	assertOnly(t, e, ErrUnavailable)
	assert.Equal(t, 200, e.StatusCode)
	assert.Equal(t, headerID, e.RequestID)
	assert.Contains(t, e.Message, "<title>Login</title>")
	e = malformed(responseOf(200, fixture(t, "F14.json")), errNotHandshake)
	assertOnly(t, e, ErrUnavailable)
	assert.Equal(t, "7B93", e.RequestID)
	e = malformed(responseOf(200, fixture(t, "F23.json")), errNotList)
	assertOnly(t, e, ErrThrottled)
	e = malformed(responseOf(200, fixture(t, "F23.json")), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrThrottled)
	e = malformed(responseOf(200, nil), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrTooLarge)
}
