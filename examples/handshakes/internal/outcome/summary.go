package outcome

import (
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A Summary is what the rows come to.
type Summary struct {
	Rows, Settled int
	// Failure is the first row that is not settled, if any.
	Failure *Row

	results map[invitation.Result]int
	retryAt time.Time // when the quota has room again, if that is known
}

func (s *Summary) add(r Row) {
	if s.results == nil {
		s.results = map[invitation.Result]int{}
	}
	s.Rows++
	s.results[r.Result]++
	switch {
	case r.Settled():
		s.Settled++
	case s.Failure == nil:
		s.Failure = &r
	}
	if r.RetryAt.After(s.retryAt) {
		s.retryAt = r.RetryAt
	}
}

// Count returns how many rows have one of the results.
func (s Summary) Count(results ...invitation.Result) (n int) {
	for _, r := range results {
		n += s.results[r]
	}
	return n
}

// order is what was done first, then what needs no doing, then what was not done.
var order = []invitation.Result{
	invitation.ResultCreated, invitation.ResultAccepted, Declined, invitation.ResultCancelled, invitation.ResultPlanned,
	invitation.ResultAlreadyPending, invitation.ResultAlreadyMember, invitation.ResultAlreadyAccepted, AlreadyDeclined, AlreadyCancelled,
	invitation.ResultQuotaReached, invitation.ResultUntrusted, invitation.ResultSkipped,
	invitation.ResultInvalid, invitation.ResultFailed, invitation.ResultUnknown,
}

// String is such as "2 created, 1 already pending", and "" for no row.
func (s Summary) String() string {
	var parts []string
	for _, result := range order {
		if n := s.results[result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, result))
		}
	}
	return strings.Join(parts, ", ")
}

// advice says how to go on, and what comes before that.
func (s Summary) advice(again string) string {
	switch n := s.Count(invitation.ResultUnknown); {
	case n > 0:
		return fmt.Sprintf("of %d it is unknown what became: look with handshakes list; %s", n, again)
	case s.Count(invitation.ResultQuotaReached) == 0:
		return again
	case s.retryAt.IsZero():
		return "a quota is used up: when it has room again, " + again
	default:
		return fmt.Sprintf("the quota is used up until %s: then %s", s.retryAt.UTC().Format("2006-01-02 15:04 UTC"), again)
	}
}
