// The handshakes program works with account invitations in Huawei Cloud and Alibaba Cloud:
// it lists and audits them, sends, accepts, declines and cancels them, and watches their changes.
// Try it without a cloud account:
//
//	go run ./examples/handshakes list -offline
package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/audit"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/change"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/export"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/list"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/serve"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/show"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/tour"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/version"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/watch"
)

// commands are in the order of the help.
var commands = []cli.Command{
	list.Command,
	audit.Command,
	export.Command,
	change.Invite,
	change.Resend,
	change.Accept,
	change.Decline,
	change.Cancel,
	show.Command,
	watch.Command,
	show.Check,
	serve.Command,
	tour.Command,
	version.Command,
}

func main() { cli.Main(run) }

// run runs a subcommand, and returns the exit code.
func run(ctx context.Context, p *cli.Process, args []string) int {
	p.Name = "handshakes"
	return p.Exit(ctx, dispatch(ctx, p, args))
}

func dispatch(ctx context.Context, p *cli.Process, args []string) error {
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		if len(args) == 1 {
			_, err := io.WriteString(p.Stdout, help())
			return err
		}
		args = append(args[1:], "-h")
	}
	for _, c := range commands {
		if len(args) > 0 && c.Name == args[0] {
			p.Name += " " + c.Name
			return c.Run(ctx, p, args[1:])
		}
	}
	return cli.Misuse("give one of the commands %s", strings.Join(names(), ", "))
}

func names() (all []string) {
	for _, c := range commands {
		all = append(all, c.Name)
	}
	return all
}

func help() string {
	var b strings.Builder
	b.WriteString("handshakes works with account invitations in Huawei Cloud and Alibaba Cloud.\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-8s %s\n", c.Name, c.Summary)
	}
	b.WriteString("\nhandshakes help COMMAND shows the flags of a command, and examples.\n")
	return b.String()
}
