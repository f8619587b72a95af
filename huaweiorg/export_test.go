package huaweiorg

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// WithJitter picks the waits that are random otherwise.
func WithJitter(pick func(ceiling time.Duration) time.Duration) Option {
	return func(s *settings) { s.Jitter = pick }
}

// Call performs one call as the methods of [Client] do: a read or a write of the
// operation op, which is answered with a list.
func Call(ctx context.Context, c *Client, op string, safe bool) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, sentPath+"?limit=2000", nil)
	if err != nil {
		return err
	}
	decode := func(r *auth.Response) error {
		_, _, err := decodeList(r.Body)
		return err
	}
	call := auth.Call{Op: op, Safe: safe, Request: req}
	if safe {
		call.Check = checking(decode)
	}
	r, err := c.auth.Do(ctx, call)
	if err != nil {
		return wrap(op, err)
	}
	if err := decode(r); err != nil {
		return malformed(r, err)
	}
	return nil
}

// A Refusal is a row of the table of codes that one refusal is enough to decide.
type Refusal struct {
	Code      string
	Status    int
	Condition error
	About     string
}

// Refusals are all that are not retried.
func Refusals() (all []Refusal) {
	names := map[auth.Scope]string{auth.ScopeInput: "input", auth.ScopeRest: "rest", auth.ScopeCall: "call", auth.ScopeMoment: "moment"}
	for _, r := range codes {
		if r.Verdict == auth.Fatal {
			all = append(all, Refusal{r.Code, cmp.Or(r.Status, 400), r.Condition, names[r.Scope]})
		}
	}
	return all
}
