package change

import (
	"bytes"
	"context"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Invite is the subcommand that sends the invitations of a file.
var Invite = command("invite", "send the invitations of a CSV file", verb{
	do: "send", done: "sent", again: "run this again with the same file: nobody is invited twice",
}, runInvite)

func runInvite(ctx context.Context, c *change) error {
	var path string
	var ends []string
	var sampleOnly bool
	c.StringVar(&path, "file", "", "the CSV `file`, - for standard input (default with -offline: the sample)")
	c.Var(cli.Words(&ends, "declined", "cancelled", "expired", "accepted"), "reinvite",
		"also accounts whose last invitation has one of these `ends`, as declined,expired")
	c.BoolVar(&sampleOnly, "sample", false, "only write a file to begin with")
	if err := c.open(); err != nil {
		return err
	}
	sample, _ := files.ReadFile("sample/" + c.client.Cloud.Name + ".csv") // it is embedded
	name, stdin := path, c.p.Stdin
	switch {
	case sampleOnly:
		_, err := c.p.Stdout.Write(sample)
		return err
	case path == "-":
		name = "standard input"
	case path == "" && !c.access.Offline:
		return cli.Misuse("give a -file, or -offline to try this command without one")
	case path == "":
		name, path, stdin = "the sample", "-", bytes.NewReader(sample)
	}
	inputs, err := c.read(ctx, name, path, stdin)
	if err != nil {
		return err
	}
	var opts []invitation.BulkOption
	for _, end := range ends {
		opts = append(opts, invitation.Reinvite(invitation.Status(end)))
	}
	return c.run(c.client.InviteAll(ctx, slices.Values(inputs), c.bulk(opts...)...))
}

// Resend is the subcommand that sends expired invitations again.
var Resend = command("resend", "send expired invitations again", verb{
	do: "send", done: "sent", again: "run this again: no invitation is sent twice",
}, runResend)

func runResend(ctx context.Context, c *change) error {
	var within time.Duration
	c.Var(cli.Duration(&within, time.Second, math.MaxInt64), "expired-within", "only what expired within this `time`, as 30d or 2w")
	if err := c.open(); err != nil {
		return err
	}
	now := c.p.Now()
	wanted := func(i invitation.Invitation) bool { return within == 0 || now.Sub(i.Expires) <= within }
	input := func(i invitation.Invitation) (invitation.Input, bool) {
		return invitation.Input{Target: i.Target, Note: i.Note}, wanted(i)
	}
	return c.run(pagination.Filter(c.client.ResendExpired(ctx, input, c.bulk()...), func(o invitation.Outcome) bool {
		return o.Result != invitation.ResultSkipped || wanted(o.Invitation)
	}))
}
