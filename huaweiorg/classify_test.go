package huaweiorg

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
		{"APIGW.0103", 404, auth.Ambiguous, ErrUnavailable},
		{"Organizations.9999", 401, auth.Fatal, ErrPermission},
		{"Organizations.9999", 403, auth.Fatal, ErrPermission},
		{"Organizations.9999", 404, auth.Fatal, ErrNotFound},
		{"Organizations.9999", 409, auth.Fatal, ErrConflict},
		{"Organizations.9999", 500, auth.Ambiguous, ErrUnavailable},
		{"APIG.0301", 401, auth.ClockSkew, ErrUnauthenticated},
		{"APIG.0308", 429, auth.Throttled, ErrThrottled},
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

// TestClassifier_wrongClockWithoutDate has a refusal that no Date helps to correct: the text
// names the service's time, and is not believed.
func TestClassifier_wrongClockWithoutDate(t *testing.T) {
	t.Parallel()
	r := answer(401, []byte(`{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: signature expired, signature time:20250203T040506Z,server time:20250203T042006Z"}`))
	r.Header.Del("Date")
	d := classifier(time.Now)(auth.Call{Op: r.Op, Safe: true}, r)
	require.ErrorIs(t, d.Err, ErrUnauthenticated)
	assert.Contains(t, d.Err.Error(), "this machine's clock")
}
