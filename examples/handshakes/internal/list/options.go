package list

import (
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Options are what the command line asks for.
type options struct {
	clouds   []clouds.Cloud
	received bool
	statuses []string // in lower case; none: all
	limit    int      // of each cloud; 0: none
	pageSize int      // 0: the service's maximum
	format   string
	access   clouds.Access
	now      func() time.Time
}

const before = `
List the invitations that your organization has sent, or those that your account
has received, in Huawei Cloud, Alibaba Cloud or both.

  go run ./examples/handshakes list [flags]

Examples:
  go run ./examples/handshakes list -offline                  see it at work, without an account
  go run ./examples/handshakes list -status pending           who has not answered yet
  go run ./examples/handshakes list -cloud huawei -received   what came in, in one cloud
  go run ./examples/handshakes list -format csv > sent.csv    for a spreadsheet
`

const after = `
Formats:
  table  one line for each invitation; long notes are cut, dates are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front
  json   one array of {"cloud": "huawei", "handshake": {…}}, whichever clouds are
         listed: the fields' names and values are just those of the cloud's service
Table and CSV have the statuses and target types of both clouds in lower case. One
cloud follows the other, and one that fails does not stop the other.

Exit codes:
  0  done       1  failed, in one of the clouds or both; what was read is written
  2  misused  130  interrupted with Ctrl-C
` + clouds.KeysHelp

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName, statuses string
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds.Both, "the cloud's `name`: "+clouds.Names())
	f.BoolVar(&o.received, "received", false, "what came in, instead of what was sent")
	f.StringVar(&statuses, "status", "", "only these `statuses`, as pending,expired, in any case")
	f.IntVar(&o.limit, "limit", 0, "at most this `number` of each cloud, counted after -status")
	f.StringVar(&o.format, "format", formats[0], "`how` to write them: "+strings.Join(formats, ", "))
	f.IntVar(&o.pageSize, "page-size", 0, "this `number` per request (default the service's maximum)")
	o.access.Flags(f)
	f.Group("What to list", "cloud", "received", "status", "limit")
	f.Group("How to write it", "format")
	f.Group("Where it comes from", append(clouds.FlagNames(), "page-size")...)
	if err := f.ParseOnly(args, stdout); err != nil {
		return o, err
	}
	o.clouds, o.statuses = clouds.Choose(cloudName), splitStatuses(statuses)
	switch {
	case o.clouds == nil:
		return o, cli.Misuse("-cloud %s: there are %s", cloudName, clouds.Names())
	case !slices.Contains(formats, o.format):
		return o, cli.Misuse("-format %s: there are %s", o.format, strings.Join(formats, ", "))
	case o.limit < 0 || o.limit > math.MaxInt32:
		return o, cli.Misuse("-limit %d: give a number from 1 on, or leave it out for all", o.limit)
	}
	for _, c := range o.clouds {
		if o.pageSize < 0 || o.pageSize > c.MaxPageSize {
			return o, cli.Misuse("-page-size %d: %s gives 1 to %d a request, and 0 asks for the most", o.pageSize, c.Title, c.MaxPageSize)
		}
	}
	return o, o.access.Check(f, o.clouds)
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

// wants reports whether -status lets a row's status pass.
func (o options) wants(status string) bool {
	return o.statuses == nil || slices.Contains(o.statuses, status)
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
