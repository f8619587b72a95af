package alibabarm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestCodesDecideBeforeStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code      string
		status    int
		verdict   auth.Verdict
		condition error
	}{
		{"Throttling.Api", 503, auth.Throttled, ErrThrottled},
		{"ThrottlingSomehow", 429, auth.Throttled, ErrThrottled},
		{"Rejected.Otherwise", 400, auth.Fatal, ErrInvalid},
		{"ServiceUnavailable", 400, auth.Ambiguous, ErrUnavailable},
		{"SignatureDoesNotMatch", 403, auth.Fatal, ErrUnauthenticated},
		{"InvalidAccessKeyId.NotFound", 400, auth.Fatal, ErrUnauthenticated},
		{"Forbidden.RAM", 404, auth.Fatal, ErrPermission},
		{"InvalidParameter.PageSize", 404, auth.Fatal, ErrInvalid},
		{"Surprise", 404, auth.Fatal, ErrNotFound},
		{"Surprise", 409, auth.Fatal, ErrConflict},
		{"Surprise", 500, auth.Ambiguous, ErrUnavailable},
		{"", 301, auth.Fatal, nil},
		{"", 307, auth.Fatal, nil},
		{"", 400, auth.Fatal, ErrInvalid},
		{"", 401, auth.Fatal, ErrUnauthenticated},
		{"", 403, auth.Fatal, ErrPermission},
		{"", 404, auth.Fatal, ErrInvalid},
		{"", 405, auth.Fatal, ErrInvalid},
		{"", 408, auth.Ambiguous, ErrUnavailable},
		{"", 409, auth.Fatal, ErrConflict},
		{"", 429, auth.Throttled, ErrThrottled},
		{"", 500, auth.Ambiguous, ErrUnavailable},
		{"", 502, auth.Ambiguous, ErrUnavailable},
		{"", 503, auth.Ambiguous, ErrUnavailable},
		{"", 504, auth.Ambiguous, ErrUnavailable},
		{"", 600, auth.Ambiguous, ErrUnavailable},
		{"", 0, auth.Fatal, nil},
	} {
		d, e := judge(t, answerOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, c.code)))
		assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, c.code)
		assertOnly(t, e, c.condition)
	}
}

func TestEverySuccessIsAccepted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		d := classifier(nil)(auth.Call{}, answerOf(status, fixture(t, "F18.json")))
		assert.Equal(t, auth.Decision{Verdict: auth.Accepted}, d)
	}
}
