package huaweiorg

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// FuzzClassifier classifies complete responses: no status, header or body may confuse it.
func FuzzClassifier(f *testing.F) {
	for _, body := range []string{
		"", "null", "{}", "<html>502</html>", `{"error_code":"APIGW.0308","error_msg":"slow down"}`,
		`{"error_code":"APIG.0301","error_msg":"canonicalRequest:x-security-token:t"}`,
		`{"error":{"code":401,"message":"m"}}`,
	} {
		for _, status := range []int{0, 200, 307, 401, 404, 429, 503, 999} {
			f.Add(status, "60", "Mon, 03 Feb 2025 04:05:06 GMT", "4f1c", []byte(body))
		}
	}
	f.Add(429, "99999999999", "", "x-security-token: t", []byte(`{"error_code":"APIGW.0307"}`))
	f.Add(503, "Fri, 31 Dec 9999 23:59:59 GMT", "never", "\x1b[2J\n", []byte("\xff"))
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	classify := classifier(func() time.Time { return now }, noHint)
	f.Fuzz(func(t *testing.T, status int, retryAfter, date, requestID string, body []byte) {
		r := &auth.Response{Op: "ListHandshakes", StatusCode: status, Body: body, Attempts: 1, Header: http.Header{
			"Retry-After": {retryAfter}, "Date": {date}, "X-Request-Id": {requestID},
		}}
		d := classify(auth.Call{Op: r.Op}, r)
		require.GreaterOrEqual(t, d.Wait, time.Duration(0))
		require.Equal(t, d.Verdict == auth.Accepted && status >= 200 && status < 300, d.Err == nil)
		if d.Err == nil {
			return
		}
		e, ok := errors.AsType[*Error](d.Err)
		require.True(t, ok)
		require.Equal(t, status, e.StatusCode)
		require.LessOrEqual(t, len(e.Error()), 2000)
		var matches int
		for _, condition := range conditions {
			if errors.Is(e, condition) {
				matches++
			}
		}
		most := 1
		switch {
		case errors.Is(e, ErrNotInOrganization), errors.Is(e, ErrAlreadyMember), errors.Is(e, ErrAlreadyInvited), errors.Is(e, ErrNotPending):
			most = 2 // a finer condition and its coarse one
		}
		require.LessOrEqual(t, matches, most, "an error matches at most one condition")
	})
}
