package alibabarm

import (
	"context"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// WithJitter picks the waits that are random otherwise.
func WithJitter(pick func(ceiling time.Duration) time.Duration) Option {
	return func(s *settings) { s.Jitter = pick }
}

// Write performs the operation on an invitation as the methods of [Client] do, but
// does not read the state back.
func Write(ctx context.Context, c *Client, op, id string) error {
	query, err := idQuery(id)
	if err != nil {
		return wrap(op, err)
	}
	r, err := c.post(ctx, op, query, nil)
	if err != nil {
		return err
	}
	_, err = single(r, id)
	return err
}

// A Refusal is a row of the table of codes that one refusal is enough to decide.
type Refusal struct {
	Code      string
	Condition error
	About     string
}

// Refusals are all that are not retried.
func Refusals() (all []Refusal) {
	names := map[auth.Scope]string{auth.ScopeInput: "input", auth.ScopeRest: "rest", auth.ScopeCall: "call", auth.ScopeMoment: "moment"}
	for _, r := range codes {
		if r.Verdict == auth.Fatal {
			all = append(all, Refusal{strings.ReplaceAll(r.Code, "*", "Another"), r.Condition, names[r.Scope]})
		}
	}
	return all
}
