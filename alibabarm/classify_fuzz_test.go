package alibabarm

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// FuzzClassifier classifies complete responses: no status, header or body may confuse it.
func FuzzClassifier(f *testing.F) {
	for _, body := range []string{
		"", "null", "{}", "<html>502</html>", `{"Code":"Throttling.User","Message":"slow down"}`,
		`{"Code":"SignatureDoesNotMatch","Message":"server string to sign ` +
			`is:POST&SecurityToken%3Dt"}`, `{"code":500,"message":"m"}`,
		"<Error><Code>ServiceUnavailable</Code><RequestId>1</RequestId></Error>",
	} {
		for _, status := range []int{0, 200, 307, 400, 404, 429, 503, 999} {
			f.Add(status, "60", "Mon, 03 Feb 2025 04:05:06 GMT", "TimeLeft:850", "4f1c", []byte(body))
		}
	}
	f.Add(400, "99999999999", "", "TimeLeft:99999999999999999999", "SecurityToken: t", []byte(`{"Code":"Throttling"}`))
	f.Add(503, "Fri, 31 Dec 9999 23:59:59 GMT", "never", "", "\x1b[2J\n", []byte("\xff"))
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	classify := classifier(func() time.Time { return now })
	f.Fuzz(func(t *testing.T, status int, retryAfter, date, left, requestID string, body []byte) {
		r := &auth.Response{Op: "GetHandshake", StatusCode: status, Body: body, Attempts: 1, Header: http.Header{
			"Retry-After": {retryAfter}, "Date": {date}, "X-Ratelimit-User": {left}, "X-Acs-Request-Id": {requestID},
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
		require.Equal(t, -1, strings.IndexFunc(e.Error(), func(r rune) bool { return !unicode.IsPrint(r) }))
		var matches int
		for _, condition := range conditions {
			if errors.Is(e, condition) {
				matches++
			}
		}
		most := 1
		switch {
		case errors.Is(e, ErrNotInOrganization):
			most = 3 // not found, not in an organization, and therefore no permission
		case errors.Is(e, ErrAlreadyMember), errors.Is(e, ErrAlreadyInvited), errors.Is(e, ErrNotPending):
			most = 2 // a finer condition and its coarse one
		}
		require.LessOrEqual(t, matches, most, "an error matches at most one condition")
	})
}
