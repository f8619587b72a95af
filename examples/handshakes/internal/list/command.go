// Package list is the command that lists the invitations that an organization sent, or that an
// account received, in Huawei Cloud, Alibaba Cloud or both. Try it without a cloud account:
//
//	go run ./examples/handshakes list -offline
package list

import (
	_ "embed"
	"math"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "list",
	Summary: "list invitations that were sent or received",
	Run:     run,
}

// options are what the command line asks for.
type options struct {
	access   clouds.Access
	output   output.Flags
	clouds   []clouds.Cloud
	received bool
	statuses []string // none: all
	limit    int      // of each cloud; 0: none
	pageSize int      // 0: the service's maximum
}

//go:embed help.txt
var help string

func parse(p *cli.Process, args []string) (options, error) {
	var o options
	var statuses []string
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes, clouds.CredentialsHelp)
	f.BoolVar(&o.received, "received", false, "what came in, instead of what was sent")
	f.Var(cli.IDs(&statuses), "status", "only these `statuses`, as pending,expired, in any case")
	f.Var(cli.Number(&o.limit, 0, math.MaxInt32), "limit", "at most this `number` of each cloud, counted after -status")
	f.Var(cli.Number(&o.pageSize, 0, math.MaxInt32), "page-size", "this `number` per request (default the service's maximum)")
	o.output.Add(f, output.Table, output.CSV, output.JSON, output.JSONLines)
	f.Group("What to list", "received", "status", "limit")
	f.Group("How to write it", output.FlagNames()...)
	o.access.FlagsForBoth(f, p)
	f.Group("Where it comes from", "page-size")
	if err := f.Parse(p, args); err != nil {
		return o, err
	}
	var err error
	if o.clouds, err = o.access.Chosen(); err != nil {
		return o, err
	}
	for _, c := range o.clouds {
		if o.pageSize > c.MaxPageSize {
			return o, cli.Misuse("-page-size %d: %s gives 1 to %d a request, and 0 asks for the most", o.pageSize, c.Title, c.MaxPageSize)
		}
	}
	if err := o.setStatuses(statuses); err != nil {
		return o, err
	}
	return o, o.output.Check(o.shape().Names()...)
}

// setStatuses expects statuses, each of which one of the clouds must have.
func (o *options) setStatuses(words []string) error {
	var known []string
	for _, c := range o.clouds {
		for _, status := range c.Statuses {
			if !slices.Contains(known, status) {
				known = append(known, status)
			}
		}
	}
	for _, word := range words {
		if err := cli.Words(&o.statuses, known...).Set(word); err != nil {
			return cli.Misuse("-status %q: %w", word, err)
		}
	}
	return nil
}

func (o options) shape() output.Shape[invitation.Invitation] {
	return output.Invitations(len(o.clouds) > 1, o.received)
}

// wants reports whether -status lets an invitation pass.
func (o options) wants(i invitation.Invitation) bool {
	return o.statuses == nil || slices.Contains(o.statuses, string(i.Status))
}

// pages are the options that every cloud's pager takes. A limit on what is listed
// is one on what is read only where nothing is left out.
func (o options) pages(progress func(pagination.Progress)) []pagination.Option {
	opts := []pagination.Option{pagination.WithProgress(progress)}
	if o.pageSize > 0 {
		opts = append(opts, pagination.WithPageSize(o.pageSize))
	}
	if o.limit > 0 && o.statuses == nil {
		opts = append(opts, pagination.WithLimit(o.limit))
	}
	return opts
}
