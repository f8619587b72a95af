package outcome

import (
	"cmp"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// FormatHelp says in the help of every command how rows are written.
const FormatHelp = `
Formats:
  table  one line for each invitation. It fits the terminal; times are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front.
         With -excel, one that it would take for a number or a date gets a tab in front
  json   one array; each object has the result, the reason and the error, if any, and
         the invitation, with the service's own fields under "native"
  jsonl  the same objects, one a line
`

// Options are the flags that every command has.
type Options struct {
	Access clouds.Access
	// Apply makes the command act. Without it, it plans.
	Apply bool

	p      *cli.Process
	output output.Flags
	shape  output.Shape[Row]
}

// Add adds the flags. What -apply does is its help, and title the group that it is in.
func (o *Options) Add(f *cli.Flags, p *cli.Process, shape output.Shape[Row], title, apply string) {
	o.p, o.shape = p, shape
	f.BoolVar(&o.Apply, "apply", false, apply)
	f.Group(title, "apply")
	o.output.Add(f, output.Table, output.CSV, output.JSON, output.JSONLines)
	f.Group("How to write it", output.FlagNames()...)
	o.Access.FlagsForOne(f, p)
}

// Cloud returns the cloud of -cloud, once the flags are parsed. A mistake in the flags is a
// [cli.UsageError].
func (o *Options) Cloud() (clouds.Cloud, error) {
	chosen, err := o.Access.Chosen()
	if err := cmp.Or(err, o.output.Check(o.shape.Names()...)); err != nil {
		return clouds.Cloud{}, err
	}
	return chosen[0], nil
}

// Bulk are the options of a bulk verb.
func (o *Options) Bulk(opts ...invitation.BulkOption) []invitation.BulkOption {
	if !o.Apply {
		opts = append(opts, invitation.DryRun())
	}
	return opts
}

// Run writes the rows that work returns for the client of the cloud, which with -offline is that
// of the world. With -apply, each row is on record before the next one is asked for, and nothing
// more is done once a row cannot be written.
func (o *Options) Run(world clouds.World, work func(clouds.Client) (iter.Seq2[Row, error], error)) (s Summary, err error) {
	line := progress.New(o.p)
	defer line.Close()
	o.Access.Log = line.Logger
	client, err := o.Access.OpenOne(world)
	if err != nil {
		return s, err
	}
	rows, err := work(client)
	if err != nil {
		return s, err
	}
	out := output.New(line.Above(o.p.Stdout), o.p.Screen(o.p.Stdout), o.output, o.shape)
	for row, failed := range rows {
		if failed != nil {
			err = failed
			break
		}
		row.Cloud = client.Cloud.Name
		s.add(row)
		if err = out.Write(row); err == nil && o.Apply {
			err = out.Flush()
		}
		if err != nil {
			break
		}
		line.Show(s.String())
	}
	ended := out.Close()
	return s, cmp.Or(err, ended)
}

// Rows makes rows of the outcomes of a bulk verb.
func Rows(outcomes iter.Seq2[invitation.Outcome, error]) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for o, err := range outcomes {
			if !yield(Row{Outcome: o}, err) {
				return
			}
		}
	}
}
