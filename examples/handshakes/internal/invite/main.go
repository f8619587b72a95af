// Package invite is the command that sends the invitations of a CSV file, in Huawei Cloud or Alibaba
// Cloud, and says of each line what became of it. It only plans until it is told to
// send. Try it without a cloud account:
//
//	go run ./examples/handshakes invite -offline
//	go run ./examples/handshakes invite -offline -send
package invite

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const name = "invite"

// Command is the subcommand.
var Command = cli.Command{
	Name:    name,
	Summary: "send the invitations of a CSV file",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return cli.Code(program{
			now:         p.Now,
			isTerminal:  p.IsTerminal,
			stdin:       p.Stdin,
			huaweiKeys:  p.Huawei,
			alibabaKeys: p.Alibaba,
		}.run(ctx, args, p.Stdout, p.Stderr))
	},
}

// A program is what tests put something else in place of.
type program struct {
	now                     func() time.Time // dates what -offline makes up
	isTerminal              func(io.Writer) bool
	stdin                   io.Reader
	huaweiKeys, alibabaKeys auth.Provider
}

func (p program) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if err == nil {
		o.now, o.stdin, o.access.HuaweiKeys, o.access.AlibabaKeys = p.now, p.stdin, p.huaweiKeys, p.alibabaKeys
		err = p.do(ctx, o, stdout, stderr)
	}
	return cli.Exit(ctx, stderr, name, err)
}

func (p program) do(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if o.sample {
		_, err := io.WriteString(stdout, o.cloud.sample)
		return err
	}
	return p.invite(ctx, o, stdout, stderr)
}
