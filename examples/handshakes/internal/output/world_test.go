package output

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// An entry is a row of these tests.
type entry struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Name   string `json:"name"`
	Note   string `json:"note"`
}

// entries has a column of each kind.
func entries() Shape[entry] {
	return Shape[entry]{
		Columns: []Column[entry]{
			{Name: "STATUS", Priority: Essential, Status: true, Usual: 9, Cell: func(e entry) string { return e.Status }},
			{Name: "LONG NAME", Priority: 10, Min: 10, Usual: 30, Cell: func(e entry) string { return e.Name }},
			{Name: "ID", Priority: Essential + 1, Cell: func(e entry) string { return e.ID }},
			{Name: "NOTE (UTC)", Priority: 5, Min: 12, Usual: 20, Cell: func(e entry) string { return e.Note }},
			{Name: "SIZE", Extra: true, Cell: func(entry) string { return "large" }},
		},
		CSVHeader: []string{"id", "status", "name", "note"},
		CSVRecord: func(e entry) []string { return []string{e.ID, e.Status, e.Name, e.Note} },
	}
}

// flags parses a command line, which is expected to be good.
func flags(t *testing.T, args string) Flags {
	t.Helper()
	f, err := parse(args)
	require.NoError(t, err, args)
	return f
}

func parse(args string) (Flags, error) {
	var f Flags
	fs := cli.NewFlags("prog", "", "")
	f.Add(fs, entries().Names(), Table, CSV, JSON, JSONLines)
	if err := fs.FlagSet.Parse(strings.Fields(args)); err != nil {
		return f, &cli.UsageError{Err: err}
	}
	return f, f.Check()
}

// print returns what the rows look like, as the flags ask for.
func print(t *testing.T, width int, args string, rows ...entry) string {
	t.Helper()
	var b bytes.Buffer
	w := New(&b, terminal.Screen{Terminal: width > 0, Width: width}, flags(t, args), entries())
	for _, row := range rows {
		require.NoError(t, w.Write(row))
	}
	require.NoError(t, w.Close())
	return b.String()
}

// lines are those of a text that ends with one.
func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

// broken is a writer that fails.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
