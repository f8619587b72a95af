// Package change has the commands that change invitations, in Huawei Cloud or Alibaba Cloud: invite
// and resend send them, accept and decline end those that an account received, and cancel ends
// those that an organization sent. They only plan, unless -apply is given. Try them without a cloud
// account:
//
//	go run ./examples/handshakes invite -cloud huawei -offline
//	go run ./examples/handshakes accept -cloud huawei -offline -apply
//	go run ./examples/handshakes cancel -cloud huawei -offline -pending
package change

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"iter"
	"math"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// files has the helps, the files that invite -sample writes, and the invitations of -offline.
//
//go:embed *.txt sample world
var files embed.FS

// A verb is what a command does.
type verb struct {
	do, done string // such as send and sent
	received bool   // the command is about received invitations
	// again is the advice if some of several invitations remain. If it is "", the command is about
	// one invitation, and fails if that one fails.
	again string
}

// A change is a run of a command: the flags that every command has, and what they ask for.
type change struct {
	*cli.Flags
	verb
	p      *cli.Process
	args   []string
	access clouds.Access
	client clouds.Client // that of -cloud, after open
	line   *progress.Line
	format output.Flags
	apply  bool
	quota  int   // 0: that of the service alone
	total  int   // how many rows there should be, if that is known
	lines  []int // of the input file, if there is one, in the order of the rows
}

// command makes a command. What run does begins with its own flags and [change.open], and ends with
// [change.run].
func command(name, summary string, v verb, run func(context.Context, *change) error) cli.Command {
	return cli.Command{Name: name, Summary: summary, Run: func(ctx context.Context, p *cli.Process, args []string) error {
		help, _ := files.ReadFile(name + ".txt") // it is embedded
		f := cli.NewFlags(p.Name, string(help), output.FormatsHelp, cli.ExitCodes, clouds.CredentialsHelp)
		c := &change{Flags: f, verb: v, p: p, args: args}
		defer func() {
			if c.line != nil {
				c.line.Close()
			}
		}()
		return run(ctx, c)
	}}
}

// open reads the arguments and opens the client. A mistake is a [cli.UsageError].
func (c *change) open() error {
	c.BoolVar(&c.apply, "apply", false, c.do+"; without it, only show what would be "+c.done)
	if c.do == "send" {
		c.Var(cli.Number(&c.quota, 1, math.MaxInt32), "daily-quota", "send at most this `number` in 24 hours, including earlier ones")
	}
	c.format.Add(c.Flags, c.shape().Names(), output.Table, output.CSV, output.JSON, output.JSONLines)
	c.access.FlagsForOne(c.Flags, c.p)
	if err := c.Parse(c.p, c.args); err != nil {
		return err
	}
	c.line = progress.New(c.p)
	c.access.Log = c.line.Logger
	client, err := c.access.OpenOne(world(c.received))
	c.client = client
	return cmp.Or(err, c.format.Check())
}

// bulk returns the options of a bulk verb: these, and what the flags add.
func (c *change) bulk(opts ...invitation.BulkOption) []invitation.BulkOption {
	if !c.apply {
		opts = append(opts, invitation.DryRun())
	}
	if c.quota > 0 {
		opts = append(opts, invitation.DailyQuota(c.quota))
	}
	return opts
}

// run writes a row for each outcome, and then a summary. Ranging over the outcomes does the work. The
// error says why the work ended early, or what remains to be done.
func (c *change) run(outcomes iter.Seq2[invitation.Outcome, error]) error {
	s, err := c.write(outcomes)
	switch {
	case s.rows > 0:
		c.p.Say("%s", s)
	case err == nil:
		c.p.Say("there is nothing to %s", c.do)
	}
	if s.results[invitation.ResultPlanned] > 0 {
		c.p.Say("nothing was %s: -apply does what is planned", c.done)
	}
	remaining := c.remaining(s)
	switch {
	case remaining == nil:
		return err
	case err == nil, cli.ReaderGone(err): // a reader that goes away is no failure, but what remains is one
		return remaining
	case c.again != "":
		c.p.Say("%s", remaining)
	}
	return err
}

// write writes the rows. With -apply, it writes each row before the next change, and changes nothing
// more if a row cannot be written. A command about one invitation goes on: that one may come later.
func (c *change) write(outcomes iter.Seq2[invitation.Outcome, error]) (s summary, failed error) {
	out := output.New(c.line.Above(c.p.Stdout), c.p.Screen(c.p.Stdout), c.format, c.shape())
	s.results = map[invitation.Result]int{}
	var written error
	for o, err := range outcomes {
		if failed = err; err != nil {
			break
		}
		r := row{Cloud: c.client.Cloud.Name, Outcome: o}
		if s.rows < len(c.lines) {
			r.Line = c.lines[s.rows]
		}
		s.add(r)
		if written == nil {
			written = out.Write(r)
		}
		if written == nil && c.apply {
			written = out.Flush()
		}
		if written != nil && c.again != "" {
			break
		}
		c.line.Show(s.String())
	}
	written = cmp.Or(written, out.Close())
	c.line.Close()
	c.p.Say("%s", out.LeftOut())
	return s, cmp.Or(failed, written)
}

// remaining returns an error if something remains to be done.
func (c *change) remaining(s summary) error {
	if c.again == "" {
		return s.failure
	}
	total := max(c.total, s.rows)
	remain := total - s.settled
	if !c.apply { // a plan may end early, and what a quota stops is a part of it
		total = s.rows
		remain = total - s.settled - s.results[invitation.ResultQuotaReached]
	}
	if s.rows == 0 || remain == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d remain; %s", remain, total, s.advice(c.again))
}
