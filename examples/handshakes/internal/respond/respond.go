package respond

import (
	"context"
	_ "embed" // the help
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

//go:embed decline.txt
var declineHelp string

// Decline is the subcommand that declines an invitation.
var Decline = cli.Command{
	Name:    "decline",
	Summary: "decline an invitation",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		o := outcome.New(p, declineHelp, "decline", "declined")
		o.Received = true
		o.Positional("invitation's ID", 1, 1)
		if err := o.Parse(args); err != nil {
			return err
		}
		return declining.run(ctx, p, o)
	},
}

//go:embed cancel.txt
var cancelHelp string

// Cancel is the subcommand that cancels invitations that were sent.
var Cancel = cli.Command{Name: "cancel", Summary: "cancel invitations that were sent, by ID or by age", Run: runCancel}

func runCancel(ctx context.Context, p *cli.Process, args []string) error {
	var pending bool
	var olderThan time.Duration
	o := outcome.New(p, cancelHelp, "cancel", "cancelled")
	o.Positional("invitation's ID", 0, -1)
	o.BoolVar(&pending, "pending", false, "every pending invitation, instead of those with an ID")
	o.Var(cli.Duration(&olderThan, time.Second, math.MaxInt64), "older-than", "with -pending: only those sent before this `time`, as 10d or 2w")
	if err := o.Parse(args); err != nil {
		return err
	}
	switch {
	case o.NArg() > 0 && (pending || olderThan > 0):
		return cli.Misuse("give IDs, or -pending, not both")
	case o.NArg() > 0:
		return cancelling.run(ctx, p, o)
	case !pending:
		return cli.Misuse("give the IDs of invitations, or -pending")
	}
	now := p.Now()
	match := func(i invitation.Invitation) bool {
		return olderThan == 0 || !i.Created.IsZero() && now.Sub(i.Created) > olderThan
	}
	o.Again = "run this again: what was cancelled stays cancelled"
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return c.CancelPending(ctx, match, o.Bulk()...), nil
	})
}

// An end is the state that a command leaves invitations in, and how the command ends them.
type end struct {
	want          invitation.Status
	done, already invitation.Result
	do            func(invitation.Service, context.Context, string) (invitation.Invitation, error)
}

var (
	accepting  = end{invitation.StatusAccepted, invitation.ResultAccepted, invitation.ResultAlreadyAccepted, invitation.Service.Accept}
	declining  = end{invitation.StatusDeclined, outcome.Declined, outcome.AlreadyDeclined, invitation.Service.Decline}
	cancelling = end{invitation.StatusCancelled, invitation.ResultCancelled, outcome.AlreadyCancelled, invitation.Service.Cancel}
)

// run reads the invitations whose IDs are the arguments. With -apply, it then ends those that are
// pending.
func (e end) run(ctx context.Context, p *cli.Process, o *outcome.Options) error {
	var ids []string
	for _, id := range o.Args() {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if o.Total = len(ids); o.Total > 1 {
		o.Again = "handshakes show shows their state"
	}
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return func(yield func(invitation.Outcome, error) bool) {
			var planned []invitation.Outcome
			for _, id := range ids { // if one cannot be read, none is ended
				out, err := e.look(ctx, c.Service, id, p.Now())
				if err != nil {
					yield(invitation.Outcome{}, err)
					return
				}
				planned = append(planned, out)
			}
			for _, out := range planned {
				if out.Result == invitation.ResultPlanned && o.Apply {
					out = e.settle(ctx, c.Service, out)
				}
				if !yield(out, nil) {
					return
				}
				if out.Err != nil && ctx.Err() != nil { // interrupted: the others remain
					yield(invitation.Outcome{}, ctx.Err())
					return
				}
			}
		}, nil
	})
}

// look reads an invitation, and plans to end it if it can be ended. An error means that the
// invitation could not be read.
func (e end) look(ctx context.Context, s invitation.Service, id string, now time.Time) (invitation.Outcome, error) {
	i, err := s.Get(ctx, id)
	switch {
	case err == nil:
		return e.plan(i, now), nil
	case errors.Is(err, auth.ErrInvalid):
		return invitation.Outcome{}, cli.Misuse("%q is no ID of an invitation: %w", id, err)
	case errors.Is(err, auth.ErrNotFound): // err may only say that an invited account is in no organization
		return invitation.Outcome{
			Result: invitation.ResultFailed, Invitation: invitation.Invitation{ID: id},
			Err: fmt.Errorf("this account has no invitation %s: check the ID and -cloud; a new one may take 45 seconds to appear", auth.Excerpt(id, 128)),
		}, nil
	default:
		return invitation.Outcome{}, err
	}
}

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

func (e end) settle(ctx context.Context, s invitation.Service, o invitation.Outcome) invitation.Outcome {
	ended, err := e.do(s, ctx, o.Invitation.ID)
	switch {
	case err == nil:
		o.Result, o.Invitation = e.done, ended
	case errors.Is(err, auth.ErrOutcomeUnknown):
		o.Result, o.Err = invitation.ResultUnknown, err
	default:
		o.Result, o.Err = invitation.ResultFailed, err
	}
	return o
}
