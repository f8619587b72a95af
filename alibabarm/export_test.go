package alibabarm

import (
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// WithJitter replaces the random part of waits.
func WithJitter(pick func(ceiling time.Duration) time.Duration) Option {
	return func(s *settings) { s.Jitter = pick }
}

// A Refusal is a row of the table of codes. One such refusal is enough to decide the result.
type Refusal struct {
	Code      string
	Condition error
	About     string
}

// Refusals returns all refusals that the client does not retry with the same credentials.
func Refusals() (all []Refusal) {
	names := map[auth.Scope]string{auth.ScopeInput: "input", auth.ScopeRest: "rest", auth.ScopeCall: "call", auth.ScopeMoment: "moment"}
	for _, r := range codes {
		switch r.Verdict {
		case auth.Fatal, auth.StaleCredentials, auth.Unauthenticated:
			all = append(all, Refusal{strings.ReplaceAll(r.Code, "*", "Another"), r.Condition, names[r.Scope]})
		}
	}
	return all
}
