// Package export is the command that writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. Interrupted, killed or failed, it goes
// on when it is started again. Try it without a cloud account:
//
//	go run ./examples/handshakes export -offline -o sent.jsonl
package export

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const name = "export"

// Command is the subcommand.
var Command = cli.Command{
	Name:    name,
	Summary: "write all invitations as JSON lines, and continue after an interruption",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return cli.Code(program{
			now:         p.Now,
			isTerminal:  p.IsTerminal,
			reached:     func(point) {},
			huaweiKeys:  p.Huawei,
			alibabaKeys: p.Alibaba,
		}.run(ctx, args, p.Stdout, p.Stderr))
	},
}

// A program is what tests put something else in place of.
type program struct {
	now                     func() time.Time // dates what -offline makes up
	isTerminal              func(io.Writer) bool
	reached                 func(point) // where a test kills the program
	huaweiKeys, alibabaKeys auth.Provider
}

func (p program) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if err == nil {
		o.now, o.access.HuaweiKeys, o.access.AlibabaKeys = p.now, p.huaweiKeys, p.alibabaKeys
		err = p.export(ctx, o, stdout, stderr)
	}
	return cli.Exit(ctx, stderr, name, err)
}
