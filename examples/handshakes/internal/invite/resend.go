package invite

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

//go:embed resend.txt
var resendHelp string

// Resend is the subcommand that sends again what expired.
var Resend = cli.Command{Name: "resend", Summary: "send expired invitations again", Run: runResend}

func runResend(ctx context.Context, p *cli.Process, args []string) error {
	var within time.Duration
	o := outcome.New(p, resendHelp, "send", "sent")
	o.Again = "run this again: no invitation is sent twice"
	o.Var(cli.Duration(&within, time.Second, math.MaxInt64), "expired-within", "only what expired within this `time`, as 30d or 2w")
	o.QuotaFlag()
	if err := o.Parse(args, "What to send again", "expired-within", "daily-quota"); err != nil {
		return err
	}
	now := p.Now()
	wanted := func(i invitation.Invitation) bool { return within == 0 || now.Sub(i.Expires) <= within }
	input := func(i invitation.Invitation) (invitation.Input, bool) {
		return invitation.Input{Target: i.Target, Note: i.Note}, wanted(i)
	}
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return func(yield func(invitation.Outcome, error) bool) {
			for out, err := range c.ResendExpired(ctx, input, o.Bulk()...) {
				leftOut := out.Result == invitation.ResultSkipped && !wanted(out.Invitation)
				if !leftOut && !yield(out, err) {
					return
				}
			}
		}, nil
	})
}
