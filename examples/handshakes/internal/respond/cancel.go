package respond

import (
	"context"
	_ "embed" // the help
	"iter"
	"math"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

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
	if err := o.Parse(args, "What to cancel", "pending", "older-than"); err != nil {
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
