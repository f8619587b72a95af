package output

import (
	_ "embed"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// FormatsHelp is the part of a help that describes the formats.
//
//go:embed formats.txt
var FormatsHelp string

// The formats.
const (
	Table     = "table"
	Record    = "record" // a line for each column
	CSV       = "csv"
	JSON      = "json"  // one array
	JSONLines = "jsonl" // one object a line
)

// Flags are what the command line says about the format of rows.
type Flags struct {
	// Format is one of those that Add was given.
	Format string

	excel, wide bool
	columns     []string // nil: those that are not extra
	color       string
}

// Add adds the flags. The names are the columns that -columns accepts, see [Shape.Names]. The
// first format is the default. A command may have formats besides those of this package, and
// writes them itself.
func (f *Flags) Add(fs *cli.Flags, names []string, formats ...string) {
	f.Format, f.color = formats[0], "auto"
	fs.Var(cli.Word(&f.Format, formats...), "format", "the output's `format`: "+strings.Join(formats, ", "))
	fs.BoolVar(&f.excel, "excel", false, "csv for a spreadsheet: marked as UTF-8, IDs of digits stay text")
	fs.BoolVar(&f.wide, "wide", false, "a table with every column in full, however wide")
	fs.Var(cli.Words(&f.columns, names...), "columns", "a table with these `columns`, as id,status")
	fs.Var(cli.Word(&f.color, "auto", "always", "never"), "color", "`when` the status has a color: auto, always, never")
}

// Check returns a [cli.UsageError] for flags that the format does not have.
func (f *Flags) Check() error {
	switch {
	case f.excel && f.Format != CSV:
		return cli.Misuse("-excel is for -format csv")
	case (f.wide || f.columns != nil) && f.Format != Table:
		return cli.Misuse("-wide and -columns are for -format table")
	}
	return nil
}
