package huaweiorg

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
		{"Organizations.1001", 401, auth.Fatal, ErrPermission},
		{"Organizations.1002", 401, auth.Fatal, ErrPermission},
		{"Organizations.1003", 409, auth.Refused, ErrConflict},
		{"Organizations.1004", 400, auth.Refused, ErrUnavailable},
		{"Organizations.1005", 400, auth.Fatal, ErrInvalid},
		{"Organizations.1006", 400, auth.Refused, ErrUnavailable},
		{"Organizations.1007", 403, auth.Fatal, ErrPermission},
		{"Organizations.1008", 400, auth.Fatal, ErrInvalid},
		{"Organizations.1009", 400, auth.Fatal, ErrInvalid},
		{"Organizations.1010", 404, auth.Fatal, ErrInvalid},
		{"Organizations.1011", 400, auth.Fatal, ErrInvalid},
		{"Organizations.1012", 400, auth.Fatal, ErrInvalid},
		{"Organizations.1015", 401, auth.Fatal, ErrPermission},
		{"Organizations.1325", 400, auth.Fatal, ErrConflict},
		{"Organizations.1401", 400, auth.Fatal, ErrConflict},
		{"Organizations.1500", 400, auth.Fatal, ErrPermission},
		{"Organizations.1900", 403, auth.Fatal, ErrConflict},
		{"Organizations.9999", 401, auth.Fatal, ErrPermission},
		{"Organizations.9999", 403, auth.Fatal, ErrPermission},
		{"Organizations.9999", 404, auth.Fatal, ErrNotFound},
		{"Organizations.9999", 409, auth.Fatal, ErrConflict},
		{"Organizations.9999", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0101", 404, auth.Fatal, ErrInvalid},
		{"APIGW.0103", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0103", 404, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0104", 400, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0105", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0106", 400, auth.Fatal, ErrInvalid},
		{"APIGW.0201", 400, auth.Fatal, ErrInvalid},
		{"APIGW.0201", 413, auth.Fatal, ErrInvalid},
		{"APIGW.0201", 414, auth.Fatal, ErrInvalid},
		{"APIGW.0201", 494, auth.Fatal, ErrInvalid},
		{"APIGW.0201", 502, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0201", 504, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0204", 400, auth.Fatal, ErrInvalid},
		{"APIGW.0301", 401, auth.ClockSkew, ErrUnauthenticated},
		{"APIG.0301", 401, auth.ClockSkew, ErrUnauthenticated},
		{"APIGW.0302", 403, auth.Fatal, ErrPermission},
		{"APIGW.0303", 401, auth.Fatal, ErrUnauthenticated},
		{"APIGW.0304", 403, auth.Fatal, ErrPermission},
		{"APIGW.0305", 401, auth.Fatal, ErrUnauthenticated},
		{"APIGW.0306", 403, auth.Fatal, ErrPermission},
		{"APIGW.0307", 401, auth.StaleCredentials, ErrUnauthenticated},
		{"APIGW.0308", 429, auth.Throttled, ErrThrottled},
		{"APIG.0308", 429, auth.Throttled, ErrThrottled},
		{"APIGW.0310", 403, auth.Fatal, ErrPermission},
		{"APIGW.0401", 403, auth.Fatal, ErrPermission},
		{"APIGW.0402", 403, auth.Fatal, ErrPermission},
		{"APIGW.0404", 403, auth.Fatal, ErrPermission},
		{"APIGW.0501", 405, auth.Fatal, ErrQuota},
		{"APIGW.0502", 405, auth.Fatal, ErrPermission},
		{"APIGW.0601", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0602", 400, auth.Fatal, ErrInvalid},
		{"APIGW.0605", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0606", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0607", 400, auth.Fatal, ErrInvalid},
		{"APIGW.0608", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0609", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0610", 502, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0611", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0612", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0613", 503, auth.Refused, ErrUnavailable},
		{"APIGW.0705", 500, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0801", 503, auth.Ambiguous, ErrUnavailable},
		{"APIGW.0802", 403, auth.Fatal, ErrPermission},
		{"APIGW.1009", 400, auth.Fatal, ErrInvalid},
		{"IAM.0011", 401, auth.Fatal, ErrUnauthenticated},
		{"STS5.0001", 403, auth.Fatal, ErrPermission},
		{"", 301, auth.Fatal, nil},
		{"", 307, auth.Fatal, nil},
		{"", 400, auth.Fatal, ErrInvalid},
		{"", 401, auth.Fatal, ErrUnauthenticated},
		{"", 403, auth.Fatal, ErrPermission},
		{"", 404, auth.Fatal, ErrNotFound},
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
		d, e := judge(t, answer(c.status, fmt.Appendf(nil, `{"error_msg":"m","error_code":%q}`, c.code)))
		assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, c.code)
		assertOnly(t, e, c.condition)
	}
}

func TestEverySuccessIsAccepted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		d := classifier(nil)(auth.Call{}, answer(status, fixture(t, "F23.json")))
		assert.Equal(t, auth.Decision{Verdict: auth.Accepted}, d)
	}
}
