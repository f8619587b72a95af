package output

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// FormatsHelp is the part of a help that says what the formats are.
//
//go:embed formats.txt
var FormatsHelp string

// The formats.
const (
	Table     = "table"
	CSV       = "csv"
	JSON      = "json"  // one array
	JSONLines = "jsonl" // one object a line
)

// Flags are what the command line asks for: in which format, and how, rows are written.
type Flags struct {
	// Format is one of those that Add was given.
	Format string
	// Excel makes CSV fit for spreadsheets.
	Excel bool
	// Wide prints every cell of a table in full.
	Wide bool

	columns, color string
}

// Add adds the flags. The first format is the default. A command may have formats besides
// those of this package, and writes them itself.
func (f *Flags) Add(fs *cli.Flags, formats ...string) {
	f.Format, f.color = formats[0], "auto"
	fs.Var(cli.Word(&f.Format, formats...), "format", "the output's `format`: "+strings.Join(formats, ", "))
	fs.BoolVar(&f.Excel, "excel", false, "csv for a spreadsheet: marked as UTF-8, IDs of digits stay text")
	fs.BoolVar(&f.Wide, "wide", false, "a table with every column in full, however wide")
	fs.StringVar(&f.columns, "columns", "", "a table with these `columns`, as id,status")
	fs.Var(cli.Word(&f.color, "auto", "always", "never"), "color", "`when` the status has a color: auto, always, never")
}

// FlagNames are those of [Flags.Add], for a group of the help.
func FlagNames() []string { return []string{"format", "excel", "wide", "columns", "color"} }

// Check returns a [cli.UsageError] for flags that contradict each other, or for an unknown
// column. The names are those that -columns may give, as [Shape.Names] has them.
func (f *Flags) Check(names ...string) error {
	switch {
	case f.Excel && f.Format != CSV:
		return cli.Misuse("-excel is for -format csv, not for -format %s", f.Format)
	case f.Wide && f.Format != Table:
		return cli.Misuse("-wide is for -format table, not for -format %s", f.Format)
	case f.columns != "" && f.Format != Table:
		return cli.Misuse("-columns is for -format table, not for -format %s", f.Format)
	}
	chosen := f.chosen()
	for i, name := range chosen {
		switch {
		case !slices.Contains(names, name):
			return cli.Misuse("-columns %s: there is no such column%s; use %s", name, cli.DidYouMean("", name, names), strings.Join(names, ", "))
		case slices.Contains(chosen[:i], name):
			return cli.Misuse("-columns %s: name each column once", name)
		}
	}
	if f.columns != "" && len(chosen) == 0 {
		return cli.Misuse("-columns names no column; use %s", strings.Join(names, ", "))
	}
	return nil
}

// chosen are the names that -columns gives.
func (f *Flags) chosen() []string {
	var out []string
	for name := range strings.SplitSeq(f.columns, ",") {
		if name = key(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// colored reports whether the status has a colour on this screen.
func (f *Flags) colored(s terminal.Screen) bool {
	return f.color == "always" || f.color != "never" && s.Color
}
