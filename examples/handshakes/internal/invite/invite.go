package invite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// invite sends, or plans, what the options ask for. The outcomes go to stdout, also
// where it ends in an error, and what they come to goes to stderr.
func (p program) invite(ctx context.Context, o options, stdout, stderr io.Writer) error {
	all, err := o.cloud.open(o)
	if err != nil {
		return err
	}
	list, err := o.invitations(ctx, stderr)
	if err != nil {
		return err
	}
	line := terminal.NewLine(nil)
	if p.isTerminal(stderr) {
		line = terminal.NewLine(stderr)
	}
	defer line.Erase()
	buffer := bufio.NewWriter(line.Beneath(stdout))
	out := outcome.NewWriter(buffer, o.format,
		outcome.Line(), outcome.Result(), outcome.Target(), outcome.Expires(), outcome.ID(), outcome.Why())

	seen := newSummary(len(list))
	for r, failed := range all(ctx, list, o.reinvite, o.send) {
		if failed != nil {
			err = clouds.Explain([]clouds.Result{{Cloud: o.cloud.Cloud, Err: failed}})
			break
		}
		seen.add(r)
		// What was sent is on record before the next one is.
		if err = errors.Join(out.Row(r), buffer.Flush()); err != nil {
			break
		}
		line.Show(fmt.Sprintf("%d of %d: %s", seen.lines, len(list), seen.tally))
	}
	if ended := errors.Join(out.Close(), buffer.Flush()); err == nil {
		err = ended
	}
	line.Erase()
	return seen.tell(o, stderr, err)
}

// A summary is what the outcomes come to.
type summary struct {
	tally        outcome.Tally
	lines, total int
	settled      int  // need no further run
	quota        bool // is used up, or seems to be
}

func newSummary(total int) *summary { return &summary{tally: outcome.Tally{}, total: total} }

func (s *summary) add(r outcome.Row) {
	s.lines++
	s.tally[r.Result]++
	switch r.Result {
	case huaweiorg.ResultCreated, huaweiorg.ResultPlanned, huaweiorg.ResultAlreadyPending, huaweiorg.ResultAlreadyMember:
		s.settled++
	case huaweiorg.ResultQuotaReached:
		s.quota = true
	case huaweiorg.ResultSkipped:
		if r.Err == nil {
			s.settled++
		} else {
			s.quota = true
		}
	}
}

// tell says what was done and what remains. What remains is an error; err, if it is
// one, goes before it.
func (s *summary) tell(o options, stderr io.Writer, err error) error {
	if s.lines == 0 {
		return err
	}
	cli.Say(stderr, name, s.tally.String())
	if !o.send {
		if err == nil {
			cli.Say(stderr, name, "nothing was sent: -send sends what is planned")
		}
		return err
	}
	remain := s.total - s.settled
	if remain == 0 {
		return err
	}
	advice := "run this again with the same file: who was invited is not invited twice"
	if s.quota {
		advice = "the quota seems to be used up: run this again tomorrow with the same file"
	}
	left := fmt.Errorf("%d of %d remain; %s", remain, s.total, advice)
	if err == nil || cli.ReaderGone(err) { // which alone is no failure
		return left
	}
	cli.Say(stderr, name, left.Error())
	return err
}
