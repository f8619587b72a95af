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
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const headerID = "0D4E8F3C-7A21-5B7D-9A11-6C1B5E0A2F64"

func answerOf(status int, body []byte, header ...string) *auth.Response {
	r := &auth.Response{
		Op: "ListHandshakesForAccount", StatusCode: status, Body: body, Attempts: 1,
		Header: http.Header{"X-Acs-Request-Id": {headerID}, "Content-Type": {"application/json;charset=utf-8"}},
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// judge classifies an answer at a fixed time, and returns its error.
func judge(t testing.TB, r *auth.Response) (auth.Decision, *Error) {
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

// assertOnly checks that err is want, what want is itself, and no other condition; nil:
// none.
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
		want          Error // the rest of it
	}{
		{file: "F18.json", caption: "state mismatch", status: 409, verdict: auth.Fatal, condition: ErrNotPending,
			want: Error{ServiceError: auth.ServiceError{Code: "HandshakeStatusMismatch", Message: "Invitation state does not allow this call.", RequestID: "9C11D5F0-3B2A-5C8E-91D7-04B6A2E8F310"}, HostID: directory, RecommendURL: "https://troubleshoot.example/?q=HandshakeStatusMismatch"}},
		{file: "F19.json", caption: "unknown invitation", status: 404, verdict: auth.Fatal, condition: ErrNotFound,
			want: Error{ServiceError: auth.ServiceError{Code: "EntityNotExists.Handshake", Message: "No such handshake.", RequestID: "9C12"}, HostID: directory}},
		{file: "F20.json", caption: "bad key, which is no missing invitation", status: 404, verdict: auth.Fatal, condition: ErrUnauthenticated,
			want: Error{ServiceError: auth.ServiceError{Code: "InvalidAccessKeyId.NotFound", Message: "Access key is not known.", RequestID: "9C13"}, HostID: manager}},
		{file: "F21.json", caption: "denial detail", status: 403, verdict: auth.Fatal, condition: ErrPermission,
			want: Error{ServiceError: auth.ServiceError{Code: "NoPermission", Message: "Not authorized.", RequestID: "9C14"}, HostID: manager, AccessDeniedDetail: map[string]string{
				"AuthAction": "resourcemanager:AcceptHandshake", "AuthPrincipalType": "SubUser", "AuthPrincipalOwnerId": "1190022334455667",
				"AuthPrincipalDisplayName": "202233445566", "NoPermissionType": "ImplicitDeny",
				"PolicyType": "AccountLevelIdentityBasedPolicy", "EncodedDiagnosticMessage": "QUJDREVGRw==",
			}}},
		{file: "F22.json", caption: "lower-case keys, denial detail as a string", status: 403, verdict: auth.Fatal, condition: ErrPermission,
			want: Error{ServiceError: auth.ServiceError{Code: "Forbidden.RAM", Message: "Denied.", RequestID: "9C15"}, AccessDeniedDetail: map[string]string{"AuthAction": "resourcemanager:GetHandshake"}}},
		{file: "F23.json", caption: "throttled", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
			want: Error{ServiceError: auth.ServiceError{Code: "Throttling.User", Message: "Flow control for this user.", RequestID: "9C16"}, HostID: manager}},
		{file: "F24.json", caption: "concurrent change", status: 429, verdict: auth.Refused, condition: ErrConflict,
			want: Error{ServiceError: auth.ServiceError{Code: "ConcurrentCallNotSupported", Message: "Another operation is running.", RequestID: "9C17"}, HostID: directory}},
		{file: "F25a.json", caption: "nonce reuse", status: 400, verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{Code: "SignatureNonceUsed", Message: "Nonce seen before.", RequestID: "9C18"}, HostID: manager}},
		{file: "F25b.json", caption: "clock", status: 400, verdict: auth.ClockSkew, condition: ErrUnauthenticated,
			want: Error{ServiceError: auth.ServiceError{Code: "InvalidTimeStamp.Expired", Message: "Time stamp too old.", RequestID: "9C19"}, HostID: manager}},
		{file: "F27.json", caption: "expired STS token", status: 400, verdict: auth.StaleCredentials, condition: ErrUnauthenticated,
			want: Error{ServiceError: auth.ServiceError{Code: "InvalidSecurityToken.Expired", Message: "Token is past its lifetime.", RequestID: "9C21"}, HostID: manager}},
		{file: "F28.json", caption: "invite conflict", status: 409, verdict: auth.Fatal, condition: ErrAlreadyInvited,
			want: Error{ServiceError: auth.ServiceError{Code: "EntityAlreadyExists.Handshake", Message: "Target already has a pending handshake.", RequestID: "9C22"}, HostID: directory}},
		{file: "F29.xml", caption: "XML", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
			want: Error{ServiceError: auth.ServiceError{Code: "MissingParameter.HandshakeId", Message: "HandshakeId is needed.", RequestID: "9C23"}, HostID: manager, RecommendURL: "https://troubleshoot.example/"}},
		{file: "F30.html", caption: "HTML of a proxy", status: 502, verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{Message: "<html><head><title>502 Bad Gateway</title></head><body>upstream</body></html>", RequestID: headerID}}},
		{file: "F31.json", caption: "unavailable", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{Code: "ServiceUnavailable", Message: "Try later.", RequestID: "9C25"}, HostID: manager}},
		{file: "F32.txt", caption: "unavailable, empty body", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{RequestID: headerID}}},
		{file: "F35.json", caption: "a code that is no string", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
			want: Error{ServiceError: auth.ServiceError{Code: "500", RequestID: "12345"}}},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"application/json;charset=utf-8", "text/xml;charset=utf-8", "application/xml", "text/html"} {
				d, e := judge(t, answerOf(c.status, fixture(t, c.file), "Content-Type", kind))
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
		d, e := judge(t, answerOf(409, bytes.ReplaceAll(fixture(t, "F28.json"), []byte("EntityAlreadyExists.Handshake"), []byte(code))))
		assert.Equal(t, auth.Fatal, d.Verdict, code)
		assert.Equal(t, code, e.Code)
		assertOnly(t, e, want)
	}
}

