// Package accept is the command that accepts the invitation that an account received, by its ID or from
// an organization that is trusted, in Huawei Cloud or Alibaba Cloud. It only plans until
// it is told to accept. Try it without a cloud account:
//
//	go run ./examples/handshakes accept -offline
//	go run ./examples/handshakes accept -offline -accept
package accept

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const name = "accept"

// Command is the subcommand.
var Command = cli.Command{
	Name:    name,
	Summary: "accept an invitation, by its ID or from a trusted sender",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return cli.Code(program{
			now:         p.Now,
			huaweiKeys:  p.Huawei,
			alibabaKeys: p.Alibaba,
		}.run(ctx, args, p.Stdout, p.Stderr))
	},
}

// A program is what tests put something else in place of.
type program struct {
	now                     func() time.Time
	huaweiKeys, alibabaKeys auth.Provider
}

func (p program) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if err == nil {
		o.now, o.access.HuaweiKeys, o.access.AlibabaKeys = p.now, p.huaweiKeys, p.alibabaKeys
		err = accept(ctx, o, stdout, stderr)
	}
	return cli.Exit(ctx, stderr, name, err)
}
