// The export program writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. Interrupted, killed or failed, it goes
// on when it is started again. Try it without a cloud account:
//
//	go run ./examples/export -offline -o sent.jsonl
package main

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const name = "export"

func main() { cli.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return program{
		now:         time.Now,
		isTerminal:  terminal.Is,
		reached:     func(point) {},
		huaweiKeys:  huaweiorg.DefaultProvider(),
		alibabaKeys: alibabarm.DefaultProvider(),
	}.run(ctx, args, stdout, stderr)
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