func TestClassifier_wait(t *testing.T) {
	t.Parallel()
	const limits = "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000"
	for name, c := range map[string]struct {
		header []string
		want   time.Duration
	}{
		"of one API":                {header: []string{"X-Ratelimit-User-Api", limits}, want: 850 * time.Millisecond},
		"of all APIs":               {header: []string{"X-Ratelimit-User", "TimeLeft:2000"}, want: 2 * time.Second},
		"the longer of both":        {header: []string{"X-Ratelimit-User-Api", limits, "X-Ratelimit-User", "TimeLeft:2000"}, want: 2 * time.Second},
		"the longer of both, first": {header: []string{"X-Ratelimit-User-Api", "TimeLeft:3000", "X-Ratelimit-User", "TimeLeft:2000"}, want: 3 * time.Second},
		"a standard one":            {header: []string{"Retry-After", "3"}, want: 3 * time.Second},
		"a date":                    {header: []string{"Retry-After", "Mon, 03 Feb 2025 04:05:36 GMT"}, want: 30 * time.Second},
		"the standard one, longer":  {header: []string{"Retry-After", "3", "X-Ratelimit-User-Api", limits}, want: 3 * time.Second},
		"the window, longer":        {header: []string{"Retry-After", "1", "X-Ratelimit-User-Api", "TimeLeft:90000"}, want: 90 * time.Second},
		"none that can be read":     {header: []string{"Retry-After", "soon", "X-Ratelimit-User-Api", "TimeLeft:-1"}, want: 0},
	} {
		d, e := judge(t, answerOf(400, fixture(t, "F23.json"), c.header...))
		assert.Equal(t, auth.Throttled, d.Verdict, name)
		assert.Equal(t, c.want, d.Wait, name)
		assert.Equal(t, c.want, e.RetryAfter, name)
	}
	d, e := judge(t, answerOf(503, fixture(t, "F31.json"), "X-Ratelimit-User-Api", limits))
	assert.Zero(t, d.Wait, "a window of a call that was not throttled is no wish to wait")
	assert.Zero(t, e.RetryAfter)
	d, _ = judge(t, answerOf(503, fixture(t, "F31.json"), "Retry-After", "7"))
	assert.Equal(t, 7*time.Second, d.Wait)
}

func TestTimeLeft(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"":                                       0,
		"TimeLeft":                               0,
		"TimeLeft:":                              0,
		"TimeLeft:0":                             0,
		"TimeLeft:1":                             time.Millisecond,
		"timeleft: 1 ":                           time.Millisecond,
		"Limit:1, Remain:0, TimeLeft:5":          5 * time.Millisecond,
		"TimeLeft:1,TimeLeft:3,TimeLeft:2":       3 * time.Millisecond,
		"TimeLeft:+1":                            0,
		"TimeLeft:-5":                            0,
		"TimeLeft:1.5":                           0,
		"TimeLeft:1e3":                           0,
		"TimeLeft:0x10":                          0,
		"TimeLeft:１":                             0,
		"TimeLeft:1:2":                           0,
		"NoTimeLeft:7":                           0,
		"TimeLeft:86400000":                      24 * time.Hour,
		"TimeLeft:86400001":                      24 * time.Hour,
		"TimeLeft:9223372036854775807":           24 * time.Hour,
		"TimeLeft:99999999999999999999999999999": 24 * time.Hour,
		"Reset:1709280000,TimeLeft:850,Limit:junk": 850 * time.Millisecond,
	} {
		assert.Equal(t, want, timeLeft(http.Header{"X-Ratelimit-User": {value}}), "%q", value)
		assert.Equal(t, want, timeLeft(http.Header{"X-Ratelimit-User-Api": {"TimeLeft:0", value}}), "%q", value)
	}
}

