package invite

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

// Resend is the subcommand that sends again what expired.
var Resend = cli.Command{
	Name:    "resend",
	Summary: "send expired invitations again",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		r, err := parseResend(p, args)
		if err != nil {
			return err
		}
		return r.run(ctx, p)
	},
}

const beforeResend = `
Send invitations again that expired, in Huawei Cloud or Alibaba Cloud. Without -apply, nothing is
sent: what would be sent is "planned".

  handshakes resend -cloud NAME [flags]

Examples:
  handshakes resend -cloud huawei -offline                     see it at work, without an account
  handshakes resend -cloud huawei -expired-within 30d          what expired lately
  handshakes resend -cloud huawei -expired-within 30d -apply   send it again; tomorrow the rest
  handshakes resend -cloud alibaba -target a@example.org       what one account would be sent
`

const afterResend = `
What is sent:
  An account is invited again if its last invitation expired, unless it is a member meanwhile. The
  new invitation has the target and the note of the old one. The services do not return tags and
  folders, so they are not sent again: invite -reinvite expired sends them from a file.
  When the quota is used up, the sending ends. Run the same command again when it has room.
` + outcome.FormatHelp + `
Exit codes:
  0  done       1  failed, or some invitations remain
  2  misused  130  interrupted with Ctrl-C; what was sent before is reported
` + clouds.KeysHelp

// A resending is what the command line of resend asks for.
type resending struct {
	outcome.Options
	within  time.Duration // 0: always
	targets []string      // none: all
	quota   int

	now     time.Time
	leftOut map[invitation.Target]bool // the filters decide against them
	undated int                        // how many of them have no date for -expired-within
}

func parseResend(p *cli.Process, args []string) (*resending, error) {
	r := &resending{now: p.Now(), leftOut: map[invitation.Target]bool{}}
	f := cli.NewFlags(p.Name, beforeResend, afterResend)
	f.Var(cli.Duration(&r.within, time.Second, math.MaxInt64), "expired-within", "only what expired within this `time`, as 30d or 2w")
	f.Var(cli.IDs(&r.targets), "target", "only these `targets`: IDs, names or addresses")
	quotaFlag(f, &r.quota)
	const title = "What to send again"
	f.Group(title, "expired-within", "target", "daily-quota")
	r.Add(f, p, outcome.Sent(false), title, "send; without it, only say what would be sent")
	if err := f.Parse(p, args); err != nil {
		return nil, err
	}
	_, err := r.Cloud()
	return r, err
}

func (r *resending) run(ctx context.Context, p *cli.Process) error {
	s, err := r.Run(world.World(), func(c clouds.Client) (iter.Seq2[outcome.Row, error], error) {
		return r.rows(outcome.Rows(c.ResendExpired(ctx, r.input, r.Bulk(quotaOption(r.quota)...)...))), nil
	})
	if r.undated > 0 {
		p.Say("%d without an expiry date were left alone: -expired-within needs one", r.undated)
	}
	if s.Rows == 0 && err == nil {
		p.Say("there is nothing to send again")
	}
	if !r.Apply {
		s.Planned(p, "sent")
		return err
	}
	return s.Applied(p, 0, "run this again: what was sent again is not sent twice", err)
}

// input returns what to send in place of an expired invitation. The filters decide whether to.
func (r *resending) input(i invitation.Invitation) (in invitation.Input, ok bool) {
	ok = r.targets == nil || slices.Contains(r.targets, i.Target.Entity)
	if ok && r.within > 0 {
		ok = !i.Expires.IsZero() && r.now.Sub(i.Expires) <= r.within
		if i.Expires.IsZero() {
			r.undated++
		}
	}
	if !ok {
		r.leftOut[i.Target] = true
	}
	return invitation.Input{Target: i.Target, Note: i.Note}, ok
}

// rows leaves out the rows of what the filters left out.
func (r *resending) rows(all iter.Seq2[outcome.Row, error]) iter.Seq2[outcome.Row, error] {
	return func(yield func(outcome.Row, error) bool) {
		for row, err := range all {
			if err == nil && r.leftOut[row.Target] {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
