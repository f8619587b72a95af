// Package invite has the commands that send invitations, in Huawei Cloud or Alibaba Cloud: invite
// sends those of a CSV file, and resend those that expired. They only plan, unless -apply is given.
// Try them without a cloud account:
//
//	go run ./examples/handshakes invite -cloud huawei -offline
//	go run ./examples/handshakes invite -cloud huawei -offline -apply
//	go run ./examples/handshakes resend -cloud huawei -offline
package invite

import (
	"bytes"
	"context"
	"embed"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

//go:embed sample
var files embed.FS

//go:embed invite.txt
var help string

// Command is the subcommand that sends the invitations of a file.
var Command = cli.Command{Name: "invite", Summary: "send the invitations of a CSV file", Run: invite}

func invite(ctx context.Context, p *cli.Process, args []string) error {
	var path string
	var ends []string
	var sampleOnly bool
	o := outcome.New(p, help, "send", "sent")
	o.Numbered = true
	o.Again = "run this again with the same file: nobody is invited twice"
	o.StringVar(&path, "file", "", "the CSV `file`, - for standard input (default with -offline: the sample)")
	o.Var(cli.Words(&ends, "declined", "cancelled", "expired", "accepted"), "reinvite",
		"also accounts whose last invitation has one of these `ends`, as declined,expired")
	o.QuotaFlag()
	o.BoolVar(&sampleOnly, "sample", false, "only write a file to begin with")
	if err := o.Parse(args); err != nil {
		return err
	}
	sample, err := files.ReadFile("sample/" + o.Cloud.Name + ".csv")
	in := inputFile{path, path, p.Stdin, o.Cloud}
	switch {
	case err != nil:
		return err
	case sampleOnly:
		_, err := p.Stdout.Write(sample)
		return err
	case path == "-":
		in.name = "standard input"
	case path == "" && !o.Access.Offline:
		return cli.Misuse("give a -file, or -offline to try this command without one")
	case path == "":
		in = inputFile{"the sample", "-", bytes.NewReader(sample), o.Cloud}
	}
	var opts []invitation.BulkOption
	for _, end := range ends {
		opts = append(opts, invitation.Reinvite(invitation.Status(end)))
	}
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		inputs, lines, err := in.read(ctx, c.Service)
		o.Lines = lines
		return c.InviteAll(ctx, slices.Values(inputs), o.Bulk(opts...)...), err
	})
}

//go:embed resend.txt
var resendHelp string

// Resend is the subcommand that sends expired invitations again.
var Resend = cli.Command{Name: "resend", Summary: "send expired invitations again", Run: runResend}

func runResend(ctx context.Context, p *cli.Process, args []string) error {
	var within time.Duration
	o := outcome.New(p, resendHelp, "send", "sent")
	o.Again = "run this again: no invitation is sent twice"
	o.Var(cli.Duration(&within, time.Second, math.MaxInt64), "expired-within", "only what expired within this `time`, as 30d or 2w")
	o.QuotaFlag()
	if err := o.Parse(args); err != nil {
		return err
	}
	now := p.Now()
	wanted := func(i invitation.Invitation) bool { return within == 0 || now.Sub(i.Expires) <= within }
	input := func(i invitation.Invitation) (invitation.Input, bool) {
		return invitation.Input{Target: i.Target, Note: i.Note}, wanted(i)
	}
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return func(yield func(invitation.Outcome, error) bool) {
			for out, err := range c.ResendExpired(ctx, input, o.Bulk()...) {
				leftOut := out.Result == invitation.ResultSkipped && !wanted(out.Invitation)
				if !leftOut && !yield(out, err) {
					return
				}
			}
		}, nil
	})
}
