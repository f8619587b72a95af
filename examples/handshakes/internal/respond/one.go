package respond

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Decline is the subcommand that declines an invitation.
var Decline = cli.Command{
	Name:    "decline",
	Summary: "decline an invitation",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		var o outcome.Options
		f := cli.NewFlags(p.Name, beforeDecline, afterDecline)
		f.Positional("invitation's ID", 1, 1)
		o.Add(f, p, outcome.Received(), "What to do", "decline; without it, only say what would be declined")
		if err := f.Parse(p, args); err != nil {
			return err
		}
		if _, err := o.Cloud(); err != nil {
			return err
		}
		return one(ctx, p, &o, declining, f.Arg(0))
	},
}

const beforeDecline = `
Decline an invitation that your account received. Without -apply, nothing is declined: the command
shows the invitation, and whether it would be.

  handshakes decline -cloud NAME ID [flags]

Examples:
  handshakes decline -cloud huawei -offline h-0k3v7m2q9x4c8b1n   see it at work, without an account
  handshakes decline -cloud huawei h-0k3v7m2q9x4c8b1n            look at one
  handshakes decline -cloud huawei h-0k3v7m2q9x4c8b1n -apply     decline it
`

const afterDecline = outcome.FormatHelp + `
Exit codes:
  0  done, or declined before    1  failed, or the invitation ended in another way
  2  misused                   130  interrupted with Ctrl-C
` + clouds.KeysHelp

// An end is a state that a command brings invitations to.
type end struct {
	want          invitation.Status
	done, already invitation.Result
	do            func(invitation.Service, context.Context, string) (invitation.Invitation, error)
}

var (
	accepting  = end{invitation.StatusAccepted, invitation.ResultAccepted, invitation.ResultAlreadyAccepted, invitation.Service.Accept}
	declining  = end{invitation.StatusDeclined, outcome.Declined, outcome.AlreadyDeclined, invitation.Service.Decline}
	cancelling = end{want: invitation.StatusCancelled, already: outcome.AlreadyCancelled}
)

// one looks at an invitation that was received, and with -apply brings it to an end.
func one(ctx context.Context, p *cli.Process, o *outcome.Options, e end, id string) error {
	s, err := o.Run(invited.World(), func(c clouds.Client) (iter.Seq2[outcome.Row, error], error) {
		row, err := look(ctx, c.Service, e, id, p.Now())
		if err == nil && row.Result == invitation.ResultPlanned && o.Apply {
			row = e.settle(ctx, c.Service, row)
		}
		return func(yield func(outcome.Row, error) bool) { yield(row, err) }, nil
	})
	return s.Single(p, string(e.want), err)
}

// look reads an invitation, and plans to end it if it can be ended. An error means that the
// invitation could not be read.
func look(ctx context.Context, s invitation.Service, e end, id string, now time.Time) (outcome.Row, error) {
	i, err := s.Get(ctx, id)
	switch {
	case err == nil:
		return outcome.Row{Outcome: e.plan(i, now)}, nil
	case errors.Is(err, auth.ErrInvalid):
		return outcome.Row{}, cli.Misuse("%q is no ID of an invitation: %w", id, err)
	case errors.Is(err, auth.ErrNotFound): // an account that was invited is in no organization, which is no reason
		return outcome.Row{Outcome: invitation.Outcome{
			Result: invitation.ResultFailed, Invitation: invitation.Invitation{ID: id},
			Err: fmt.Errorf("no list of this account shows the invitation %s: check the ID and -cloud; a new one may take 45 seconds to appear", auth.Excerpt(id, 128)),
		}}, nil
	default:
		return outcome.Row{}, err
	}
}

// plan decides what is to be done about an invitation.
func (e end) plan(i invitation.Invitation, now time.Time) invitation.Outcome {
	o := invitation.Outcome{Target: i.Target, Invitation: i}
	switch status := i.StatusAt(now); status {
	case invitation.StatusPending:
		o.Result = invitation.ResultPlanned
	case e.want:
		o.Result = e.already
	default:
		o.Result = invitation.ResultSkipped
		o.Reason = "the invitation is " + auth.Excerpt(string(status), 128)
		o.Err = fmt.Errorf("the invitation %s is %s and can no longer be %s",
			auth.Excerpt(i.ID, 128), auth.Excerpt(string(status), 128), e.want)
	}
	return o
}

// settle ends an invitation.
func (e end) settle(ctx context.Context, s invitation.Service, row outcome.Row) outcome.Row {
	ended, err := e.do(s, ctx, row.Outcome.Invitation.ID)
	switch {
	case err == nil:
		row.Result, row.Outcome.Invitation = e.done, ended
	case errors.Is(err, auth.ErrOutcomeUnknown):
		row.Result, row.Err = invitation.ResultUnknown, err
	default:
		row.Result, row.Err = invitation.ResultFailed, err
	}
	return row
}
