package outcome

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// Work returns the outcomes of a command, with the client of its cloud. Ranging over them does the
// work.
type Work func(clouds.Client) (iter.Seq2[invitation.Outcome, error], error)

// Run does the work, writes a row for each outcome, and then a summary. The error says why the work
// ended early, or what remains to be done.
func (o *Options) Run(work Work) error {
	s, err := o.write(work)
	switch {
	case s.rows > 0:
		o.p.Say("%s", s)
	case err == nil:
		o.p.Say("there is nothing to %s", o.do)
	}
	if s.results[invitation.ResultPlanned] > 0 {
		o.p.Say("nothing was %s: -apply does what is planned", o.done)
	}
	remaining := o.remaining(s)
	switch {
	case remaining == nil:
		return err
	case err == nil, cli.ReaderGone(err): // a reader that goes away is no failure, but what remains is one
		return remaining
	case o.Again != "":
		o.p.Say("%s", remaining)
	}
	return err
}

// write writes the rows. With -apply, it writes each row before the next change, and changes nothing
// more if a row cannot be written.
func (o *Options) write(work Work) (s summary, err error) {
	line := progress.New(o.p)
	defer line.Close()
	o.Access.Log = line.Logger
	client, err := o.Access.OpenOne(world(o.Received))
	if err != nil {
		return s, err
	}
	outcomes, err := work(client)
	if err != nil {
		return s, err
	}
	out := output.New(line.Above(o.p.Stdout), o.p.Screen(o.p.Stdout), o.output, o.shape())
	for outcome, failed := range outcomes {
		if err = failed; err != nil {
			break
		}
		row := Row{Cloud: client.Cloud.Name, Outcome: outcome}
		if s.rows < len(o.Lines) {
			row.Line = o.Lines[s.rows]
		}
		s.add(row)
		if err = out.Write(row); err == nil && o.Apply {
			err = out.Flush()
		}
		if err != nil {
			break
		}
		line.Show(s.String())
	}
	return s, cmp.Or(err, out.Close())
}

// remaining returns an error if something remains to be done.
func (o *Options) remaining(s summary) error {
	if o.Again == "" {
		switch {
		case s.failure == nil:
			return nil
		case s.failure.Err != nil:
			return s.failure.Err
		}
		return errors.New(s.failure.Reason)
	}
	total := max(o.Total, len(o.Lines), s.rows)
	remain := total - s.settled
	if !o.Apply { // a plan may end early, and what a quota stops is a part of it
		total = s.rows
		remain = total - s.settled - s.results[invitation.ResultQuotaReached]
	}
	if s.rows == 0 || remain == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d remain; %s", remain, total, s.advice(o.Again))
}

// A summary counts the rows.
type summary struct {
	rows, settled int
	failure       *Row // the first row that is not settled, if any

	results map[invitation.Result]int
	retryAt time.Time // when the quota has room again, if that is known
}

func (s *summary) add(r Row) {
	if s.results == nil {
		s.results = map[invitation.Result]int{}
	}
	s.rows++
	s.results[r.Result]++
	switch {
	case r.Settled():
		s.settled++
	case s.failure == nil:
		s.failure = &r
	}
	if r.RetryAt.After(s.retryAt) {
		s.retryAt = r.RetryAt
	}
}

// order has first what was done, then what was not necessary, then what was not done.
var order = []invitation.Result{
	invitation.ResultCreated, invitation.ResultAccepted, Declined, invitation.ResultCancelled, invitation.ResultPlanned,
	invitation.ResultAlreadyPending, invitation.ResultAlreadyMember, invitation.ResultAlreadyAccepted, AlreadyDeclined, AlreadyCancelled,
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
