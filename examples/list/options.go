package main

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
)

// Options are what the command line asks for.
type options struct {
	cloud    cloud
	received bool
	statuses []string // in lower case; none: all
	limit    int      // 0: none
	pageSize int      // 0: the service's maximum
	format   string
	offline  bool
	huawei   huaweiOptions
	now      func() time.Time
}

const before = `
List the invitations that your organization has sent, or those that your account
has received.

  go run ./examples/list [flags]

Examples:
  go run ./examples/list -offline                  see it at work, without an account
  go run ./examples/list -status pending           who has not answered yet
  go run ./examples/list -received -format json    what came in, for another program
  go run ./examples/list -format csv > sent.csv    for a spreadsheet
`

const after = `
Formats:
  table  one line for each invitation; long notes are cut, dates are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front
  json   one array, every value exactly as the service gave it

Exit codes:
  0  done       1  failed; what was read before is written
  2  misused  130  interrupted with Ctrl-C
` + huaweiHelp

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName, statuses string
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds[0].name, "the cloud's `name`: "+strings.Join(cloudNames(), ", "))
	f.BoolVar(&o.received, "received", false, "what came in, instead of what was sent")
	f.StringVar(&statuses, "status", "", "only these `statuses`, as pending,expired")
	f.IntVar(&o.limit, "limit", 0, "at most this `number`, counted after -status")
	f.StringVar(&o.format, "format", formats[0], "`how` to write them: "+strings.Join(formats, ", "))
	f.IntVar(&o.pageSize, "page-size", 0, "this `number` per request (default the service's maximum)")
	f.BoolVar(&o.offline, "offline", false, "made-up invitations, from a service in this process")
	o.huawei.flags(f)
	f.Group("What to list", "cloud", "received", "status", "limit")
	f.Group("How to write it", "format")
	f.Group("Where it comes from", "offline", "page-size", "huawei-endpoint")
	if err := f.Parse(args, stdout); err != nil {
		return o, err
	}
	o.statuses = splitStatuses(statuses)
	i := slices.IndexFunc(clouds, func(c cloud) bool { return c.name == cloudName })
	switch {
	case i < 0:
		return o, cli.Misuse("-cloud %s: there is %s", cloudName, strings.Join(cloudNames(), ", "))
	case !slices.Contains(formats, o.format):
		return o, cli.Misuse("-format %s: there are %s", o.format, strings.Join(formats, ", "))
	case o.limit < 0:
		return o, cli.Misuse("-limit %d: give a number from 1 on, or leave it out for all", o.limit)
	case o.pageSize < 0:
		return o, cli.Misuse("-page-size %d: give a number from 1 on, or leave it out", o.pageSize)
	case o.offline && o.huawei.endpoint != "":
		return o, cli.Misuse("-offline calls no endpoint: leave out -offline or -huawei-endpoint")
	}
	o.cloud = clouds[i]
	return o, nil
}

func splitStatuses(list string) []string {
	var out []string
	for status := range strings.SplitSeq(list, ",") {
		if status = strings.ToLower(strings.TrimSpace(status)); status != "" && !slices.Contains(out, status) {
			out = append(out, status)
		}
	}
	return out
}

// wants reports whether -status lets a status pass.
func (o options) wants(status string) bool {
	return o.statuses == nil || slices.Contains(o.statuses, strings.ToLower(status))
}