func TestError_deniedDetail(t *testing.T) {
	t.Parallel()
	_, e := judge(t, answerOf(403, fixture(t, "F21.json")))
	for _, text := range []string{e.Error(), logged(e)} {
		assert.NotContains(t, text, "QUJDREVGRw")
		assert.NotContains(t, text, "ImplicitDeny")
	}
}

func TestReadDetail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want map[string]string
	}{
		"numbers are text":              {body: `{"Code":"x","AccessDeniedDetail":{"A":7,"B":"b"}}`, want: map[string]string{"A": "7", "B": "b"}},
		"what is no text is left out":   {body: `{"Code":"x","AccessDeniedDetail":{"A":{"x":1},"B":"b","C":null}}`, want: map[string]string{"B": "b"}},
		"an array":                      {body: `{"Code":"x","AccessDeniedDetail":[1]}`, want: nil},
		"null":                          {body: `{"Code":"x","AccessDeniedDetail":null}`, want: nil},
		"an empty string":               {body: `{"Code":"x","AccessDeniedDetail":""}`, want: nil},
		"a string that is no object":    {body: `{"Code":"x","AccessDeniedDetail":"no"}`, want: nil},
		"XML":                           {body: `<Error><Code>x</Code><AccessDeniedDetail><A>1</A><B>b</B></AccessDeniedDetail></Error>`, want: map[string]string{"A": "1", "B": "b"}},
		"XML that holds JSON":           {body: `<Error><Code>x</Code><AccessDeniedDetail>{"A":"1"}</AccessDeniedDetail></Error>`, want: map[string]string{"A": "1"}},
		"XML that is empty":             {body: `<Error><Code>x</Code><AccessDeniedDetail/></Error>`, want: nil},
		"a value that nobody can use":   {body: `{"Code":"x","AccessDeniedDetail":{"A":"` + strings.Repeat("x", 10241) + `","B":"b"}}`, want: map[string]string{"B": "b"}},
		"more than anybody wants":       {body: `{"Code":"x","AccessDeniedDetail":{"A":"1"` + strings.Repeat(`,"A":"1"`, 3) + manyKeys() + `}}`, want: nil},
		"control characters in a value": {body: `{"Code":"x","AccessDeniedDetail":{"A":"\u001b[31m"}}`, want: map[string]string{"A": "[31m"}},
	} {
		_, e := judge(t, answerOf(403, []byte(c.body)))
		assert.Equal(t, "x", e.Code, name)
		assert.Equal(t, c.want, e.AccessDeniedDetail, name)
	}
}

func manyKeys() string {
	var b strings.Builder
	for r := 'a'; r <= 'z'; r++ {
		b.WriteString(`,"` + string(r) + `1":"x"`)
	}
	return b.String()
}

