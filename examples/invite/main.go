// The invite program sends the invitations of a CSV file, in Huawei Cloud or Alibaba
// Cloud, and says of each line what became of it. It only plans until it is told to
// send. Try it without a cloud account:
//
//	go run ./examples/invite -offline
//	go run ./examples/invite -offline -send
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

const name = "invite"

func main() { cli.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return program{
		now:         time.Now,
		isTerminal:  terminal.Is,
		stdin:       os.Stdin,
		huaweiKeys:  huaweiorg.DefaultProvider(),
		alibabaKeys: alibabarm.DefaultProvider(),
	}.run(ctx, args, stdout, stderr)
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
