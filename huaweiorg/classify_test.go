package huaweiorg

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestRuleFor_codeBeforeStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code      string
		status    int
		verdict   auth.Verdict
		condition error
	}{
		{code: "APIGW.0103", status: 404, verdict: auth.Ambiguous, condition: ErrUnavailable},
		{code: "Organizations.9999", status: 401, verdict: auth.Fatal, condition: ErrPermission},
		{code: "Organizations.9999", status: 403, verdict: auth.Fatal, condition: ErrPermission},
		{code: "Organizations.9999", status: 404, verdict: auth.Fatal, condition: ErrNotFound},
		{code: "Organizations.9999", status: 409, verdict: auth.Fatal, condition: ErrConflict},
		{code: "Organizations.9999", status: 500, verdict: auth.Ambiguous,
			condition: ErrUnavailable},
		{code: "APIG.0301", status: 401, verdict: auth.Unauthenticated,
			condition: ErrUnauthenticated},
		{code: "APIG.0308", status: 429, verdict: auth.Throttled, condition: ErrThrottled},
		{code: "IAM.0011", status: 401, verdict: auth.Fatal, condition: ErrUnauthenticated},
		{code: "STS5.0001", status: 403, verdict: auth.Fatal, condition: ErrPermission},
		{code: "", status: 401, verdict: auth.Fatal, condition: ErrUnauthenticated},
		{code: "", status: 403, verdict: auth.Fatal, condition: ErrPermission},
		{code: "", status: 404, verdict: auth.Fatal, condition: ErrNotFound},
		{code: "", status: 429, verdict: auth.Throttled, condition: ErrThrottled},
		{code: "", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable},
	} {
		d, e := classifyAt(t, response(c.status, fmt.Appendf(nil, `{"error_msg":"m","error_code":%q}`, c.code)))
		assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, c.code)
		assertOnly(t, e, c.condition)
	}
}

func TestClassifier_success(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		d := classifier(nil, noHint)(auth.Call{}, response(status, fixture(t, "F23.json")))
		assert.Equal(t, auth.Decision{Verdict: auth.Accepted}, d)
	}
}

// TestClassifier_wrongClockWithoutDate has a refusal without a Date header. Its text names the
// service's time, which the client does not trust.
func TestClassifier_wrongClockWithoutDate(t *testing.T) {
	t.Parallel()
	r := response(401, []byte(`{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: signature expired, signature time:20250203T040506Z,server time:20250203T042006Z"}`))
	r.Header.Del("Date")
	d := classifier(time.Now, noHint)(auth.Call{Op: r.Op, Safe: true}, r)
	require.ErrorIs(t, d.Err, ErrUnauthenticated)
	assert.Contains(t, d.Err.Error(), "this machine's clock")
}

// noHint is the hint of a provider that knows nothing about its credentials.
func noHint() string { return "" }
