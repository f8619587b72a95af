package alibabarm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

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
		{code: "Throttling.Api", status: 503, verdict: auth.Throttled, condition: ErrThrottled},
		{code: "ThrottlingSomehow", status: 429, verdict: auth.Throttled, condition: ErrThrottled},
		{code: "Rejected.Otherwise", status: 400, verdict: auth.Fatal, condition: ErrInvalid},
		{code: "ServiceUnavailable", status: 400, verdict: auth.Ambiguous,
			condition: ErrUnavailable},
		{code: "SignatureDoesNotMatch", status: 403, verdict: auth.Fatal,
			condition: ErrUnauthenticated},
		{code: "InvalidAccessKeyId.NotFound", status: 400, verdict: auth.StaleCredentials,
			condition: ErrUnauthenticated},
		{code: "Forbidden.RAM", status: 404, verdict: auth.Fatal, condition: ErrPermission},
		{code: "InvalidParameter.PageSize", status: 404, verdict: auth.Fatal,
			condition: ErrInvalid},
		{code: "Surprise", status: 404, verdict: auth.Fatal, condition: ErrNotFound},
		{code: "Surprise", status: 409, verdict: auth.Fatal, condition: ErrConflict},
		{code: "Surprise", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable},
		{code: "", status: 401, verdict: auth.Fatal, condition: ErrUnauthenticated},
		{code: "", status: 403, verdict: auth.Fatal, condition: ErrPermission},
		{code: "", status: 404, verdict: auth.Fatal, condition: ErrInvalid},
		{code: "", status: 429, verdict: auth.Throttled, condition: ErrThrottled},
		{code: "", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable},
	} {
		d, e := classifyAt(t, responseOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, c.code)))
		assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, c.code)
		assertOnly(t, e, c.condition)
	}
}

func TestClassifier_success(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		d := classifier(nil)(auth.Call{}, responseOf(status, fixture(t, "F18.json")))
		assert.Equal(t, auth.Decision{Verdict: auth.Accepted}, d)
	}
}
