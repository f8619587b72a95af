package change

import (
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A summary counts the rows.
type summary struct {
	rows, settled int
	failure       error // the first one
	results       map[invitation.Result]int
	retryAt       time.Time // when the quota has room again, if that is known
}

func (s *summary) add(r row) {
	s.rows++
	s.results[r.Result]++
	if r.settled() {
		s.settled++
	}
	if s.failure == nil {
		s.failure = r.Err
	}
	if r.RetryAt.After(s.retryAt) {
		s.retryAt = r.RetryAt
	}
}

// order has first what was done, then what was not necessary, then what was not done.
var order = []invitation.Result{
	invitation.ResultCreated, invitation.ResultAccepted, declined, invitation.ResultCancelled, invitation.ResultPlanned,
	invitation.ResultAlreadyPending, invitation.ResultAlreadyMember, invitation.ResultAlreadyAccepted, alreadyDeclined, alreadyCancelled,
	invitation.ResultQuotaReached, invitation.ResultUntrusted, invitation.ResultSkipped,
	invitation.ResultInvalid, invitation.ResultFailed, invitation.ResultUnknown,
}

// String is such as "2 created, 1 already pending", and "" for no row.
func (s summary) String() string {
	var parts []string
	for _, result := range order {
		if n := s.results[result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, result))
		}
	}
	return strings.Join(parts, ", ")
}

// advice says how to continue, and what has to come before.
func (s summary) advice(again string) string {
	switch n := s.results[invitation.ResultUnknown]; {
	case n > 0:
		return fmt.Sprintf("it is unknown whether %d took effect, so look with handshakes list; %s", n, again)
	case s.results[invitation.ResultQuotaReached] == 0:
		return again
	case s.retryAt.IsZero():
		return "a quota is used up; when it has room again, " + again
	}
	return fmt.Sprintf("the quota is used up until %s; then %s", s.retryAt.UTC().Format("2006-01-02 15:04 UTC"), again)
}
