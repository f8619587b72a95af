// The handshakes program works with account invitations in Huawei Cloud and Alibaba Cloud.
// Its first subcommand starts services of both clouds in memory:
//
//	go run ./examples/handshakes serve
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/serve"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
)

const name = "handshakes"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a subcommand, and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var command string
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch command {
	case "serve":
		return cli.Exit(ctx, stderr, name+" serve", runServe(ctx, args, stdin, stdout))
	case "-h", "-help", "--help", "help":
		_, err := io.WriteString(stdout, help)
		return cli.Exit(ctx, stderr, name, err)
	case "":
		return cli.Exit(ctx, stderr, name, cli.Misuse("give a subcommand: serve"))
	default:
		return cli.Exit(ctx, stderr, name, cli.Misuse("%q is no subcommand: use serve", command))
	}
}

const help = `handshakes works with account invitations in Huawei Cloud and Alibaba Cloud.

  handshakes serve   start services of both clouds in memory, to try programs on

handshakes serve -h shows the flags.
`

func runServe(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	s := serve.DefaultSettings
	f := cli.NewFlags(name+" serve", `
handshakes serve starts services of both clouds in memory, on loopback ports, for curl,
Terraform and programs that use other SDKs. It writes one line of JSON to stdout: the
endpoints, and accounts with their access keys. Ctrl-C or SIGTERM ends it.`, `
The services check signatures, and forget everything when they end.`)
	f.StringVar(&s.Huawei, "huawei", s.Huawei, "listen on this `address` for Huawei Cloud; port 0 is any free port")
	f.StringVar(&s.Alibaba, "alibaba", s.Alibaba, "listen on this `address` for Alibaba Cloud")
	f.IntVar(&s.Accounts, "accounts", s.Accounts, "have this `number` of accounts to invite, besides the management account")
	untilStdin := f.Bool("until-stdin-closes", false, "end when standard input ends, too: with the test that started it")
	f.Group("What to serve", "huawei", "alibaba", "accounts")
	f.Group("When to end", "until-stdin-closes")
	if err := f.Parse(args, stdout); err != nil {
		return err
	}
	if *untilStdin {
		s.Stdin = stdin
	}
	err := serve.Run(ctx, s, stdout)
	if errors.Is(err, serve.ErrSettings) {
		return &cli.UsageError{Err: err}
	}
	return err
}