func TestError_redacted(t *testing.T) {
	t.Parallel()
	d, e := judge(t, answerOf(400, fixture(t, "F26.json")))
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
		"of a string to sign":          `{"Message":"server string to sign is:CANARY"}`,
		"of a header":                  `{"Message":"header x-acs-security-token:CANARY is bad"}`,
		"of an authorization":          `{"Message":"Authorization: ACS3-HMAC-SHA256 Credential=CANARY"}`,
		"of a scheme":                  `{"Message":"ACS3-HMAC-SHA256 Credential=CANARY"}`,
		"of an encoded query":          `{"Message":"bad AccessKeyId%3DCANARY"}`,
		"in a code":                    `{"Code":"x-acs-security-token:CANARY"}`,
		"in a description":             `{"Code":"X","Description":"string to sign CANARY"}`,
		"in a request ID":              `{"Code":"X","RequestId":"SecurityToken=CANARY"}`,
		"in a host ID":                 `{"Code":"X","HostId":"SecurityToken=CANARY"}`,
		"in a link":                    `{"Code":"X","Recommend":"https://x.example/?Signature=CANARY"}`,
		"in a detail":                  `{"Code":"X","AccessDeniedDetail":{"A":"SecurityToken: CANARY"}}`,
		"in XML":                       `<Error><Code>X</Code><Message>server string to sign is:CANARY</Message></Error>`,
		"in HTML":                      `<p>X-Acs-Security-Token: CANARY</p>`,
		"in JSON of another form":      `{"headers":{"x-acs-security-token":"CANARY"}}`,
		"with control characters":      `{"Message":"\u0000\nstring to sign\n:\nCANARY"}`,
		"beyond what is kept":          `{"Message":"` + strings.Repeat("long ", 200) + `string to sign:CANARY"}`,
		"behind letters that fold":     `{"Message":"` + strings.Repeat("İ", 40) + ` string to sign:CANARY"}`,
		"in cut JSON":                  `{"Message":"string to sign:CANARY`,
		"in XML of an unknown entity":  `<Error><Message>&x; string to sign CANARY</Message></Error>`,
		"of a request of Huawei Cloud": `{"Message":"canonicalRequest:CANARY"}`,
	} {
		_, e := judge(t, answerOf(400, []byte(body)))
		assert.NotContains(t, e.Error()+logged(e)+e.Code+e.Message+e.RequestID+e.HostID+e.RecommendURL+e.AccessDeniedDetail["A"], "CANARY", name)
	}
	_, e := judge(t, answerOf(400, nil, "X-Acs-Request-Id", "x-acs-security-token:CANARY"))
	assert.NotContains(t, e.Error()+logged(e), "CANARY")
}

func TestParseErrorBody_otherForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, message string }{
		"an empty body":            {body: "", message: ""},
		"plain text":               {body: "upstream connect error\r\n", message: "upstream connect error"},
		"null":                     {body: "null", message: "null"},
		"an array":                 {body: "[]", message: "[]"},
		"a string":                 {body: `"boom"`, message: `"boom"`},
		"cut JSON":                 {body: `{"Code":"Throttling","Mess`, message: `{"Code":"Throttling","Mess`},
		"half a pair, the code":    {body: `{"Code":"X"}`, message: ""},
		"half a pair, the message": {body: `{"Message":"m"}`, message: "m"},
		"a message as an object":   {body: `{"Code":"X","Message":{"en":"m"}}`, message: ""},
		"only a description":       {body: `{"Code":"X","Description":"d"}`, message: "d"},
		"a message before it":      {body: `{"Code":"X","Message":"m","Description":"d"}`, message: "m"},
		"XML without a code":       {body: `<Error><Message>m</Message></Error>`, message: "m"},
		"XML, cut":                 {body: `<Error><Message>m`, message: "<Error><Message>m"},
		"XML in another charset":   {body: `<?xml version="1.0" encoding="GBK"?><Error><Code>X</Code></Error>`, message: `<?xml version="1.0" encoding="GBK"?><Error><Code>X</Code></Error>`},
		"a byte order mark":        {body: "\ufeff" + `{"Code":"X","Message":"m"}`, message: "m"},
		"a mark before XML":        {body: "\ufeff<Error><Code>X</Code><Message>m</Message></Error>", message: "m"},
		"a mark before plain text": {body: "\ufeffno", message: "no"},
		"XML in lower case":        {body: `<error><code>X</code><message>m</message></error>`, message: "m"},
		"terminal escapes":         {body: "\x1b[31mred\x1b[0m\u202eback", message: "[31mred [0m back"},
	} {
		_, e := judge(t, answerOf(500, []byte(c.body)))
		if !strings.HasPrefix(c.body, "<?xml") {
			assert.Equal(t, c.message, e.Message, name)
		}
		assertOnly(t, e, ErrUnavailable)
	}
}

func TestParseErrorBody_long(t *testing.T) {
	t.Parallel()
	huge := bytes.Repeat([]byte("世界 "), 50<<20/7)
	for _, body := range [][]byte{huge, []byte(`{"Message":"` + strings.Repeat("é", 5000) + `"}`)} {
		_, e := judge(t, answerOf(502, body))
		assert.LessOrEqual(t, len(e.Message), 512)
		assert.Greater(t, len(e.Message), 500, "no more is cut than needed")
		assert.True(t, utf8.ValidString(e.Message))
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	e := &Error{ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 403, Code: "NoPermission", Message: "denied", RequestID: "9C", Attempts: 3}}
	assert.True(t, strings.HasPrefix(e.Error(), "alibabarm: GetHandshake: 403 NoPermission: denied"))
	assert.True(t, strings.HasSuffix(e.Error(), "(request 9C, 3 attempts)"))
	e = &Error{ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 429, Message: "too many.", RetryAfter: 2 * time.Second}}
	assert.Contains(t, e.Error(), "2s")
	assert.NotContains(t, e.Error(), "(", "without an ID and with one attempt there is nothing to add")
	e = &Error{ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 500, Attempts: 5}}
	assert.Contains(t, e.Error(), "5 attempts")
	assert.NotPanics(t, func() { _ = (&Error{}).Error() })
}

