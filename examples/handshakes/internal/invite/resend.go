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
	var quota int
	o := outcome.New(p, resendHelp, outcome.Sent(false), "send", "sent")
	o.Again = "run this again: what was sent again is not sent twice"
	o.Var(cli.Duration(&within, time.Second, math.MaxInt64), "expired-within", "only what expired within this `time`, as 30d or 2w")
	quotaFlag(o, &quota)
	if err := o.Parse(args, "What to send again", "expired-within", "daily-quota"); err != nil {
		return err
	}
	now, undated := p.Now(), 0
	recent := func(i invitation.Invitation) bool {
		return within == 0 || !i.Expires.IsZero() && now.Sub(i.Expires) <= within
	}
	input := func(i invitation.Invitation) (invitation.Input, bool) {
		if within > 0 && i.Expires.IsZero() {
			undated++
		}
		return invitation.Input{Target: i.Target, Note: i.Note}, recent(i)
	}
	_, err := o.Run(world, func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return without(c.ResendExpired(ctx, input, o.Bulk(quotaOption(quota)...)...), func(out invitation.Outcome) bool {
			return out.Result == invitation.ResultSkipped && !recent(out.Invitation)
		}), nil
	})
	if undated > 0 {
		p.Say("%d without an expiry date were left alone: -expired-within needs one", undated)
	}
	return err
}

// without yields the outcomes except those that are left out.
func without(all iter.Seq2[invitation.Outcome, error], leftOut func(invitation.Outcome) bool) iter.Seq2[invitation.Outcome, error] {
	return func(yield func(invitation.Outcome, error) bool) {
		for out, err := range all {
			if err == nil && leftOut(out) {
				continue
			}
			if !yield(out, err) {
				return
			}
		}
	}
}
