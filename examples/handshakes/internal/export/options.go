package export

import (
	"math"

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
}

const before = `
Export all invitations that your organization has sent, or those that your account
has received, in Huawei Cloud, Alibaba Cloud or both, as JSON lines. Interrupted with
Ctrl-C, killed or failed, it continues when it is started again.

  handshakes export [flags]

Examples:
  handshakes export -offline                   see it at work, without an account
  handshakes export -o sent.jsonl              what was sent
  handshakes export -o sent.jsonl              the same again continues
  handshakes export -received -o in.jsonl      what came in
`

const after = `
Output: a line for each invitation, with the same fields for both clouds, and the
service's own fields under "native". No invitation comes twice.
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
without it is not touched. Without -o nothing can be continued. Two exports into
the same file at once: the second one is refused (not on Windows).

Privacy: invitations hold e-mail addresses, so both files are readable for you alone;
if others were given access in between, the next run takes it from them. The program
refuses links, pipes, devices, directories and files of other users.

Exit codes:
  0  complete  1  failed, in one of the clouds or both: start again to continue
  2  misused   130  interrupted with Ctrl-C: start again to continue
` + clouds.KeysHelp

func parse(p *cli.Process, args []string) (options, error) {
	var o options
	format := "jsonl"
	f := cli.NewFlags(p.Name, before, after)
	f.BoolVar(&o.received, "received", false, "what came in, instead of what was sent")
	f.StringVar(&o.path, "o", "", "write to this `file` (default stdout)")
	f.Var(cli.Word(&format, "jsonl"), "format", "the `format`: jsonl, since a file of lines can be continued")
	f.Var(cli.Number(&o.pageSize, 0, math.MaxInt32), "page-size", "this `number` per request (default the service's maximum)")
	f.Group("What to export", "received")
	f.Group("Where to write it", "o", "format")
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
	return o, nil
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
