package huaweiorg

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// published are the codes of the service's documentation, each with a documented status code,
// and what they must mean.
var published = []struct {
	code      string
	status    int
	verdict   auth.Verdict
	condition error
	about     auth.Scope
}{
	{code: "Organizations.1001", status: 401, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Organizations.1002", status: 401, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Organizations.1003", status: 409, verdict: auth.Refused, condition: ErrConflict,
		about: auth.ScopeMoment},
	{code: "Organizations.1004", status: 400, verdict: auth.Refused, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1005", status: 400, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Organizations.1006", status: 400, verdict: auth.Refused, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1007", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Organizations.1008", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1009", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1010", status: 404, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "Organizations.1011", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1012", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1013", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1015", status: 401, verdict: auth.Fatal, condition: ErrNotInOrganization,
		about: auth.ScopeCall},
	{code: "Organizations.1022", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1023", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.1204", status: 400, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "Organizations.1205", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeCall},
	{code: "Organizations.1305", status: 400, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "Organizations.1325", status: 400, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "Organizations.1401", status: 400, verdict: auth.Fatal, condition: ErrNotPending,
		about: auth.ScopeInput},
	{code: "Organizations.1500", status: 400, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Organizations.1900", status: 403, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeCall},
	{code: "Organizations.2200", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "Organizations.2201", status: 400, verdict: auth.Fatal, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Organizations.2202", status: 400, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "APIGW.0101", status: 404, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "APIGW.0103", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0104", status: 400, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0105", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0106", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "APIGW.0201", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "APIGW.0201", status: 413, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "APIGW.0201", status: 414, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "APIGW.0201", status: 494, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "APIGW.0201", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0201", status: 502, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0201", status: 504, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0204", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "APIGW.0301", status: 401, verdict: auth.Unauthenticated, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "APIGW.0302", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0303", status: 401, verdict: auth.Fatal, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "APIGW.0304", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0305", status: 401, verdict: auth.Fatal, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "APIGW.0306", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0307", status: 401, verdict: auth.StaleCredentials,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "APIGW.0308", status: 429, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
	{code: "APIGW.0310", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0401", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0402", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0404", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0501", status: 405, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "APIGW.0502", status: 405, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.0601", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0602", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "APIGW.0605", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0606", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0607", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "APIGW.0608", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0609", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0610", status: 502, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0611", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0612", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0613", status: 503, verdict: auth.Refused, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0705", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0801", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "APIGW.0802", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "APIGW.1009", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
}

func TestCodes(t *testing.T) {
	t.Parallel()
	t.Run("each published code means what its row says", func(t *testing.T) {
		t.Parallel()
		for _, c := range published {
			code := strings.ReplaceAll(c.code, "*", "Another")
			d, e := classifyAt(t, response(c.status, fmt.Appendf(nil, `{"error_msg":"m","error_code":%q}`, code)))
			assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, code)
			assert.Equal(t, c.about, e.rule().Scope, "%d %s", c.status, code)
			assertOnly(t, e, c.condition)
		}
	})
	t.Run("each published code has a row, and each row is a published code", func(t *testing.T) {
		t.Parallel()
		var rows, want []string
		for _, r := range codes {
			rows = append(rows, codeName(r.Code, r.Status))
		}
		for _, c := range published {
			want = append(want, codeName(c.code, c.status))
		}
		assert.ElementsMatch(t, want, rows, "give a code of the documentation a row in codes (codes.go) and one in published (codes_test.go)")
	})
	t.Run("each row says what is wrong", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			assert.NotEmpty(t, r.Meaning, "%s: say in its Meaning what is wrong", r.Code)
			assert.NotEqual(t, auth.ScopeUnknown, r.Scope, "%s: say in its Scope which calls meet it", r.Code)
		}
	})
	t.Run("no quota is retried", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			if r.Condition == ErrQuota {
				assert.Equal(t, auth.Fatal, r.Verdict, r.Code)
			}
		}
	})
}

// codeName names a row. It distinguishes the rows of a code that has one for each status.
func codeName(code string, status int) string {
	if code == "APIGW.0201" {
		return fmt.Sprint(code, " ", status)
	}
	return code
}

func TestRuleFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status        int
		code, message string
		verdict       auth.Verdict
		condition     error
		about         auth.Scope
	}{
		"an unknown code about a quota": {status: 400, code: "Organizations.4711",
			message: "Quota exceeded for invitations.", verdict: auth.Fatal, condition: ErrQuota,
			about: auth.ScopeRest},
		"an unknown code about a quota, in other case": {status: 400, code: "Organizations.4711",
			message: "quota exceeded for policies", verdict: auth.Fatal, condition: ErrQuota,
			about: auth.ScopeRest},
		"a quota in the middle of the message": {status: 400, code: "Organizations.4711",
			message: "The name has the words Quota exceeded.", verdict: auth.Fatal,
			condition: ErrInvalid},
		"a quota with another status": {status: 409, code: "Organizations.4711",
			message: "Quota exceeded for invitations.", verdict: auth.Fatal,
			condition: ErrConflict},
		"a quota of another service": {status: 400, code: "SVC.0001",
			message: "Quota exceeded for invitations.", verdict: auth.Fatal, condition: ErrInvalid},
		"a quota without a code": {status: 400,
			message: "Quota exceeded for invitations.", verdict: auth.Fatal, condition: ErrInvalid},
		"a known code whose message begins like a quota": {status: 400, code: "Organizations.1401",
			message: "Quota exceeded", verdict: auth.Fatal, condition: ErrNotPending,
			about: auth.ScopeInput},
		"a code of an older gateway": {status: 429, code: "APIG.0308",
			verdict: auth.Throttled, condition: ErrThrottled, about: auth.ScopeCall},
		"a code of an older gateway, by its status": {status: 413, code: "APIG.0201",
			verdict: auth.Fatal, condition: ErrInvalid, about: auth.ScopeInput},
		"a status that the code does not have": {status: 503, code: "APIGW.0201",
			verdict: auth.Ambiguous, condition: ErrUnavailable},
		"a key that does not exist": {status: 401, code: "APIGW.0301",
			message: "Incorrect IAM authentication information: ak EXAMPLE not exist",
			verdict: auth.Unauthenticated, condition: ErrUnauthenticated, about: auth.ScopeCall},
		"a key that an older gateway does not know": {status: 401, code: "APIG.0301",
			message: "Incorrect IAM authentication information", verdict: auth.Unauthenticated,
			condition: ErrUnauthenticated, about: auth.ScopeCall},
		"a signature that is wrong": {status: 401, code: "APIGW.0301",
			message: "Incorrect IAM authentication information: verify aksk signature fail",
			verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: auth.ScopeCall},
		"a signature that has expired": {status: 401, code: "APIGW.0301",
			message: "Signature expired, signature time:20250203T040506Z", verdict: auth.ClockSkew,
			condition: ErrUnauthenticated, about: auth.ScopeCall},
		"an unknown code": {status: 409, code: "Organizations.4711", verdict: auth.Fatal,
			condition: ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ruleFor(c.status, c.code, c.message, nil)
			assert.Equal(t, c.verdict, r.Verdict)
			assert.Equal(t, c.condition, r.Condition)
			assert.Equal(t, c.about, r.Scope)
		})
	}
}
