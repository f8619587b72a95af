package export

import (
	_ "embed"
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

//go:embed help.txt
var help string

func parse(p *cli.Process, args []string) (options, error) {
	var o options
	format := "jsonl"
	f := cli.NewFlags(p.Name, help, clouds.CredentialsHelp)
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