func TestErrorsLogAsAGroup(t *testing.T) {
	t.Parallel()
	e := &Error{ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 400, Code: "Throttling.User", RequestID: "9C", Attempts: 3, RetryAfter: 2 * time.Second}}
	got := logged(e)
	for _, want := range []string{"err.op=GetHandshake", "err.status=400", "err.code=Throttling.User", "err.request_id=9C", "err.attempts=3", "err.retry_after=2s"} {
		assert.Contains(t, got, want)
	}
	assert.NotContains(t, got, "err.message", "what is empty is left out")
}

func logged(err error) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("failed", "err", err)
	return b.String()
}

func TestError_Is_unreadable(t *testing.T) {
	t.Parallel()
	e := malformed(answerOf(200, fixture(t, "F33.html")), errNotList)
	assertOnly(t, e, ErrUnavailable)
	assert.Equal(t, 200, e.StatusCode)
	assert.Equal(t, headerID, e.RequestID)
	assert.Contains(t, e.Message, "<title>Login</title>")
	e = malformed(answerOf(200, fixture(t, "F14.json")), errNotHandshake)
	assertOnly(t, e, ErrUnavailable)
	assert.Equal(t, "7B93", e.RequestID)
	e = malformed(answerOf(200, fixture(t, "F23.json")), errNotList)
	assertOnly(t, e, ErrThrottled)
	e = malformed(answerOf(200, fixture(t, "F23.json")), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrThrottled)
	e = malformed(answerOf(200, nil), fmt.Errorf("decode: %w", ErrTooLarge))
	assertOnly(t, e, ErrTooLarge)
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"RequestId":"B"}`:                     "B",
		`{"requestId":7}`:                       "7",
		`<X><RequestId>B</RequestId></X>`:       "B",
		"\ufeff" + `{"RequestId":"B"}`:          "B",
		"\ufeff<X><RequestId>B</RequestId></X>": "B",
		`{"RequestId":1.5e3}`:                   "1500",
		`{"RequestId":null}`:                    headerID,
		`{"RequestId":"B"`:                      headerID,
		``:                                      headerID,
	} {
		assert.Equal(t, want, requestID(answerOf(200, []byte(body))), body)
	}
}

func FuzzErrorBody(f *testing.F) {
	seedFixtures(f)
	f.Add([]byte(`{"Message":"string to sign:x","Code":7,"AccessDeniedDetail":{"A":1}}`))
	f.Add([]byte(`<Error><Code>x</Code><AccessDeniedDetail><A>1</A></AccessDeniedDetail></Error>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b := parseErrorBody(body, auth.Excerpt)
		texts := map[string]int{b.code: maxCode, b.requestID: maxCode, b.hostID: maxCode, b.message: maxMessage, b.recommend: maxMessage}
		require.LessOrEqual(t, len(b.denied), maxDetails)
		for name, value := range b.denied {
			texts[name], texts[value] = max(texts[name], maxCode), max(texts[value], maxDetail)
		}
		for text, limit := range texts {
			require.LessOrEqual(t, len(text), limit)
			require.True(t, utf8.ValidString(text))
			require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }))
		}
		require.LessOrEqual(t, len(b.code), maxCode)
		require.LessOrEqual(t, len(b.message), maxMessage)
		_ = bodyRequestID(body)
	})
}

func FuzzTimeLeft(f *testing.F) {
	for _, value := range []string{"", "TimeLeft:850", "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000", "TimeLeft:99999999999999999999", "TimeLeft:-1,TimeLeft:2"} {
		f.Add(value, value)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		one, other := timeLeft(http.Header{"X-Ratelimit-User": {a}}), timeLeft(http.Header{"X-Ratelimit-User-Api": {b}})
		both := timeLeft(http.Header{"X-Ratelimit-User": {a}, "X-Ratelimit-User-Api": {b}})
		require.Equal(t, max(one, other), both)
		require.GreaterOrEqual(t, both, time.Duration(0))
		require.LessOrEqual(t, both, longestTimeLeft)
		require.Zero(t, both%time.Millisecond)
	})
}
