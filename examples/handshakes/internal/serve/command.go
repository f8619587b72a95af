package serve

import (
	"context"
	_ "embed"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "serve",
	Summary: "start services of both clouds in memory, to try programs on",
	Run:     command,
}

//go:embed help.txt
var help string

func command(ctx context.Context, p *cli.Process, args []string) error {
	s := DefaultSettings
	f := cli.NewFlags(p.Name, help)
	f.StringVar(&s.Huawei, "huawei", s.Huawei, "listen on this `address` for Huawei Cloud; port 0 is any free port")
	f.StringVar(&s.Alibaba, "alibaba", s.Alibaba, "listen on this `address` for Alibaba Cloud")
	f.Var(cli.Number(&s.Accounts, 1, maxAccounts), "accounts", "have this `number` of accounts to invite, besides the management account")
	untilStdin := f.Bool("until-stdin-closes", false, "end when standard input ends, too: with the test that started it")
	f.Group("What to serve", "huawei", "alibaba", "accounts")
	f.Group("When to end", "until-stdin-closes")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	if *untilStdin {
		s.Stdin = p.Stdin
	}
	return Run(ctx, s, p.Stdout)
}
