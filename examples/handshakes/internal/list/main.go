// Package list is the command that lists the invitations that an organization sent, or that an
// account received, in Huawei Cloud, Alibaba Cloud or both. Try it without a cloud
// account:
//
//	go run ./examples/handshakes list -offline
package list

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const name = "list"

// Command is the subcommand.
var Command = cli.Command{
	Name:    name,
	Summary: "list invitations that were sent or received",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return cli.Code(program{
			now:         p.Now,
			isTerminal:  p.IsTerminal,
			huaweiKeys:  p.Huawei,
			alibabaKeys: p.Alibaba,
		}.run(ctx, args, p.Stdout, p.Stderr))
	},
}

// A program is what tests put something else in place of.
type program struct {
	now                     func() time.Time // dates what -offline makes up
	isTerminal              func(io.Writer) bool
	huaweiKeys, alibabaKeys auth.Provider
}

func (p program) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if err == nil {
		o.now, o.access.HuaweiKeys, o.access.AlibabaKeys = p.now, p.huaweiKeys, p.alibabaKeys
		err = p.list(ctx, o, stdout, stderr)
	}
	return cli.Exit(ctx, stderr, name, err)
}
