// The accept program accepts the invitation that an account received, by its ID or from
// an organization that is trusted, in Huawei Cloud or Alibaba Cloud. It only plans until
// it is told to accept. Try it without a cloud account:
//
//	go run ./examples/accept -offline
//	go run ./examples/accept -offline -accept
package main

import (
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const name = "accept"

func main() { cli.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return program{
		now:         time.Now,
		huaweiKeys:  huaweiorg.DefaultProvider(),
		alibabaKeys: alibabarm.DefaultProvider(),
	}.run(ctx, args, stdout, stderr)
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
