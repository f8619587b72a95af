// The audit program looks at the invitations of many accounts in both clouds, and
// reports what needs a look: those that are pending, will expire soon or have
// expired, and those from senders that are not expected. Try it without a cloud
// account:
//
//	go run ./examples/audit -offline -format html > audit.html
package main

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const name = "audit"

func main() { cli.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return program{
		now:         time.Now,
		isTerminal:  terminal.Is,
		getenv:      os.Getenv,
		huaweiKeys:  huaweiorg.DefaultProvider(),
		alibabaKeys: alibabarm.DefaultProvider(),
	}.run(ctx, args, stdout, stderr)
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
