package respond

import (
	"context"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Cancel is the subcommand that cancels invitations that were sent.
var Cancel = cli.Command{
	Name:    "cancel",
	Summary: "cancel invitations that were sent, by ID or by age",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		c, err := parseCancel(p, args)
		if err != nil {
			return err
		}
		return c.run(ctx, p)
	},
}

const beforeCancel = `
Cancel invitations that your organization sent: those with an ID, or pending ones. Without -apply,
nothing is cancelled: what would be cancelled is "planned".

  handshakes cancel -cloud NAME [ID...] [flags]

Examples:
  handshakes cancel -cloud huawei -offline -pending -older-than 10d       see it at work
  handshakes cancel -cloud huawei h-0k3v7m2q9x4c8b1n                      look at one
  handshakes cancel -cloud huawei h-0k3v7m2q9x4c8b1n -apply               cancel it
  handshakes cancel -cloud huawei -pending -older-than 10d -apply         cancel what waits for long
  handshakes cancel -cloud alibaba -pending -target a@example.org -apply  cancel that of one account
`

const afterCancel = `
What is cancelled:
  With IDs, the command first reads all of these invitations. One that was cancelled before is as
  wanted; one that ended in another way is reported, and the others are still cancelled.
  With -pending, it reads the list of what was sent. Filters choose among the pending ones, and
  -all chooses every one. -older-than counts from the creation of an invitation, and leaves alone
  those whose creation the service does not report.
  You can run the same command again.
` + outcome.FormatHelp + `
Exit codes:
  0  done, or cancelled before    1  failed, or some invitations remain
  2  misused                    130  interrupted with Ctrl-C; what was cancelled before is reported
` + clouds.KeysHelp

// A cancellation is what the command line of cancel asks for.
type cancellation struct {
	outcome.Options
	ids          []string
	pending, all bool
	olderThan    time.Duration // 0: any age
	targets      []string      // none: all

	now     time.Time
	undated int // how many have no date for -older-than
}

func parseCancel(p *cli.Process, args []string) (*cancellation, error) {
	c := &cancellation{now: p.Now()}
	f := cli.NewFlags(p.Name, beforeCancel, afterCancel)
	f.Positional("invitation's ID", 0, -1)
	f.BoolVar(&c.pending, "pending", false, "pending invitations, instead of those with an ID")
	f.Var(cli.Duration(&c.olderThan, time.Second, math.MaxInt64), "older-than", "with -pending: those sent before this `time`, as 10d or 2w")
	f.Var(cli.IDs(&c.targets), "target", "with -pending: those to these `targets`: IDs, names or addresses")
	f.BoolVar(&c.all, "all", false, "with -pending: every pending one")
	const title = "What to cancel"
	f.Group(title, "pending", "older-than", "target", "all")
	c.Add(f, p, outcome.Sent(false), title, "cancel; without it, only say what would be cancelled")
	if err := f.Parse(p, args); err != nil {
		return nil, err
	}
	for _, id := range f.Args() {
		if !slices.Contains(c.ids, id) {
			c.ids = append(c.ids, id)
		}
	}
	filtered := c.olderThan > 0 || c.targets != nil
	switch {
	case c.ids != nil && (c.pending || filtered || c.all):
		return nil, cli.Misuse("give IDs, or -pending with its filters, not both")
	case c.ids == nil && !c.pending:
		return nil, cli.Misuse("give the IDs of invitations, or -pending with -older-than, -target or -all")
	case c.pending && !filtered && !c.all:
		return nil, cli.Misuse("-pending needs -older-than or -target; -all cancels every pending invitation")
	case filtered && c.all:
		return nil, cli.Misuse("-all is every pending invitation: leave it out, or -older-than and -target")
	}
	_, err := c.Cloud()
	return c, err
}

func (c *cancellation) run(ctx context.Context, p *cli.Process) error {
	s, err := c.Run(sender.World(), func(client clouds.Client) (iter.Seq2[outcome.Row, error], error) {
		if c.pending {
			return outcome.Rows(client.CancelPending(ctx, c.match, c.Bulk()...)), nil
		}
		return c.byID(ctx, client.Service)
	})
	if c.undated > 0 {
		p.Say("%d without a date of creation were left alone: -older-than needs one", c.undated)
	}
	if s.Rows == 0 && err == nil {
		p.Say("there is nothing to cancel")
	}
	switch {
	case len(c.ids) == 1:
		return s.Single(p, "cancelled", err)
	case c.Apply:
		return s.Applied(p, len(c.ids), "run this again: what was cancelled stays so", err)
	}
	s.Planned(p, "cancelled")
	if c.pending {
		return err
	}
	return s.Remaining(p, len(c.ids), "handshakes show shows their state", err)
}

// match reports whether the filters choose a pending invitation.
func (c *cancellation) match(i invitation.Invitation) bool {
	if c.targets != nil && !slices.Contains(c.targets, i.Target.Entity) {
		return false
	}
	if c.olderThan > 0 && i.Created.IsZero() {
		c.undated++
		return false
	}
	return c.olderThan == 0 || c.now.Sub(i.Created) > c.olderThan
}

// byID reads all invitations before it ends one. The rows of those that are not to be cancelled
// come first.
func (c *cancellation) byID(ctx context.Context, s invitation.Service) (iter.Seq2[outcome.Row, error], error) {
	var decided []outcome.Row
	var pending []invitation.Invitation
	for _, id := range c.ids {
		row, err := look(ctx, s, cancelling, id, c.now)
		switch {
		case err != nil:
			return nil, err
		case row.Result == invitation.ResultPlanned:
			pending = append(pending, row.Outcome.Invitation)
		default:
			decided = append(decided, row)
		}
	}
	every := func(invitation.Invitation) bool { return true }
	cancelled := outcome.Rows(s.CancelPending(ctx, every, c.Bulk(invitation.WithSent(pending))...))
	return func(yield func(outcome.Row, error) bool) {
		for _, row := range decided {
			if !yield(row, nil) {
				return
			}
		}
		cancelled(yield)
	}, nil
}
