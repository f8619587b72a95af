// Package audit is the command that looks at the invitations of many accounts in both clouds, and
// reports what needs a look: those that are pending, will expire soon or have
// expired, and those from senders that are not expected. Try it without a cloud
// account:
//
//	go run ./examples/handshakes audit -offline -format html > audit.html
package audit

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const name = "audit"

// Command is the subcommand.
var Command = cli.Command{
	Name:    name,
	Summary: "report what needs attention in many accounts",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return cli.Code(program{
			now:         p.Now,
			isTerminal:  p.IsTerminal,
			getenv:      p.Getenv,
			huaweiKeys:  p.Huawei,
			alibabaKeys: p.Alibaba,
		}.run(ctx, args, p.Stdout, p.Stderr))
	},
}

// A program is what tests put something else in place of.
type program struct {
	now                     func() time.Time
	isTerminal              func(io.Writer) bool
	getenv                  func(string) string // for the keys that an accounts file names
	huaweiKeys, alibabaKeys auth.Provider
}

func (p program) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if err != nil {
		return cli.Exit(ctx, stderr, name, err)
	}
	o.now, o.access.HuaweiKeys, o.access.AlibabaKeys = p.now, p.huaweiKeys, p.alibabaKeys
	found, err := p.audit(ctx, o, stdout, stderr)
	if code := cli.Exit(ctx, stderr, name, err); code != cli.Done || !found {
		return code
	}
	return cli.Found
}
