package outcome

import (
	"cmp"
	"math"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// Options are what the command line asks for: the flags that every command has, and its own.
type Options struct {
	*cli.Flags
	Access clouds.Access
	Cloud  clouds.Cloud // that of -cloud, after [Options.Parse]
	Apply  bool         // act; without it, the command plans

	// Received is for a command about received invitations. Numbered is for one whose rows have a
	// line of an input file. Set them before [Options.Parse].
	Received, Numbered bool
	// Total is how many rows there should be. Lines are the lines of the input file, in the order of
	// the rows. Both are optional.
	Total int
	Lines []int
	// Again is the advice if some of several invitations remain. If it is "", the command is about
	// one invitation, and fails if that one fails.
	Again string

	p        *cli.Process
	quota    int // 0: that of the service alone
	output   output.Flags
	do, done string
}

// New returns the options of a command whose help begins with this text. The verb of the command is
// do, such as "send", and done is its participle, such as "sent".
func New(p *cli.Process, help, do, done string) *Options {
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes, clouds.CredentialsHelp)
	o := &Options{Flags: f, p: p, do: do, done: done}
	o.BoolVar(&o.Apply, "apply", false, do+"; without it, only show what would be "+done)
	return o
}

// Parse reads the arguments. A mistake is a [cli.UsageError].
func (o *Options) Parse(args []string) error {
	o.output.Add(o.Flags, o.shape().Names(), output.Table, output.CSV, output.JSON, output.JSONLines)
	o.Access.FlagsForOne(o.Flags, o.p)
	if err := o.Flags.Parse(o.p, args); err != nil {
		return err
	}
	chosen, err := o.Access.Chosen()
	if err := cmp.Or(err, o.output.Check()); err != nil {
		return err
	}
	o.Cloud = chosen[0]
	return nil
}

// QuotaFlag adds -daily-quota.
func (o *Options) QuotaFlag() {
	o.Var(cli.Number(&o.quota, 1, math.MaxInt32), "daily-quota", "send at most this `number` in 24 hours, including earlier ones")
}

// Bulk returns the options of a bulk verb: these, and what the flags add.
func (o *Options) Bulk(opts ...invitation.BulkOption) []invitation.BulkOption {
	if !o.Apply {
		opts = append(opts, invitation.DryRun())
	}
	if o.quota > 0 {
		opts = append(opts, invitation.DailyQuota(o.quota))
	}
	return opts
}
