package export

import (
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Options are what the command line asks for.
type options struct {
	clouds   []clouds.Cloud
	received bool
	path     string // "": stdout
	pageSize int    // 0: the service's maximum
	access   clouds.Access
	now      func() time.Time
}

const before = `
Export all invitations that your organization has sent, or those that your account
has received, in Huawei Cloud, Alibaba Cloud or both, as JSON lines. Interrupted with
Ctrl-C, killed or failed, it continues when it is started again.

  go run ./examples/handshakes export [flags]

Examples:
  go run ./examples/handshakes export -offline                   see it at work, without an account
  go run ./examples/handshakes export -o sent.jsonl              what was sent
  go run ./examples/handshakes export -o sent.jsonl              the same again continues
  go run ./examples/handshakes export -received -o in.jsonl      what came in
`

const after = `
Output: a line for each invitation, {"cloud": "huawei", "handshake": {…}}, where the
invitation's fields are just those of the cloud's service. No invitation comes twice.
One cloud follows the other, and one that fails does not stop the other.

Continuing: beside the file, as long as it is not complete, is one with .cursor at the
end of its name, which is written anew after each page. It says how much of the file
is good, so that what was half written is not taken for an invitation. Start again
with the same flags and the credentials of the same account:
  Huawei Cloud   goes on at the page that follows
  Alibaba Cloud  numbers its pages, which move with the list: it is read again from
                 the beginning, and what is in the file is skipped
An invitation stays in the file as it was when it was written. The file is complete
when the exit code is 0, and then there is no .cursor any more. A file that is there
without it is not touched. Without -o nothing can be continued.

Privacy: invitations hold e-mail addresses, so both files are readable for you alone;
if others were given access in between, the next run takes it from them. The program
refuses links, pipes, devices, directories and files of other users.

Exit codes:
  0  complete  1  failed, in one of the clouds or both: start again to continue
  2  misused   130  interrupted with Ctrl-C: start again to continue
` + clouds.KeysHelp

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName string
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds.Both, "the cloud's `name`: "+clouds.Names())
	f.BoolVar(&o.received, "received", false, "what came in, instead of what was sent")
	f.StringVar(&o.path, "o", "", "write to this `file` (default stdout)")
	f.IntVar(&o.pageSize, "page-size", 0, "this `number` per request (default the service's maximum)")
	o.access.Flags(f)
	f.Group("What to export", "cloud", "received")
	f.Group("Where to write it", "o")
	f.Group("Where it comes from", append(clouds.FlagNames(), "page-size")...)
	if err := f.ParseOnly(args, stdout); err != nil {
		return o, err
	}
	if o.clouds = clouds.Choose(cloudName); o.clouds == nil {
		return o, cli.Misuse("-cloud %s: there are %s", cloudName, clouds.Names())
	}
	for _, c := range o.clouds {
		if o.pageSize < 0 || o.pageSize > c.MaxPageSize {
			return o, cli.Misuse("-page-size %d: %s gives 1 to %d a request, and 0 asks for the most", o.pageSize, c.Title, c.MaxPageSize)
		}
	}
	return o, o.access.Check(f, o.clouds)
}

// pages are the options of every walk. A cursor has the page size that the export
// began with.
func (o options) pages(from pagination.Cursor) []pagination.Option {
	opts := []pagination.Option{pagination.From(from), pagination.WithReadAhead(2)}
	if o.pageSize > 0 && from == "" {
		opts = append(opts, pagination.WithPageSize(o.pageSize))
	}
	return opts
}
