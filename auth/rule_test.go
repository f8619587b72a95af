package auth_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestRules_Find(t *testing.T) {
	t.Parallel()
	rules := auth.Rules{
		{Code: "A", Meaning: "any"}, {Code: "B", Status: 400, Meaning: "400"}, {Code: "B", Status: 500, Meaning: "500"},
		{Code: "C", Meaning: "any"}, {Code: "C", Status: 429, Meaning: "429"},
	}
	for name, c := range map[string]struct {
		code   string
		status int
		want   string
	}{
		"finds a code that has any status code":    {code: "A", status: 418, want: "any"},
		"finds a code with its status code":        {code: "B", status: 500, want: "500"},
		"ignores a code with another status code":  {code: "B", status: 418},
		"prefers the row of the status code":       {code: "C", status: 429, want: "429"},
		"falls back to the row of any status code": {code: "C", status: 418, want: "any"},
		"ignores an unknown code":                  {code: "D", status: 400},
		"ignores an empty code":                    {status: 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, ok := rules.Find(c.code, c.status)
			assert.Equal(t, c.want, r.Meaning)
			assert.Equal(t, c.want != "", ok)
		})
	}
	_, ok := auth.Rules{}.Find("A", 400)
	assert.False(t, ok, "the zero Rules are empty")
}

func TestStatusRules_Find(t *testing.T) {
	t.Parallel()
	hints := auth.StatusRules{Endpoint: "check the endpoint", Credentials: "check the credentials", Policy: "allow it"}
	for _, c := range []struct {
		status    int
		verdict   auth.Verdict
		condition error
		hint      string
	}{
		{status: 301, verdict: auth.Fatal, hint: "redirects are not followed: check the endpoint"},
		{status: 307, verdict: auth.Fatal, hint: "redirects are not followed: check the endpoint"},
		{status: 400, verdict: auth.Fatal, condition: auth.ErrInvalid},
		{
			status: 401, verdict: auth.Fatal, condition: auth.ErrUnauthenticated,
			hint: "check the credentials",
		},
		{status: 403, verdict: auth.Fatal, condition: auth.ErrPermission, hint: "allow it"},
		{status: 404, verdict: auth.Fatal, condition: auth.ErrNotFound},
		{status: 405, verdict: auth.Fatal, condition: auth.ErrInvalid},
		{status: 408, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 409, verdict: auth.Fatal, condition: auth.ErrConflict},
		{status: 429, verdict: auth.Throttled, condition: auth.ErrThrottled},
		{status: 499, verdict: auth.Fatal, condition: auth.ErrInvalid},
		{status: 500, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 502, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 503, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 504, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 600, verdict: auth.Ambiguous, condition: auth.ErrUnavailable},
		{status: 0, verdict: auth.Fatal},
		{status: 199, verdict: auth.Fatal},
	} {
		t.Run(fmt.Sprintf("%d is %s, %v", c.status, c.verdict, c.condition), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, auth.Rule{Verdict: c.verdict, Condition: c.condition, Hint: c.hint}, hints.Find(c.status, nil))
		})
	}
	t.Run("a retry may help if a successful response is unreadable, unless it is too large", func(t *testing.T) {
		t.Parallel()
		for _, status := range []int{200, 204, 299} {
			r := hints.Find(status, assert.AnError)
			assert.Equal(t, auth.Rule{Verdict: auth.Ambiguous, Condition: auth.ErrUnavailable, Scope: auth.ScopeMoment}, r)
			r = hints.Find(status, fmt.Errorf("decode: %w", auth.ErrTooLarge))
			require.Equal(t, auth.Rule{Verdict: auth.Fatal, Condition: auth.ErrTooLarge}, r)
		}
	})
}
