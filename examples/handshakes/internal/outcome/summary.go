package outcome

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
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

// Planned says what the rows come to, and that nothing was changed. The verb is such as "sent".
func (s Summary) Planned(p *cli.Process, verb string) {
	if s.Rows > 0 {
		p.Say("%s", s)
	}
	if s.Count(invitation.ResultPlanned) > 0 {
		p.Say("nothing was %s: -apply does what is planned", verb)
	}
}

// Applied says what the rows come to, and returns [Summary.Remaining].
func (s Summary) Applied(p *cli.Process, total int, advice string, err error) error {
	if s.Rows == 0 {
		return err
	}
	p.Say("%s", s)
	return s.Remaining(p, total, advice, err)
}

// Remaining returns why something remains to be done; total is how many rows there should be,
// and err how the command ended. The advice is how to go on.
func (s Summary) Remaining(p *cli.Process, total int, advice string, err error) error {
	total = max(total, s.Rows)
	remain := total - s.Settled
	if remain == 0 {
		return err
	}
	switch n := s.Count(invitation.ResultUnknown); {
	case n > 0:
		advice = fmt.Sprintf("of %d it is unknown what became: look with handshakes list; %s", n, advice)
	case s.Count(invitation.ResultQuotaReached) == 0:
	case s.retryAt.IsZero():
		advice = "a quota is used up: when it has room again, " + advice
	default:
		advice = fmt.Sprintf("the quota is used up until %s: then %s", s.retryAt.UTC().Format("2006-01-02 15:04 UTC"), advice)
	}
	left := fmt.Errorf("%d of %d remain; %s", remain, total, advice)
	if err == nil || cli.ReaderGone(err) { // a reader that goes away is no failure, what remains is
		return left
	}
	p.Say("%s", left)
	return err
}

// Single is [Summary.Applied] and [Summary.Planned] for a command about one invitation: its
// failure is that of the command.
func (s Summary) Single(p *cli.Process, verb string, err error) error {
	s.Planned(p, verb)
	if err != nil && !cli.ReaderGone(err) || s.Failure == nil {
		return err
	}
	if s.Failure.Err != nil {
		return s.Failure.Err
	}
	return errors.New(s.Failure.Reason)
}
