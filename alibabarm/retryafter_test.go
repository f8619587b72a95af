package alibabarm

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// TestClassifier_retryAfter has the header with which the service marks throttling.
func TestClassifier_retryAfter(t *testing.T) {
	t.Parallel()
	const header = "x-acs-retry-after"
	for _, c := range []struct {
		name    string
		code    string
		status  int
		header  []string
		verdict auth.Verdict
		want    error
		wait    time.Duration
	}{
		{name: "a known code of throttling gets the wait", code: "Throttling", status: 400,
			header:  []string{header, "2000"},
			verdict: auth.Throttled, want: ErrThrottled, wait: 2 * time.Second},
		{name: "an unknown code becomes throttling", code: "FlowControl.New", status: 400,
			header:  []string{header, "2000"},
			verdict: auth.Throttled, want: ErrThrottled, wait: 2 * time.Second},
		{name: "a missing code becomes throttling", status: 403, header: []string{header, "2000"},
			verdict: auth.Throttled, want: ErrThrottled, wait: 2 * time.Second},
		{name: "an unknown code becomes throttling, also as a conflict", code: "Busy", status: 409,
			header:  []string{header, "1"},
			verdict: auth.Throttled, want: ErrThrottled, wait: time.Millisecond},
		{name: "a quota stays a quota", code: "LimitExceeded.Invitation", status: 409,
			header:  []string{header, "2000"},
			verdict: auth.Fatal, want: ErrQuota, wait: 2 * time.Second},
		{name: "a missing permission stays one", code: "NoPermission", status: 403,
			header:  []string{header, "2000"},
			verdict: auth.Fatal, want: ErrPermission, wait: 2 * time.Second},
		{name: "a 5xx stays ambiguous", code: "Surprise", status: 500,
			header:  []string{header, "2000"},
			verdict: auth.Ambiguous, want: ErrUnavailable, wait: 2 * time.Second},
		{name: "a timeout stays ambiguous", status: 408, header: []string{header, "2000"},
			verdict: auth.Ambiguous, want: ErrUnavailable, wait: 2 * time.Second},
		{name: "a redirect stays one", status: 307, header: []string{header, "2000"},
			verdict: auth.Fatal, wait: 2 * time.Second},
		{name: "the longest wait counts, from this header", code: "Throttling", status: 429,
			header: []string{header, "9000", "Retry-After", "3", "X-Ratelimit-User",
				"TimeLeft:2000"},
			verdict: auth.Throttled, want: ErrThrottled, wait: 9 * time.Second},
		{name: "the longest wait counts, from Retry-After", code: "FlowControl.New", status: 400,
			header: []string{header, "2000", "Retry-After", "3"}, verdict: auth.Throttled,
			want: ErrThrottled, wait: 3 * time.Second},
		{name: "the longest wait counts, from the window", code: "FlowControl.New", status: 400,
			header:  []string{header, "2000", "X-Ratelimit-User", "TimeLeft:5000"},
			verdict: auth.Throttled, want: ErrThrottled, wait: 5 * time.Second},
		{name: "spaces around the number do not matter", code: "FlowControl.New", status: 400,
			header:  []string{header, " 2000 "},
			verdict: auth.Throttled, want: ErrThrottled, wait: 2 * time.Second},
		{name: "a huge wait is limited", code: "FlowControl.New", status: 400,
			header:  []string{header, "99999999999999999999"},
			verdict: auth.Throttled, want: ErrThrottled, wait: longestTimeLeft},
		{name: "0 is no wait", code: "FlowControl.New", status: 400, header: []string{header, "0"},
			verdict: auth.Fatal, want: ErrInvalid},
		{name: "a negative number is no wait", code: "FlowControl.New", status: 400,
			header: []string{header, "-1"}, verdict: auth.Fatal, want: ErrInvalid},
		{name: "a word is no wait", code: "FlowControl.New", status: 400,
			header: []string{header, "abc"}, verdict: auth.Fatal, want: ErrInvalid},
		{name: "a fraction is no wait", code: "FlowControl.New", status: 400,
			header: []string{header, "1.5"}, verdict: auth.Fatal, want: ErrInvalid},
		{name: "an empty header is no wait", code: "FlowControl.New", status: 400,
			header: []string{header, ""}, verdict: auth.Fatal, want: ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, e := classifyAt(t, responseOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, c.code), c.header...))
			assert.Equal(t, c.verdict, d.Verdict)
			assert.Equal(t, c.wait, d.Wait)
			assert.Equal(t, c.wait, e.RetryAfter)
			assertOnly(t, e, c.want)
		})
	}
}
