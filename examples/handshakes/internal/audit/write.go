package audit

import (
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// write writes the report, even if it is incomplete. It writes no incomplete page to a terminal,
// where nobody reads it, and where the next Ctrl-C would cut it.
func (a *audit) write(w io.Writer, screen terminal.Screen) error {
	if a.output.Format == html {
		if a.Cut && screen.Terminal {
			return nil
		}
		return a.WriteHTML(w)
	}
	rows := output.New(w, screen, a.output, shape(a.Baseline != ""))
	for _, f := range slices.Concat(a.Findings, a.Gone) {
		if err := rows.Write(f); err != nil {
			return err
		}
	}
	return rows.Close()
}

// shape is how findings are written, except as html. With a baseline, a table has a column
// for the change.
func shape(compared bool) output.Shape[*report.Finding] {
	type column = output.Column[*report.Finding]
	of := func(c ...output.Invitation) []column {
		return output.Of(func(f *report.Finding) invitation.Invitation { return f.Invitation }, c...)
	}
	return output.Shape[*report.Finding]{
		Columns: slices.Concat(
			[]column{
				{Name: "FINDING", Priority: output.Essential + 5, Cell: label},
				{Name: "CHANGE", Priority: output.Essential + 4, Extra: !compared, Cell: func(f *report.Finding) string { return f.Change }},
			},
			of(output.Cloud()),
			[]column{
				{Name: "ACCOUNT", Priority: 60, Min: 12, Max: 40, Cell: func(f *report.Finding) string { return f.Account }},
				{Name: "LIST", Priority: 10, Cell: func(f *report.Finding) string { return f.List }},
				{Name: "STATUS", Priority: 55, Cell: func(f *report.Finding) string { return string(f.Invitation.Status) }, Status: true},
				{Name: "WITH", Priority: output.Essential, Min: 12, Max: 40, Cell: (*report.Finding).With},
			},
			of(output.Organization(), output.Expires(), output.ID(), output.Note()),
		),
		CSVHeader: slices.Concat([]string{"finding", "account", "list", "change", "look_alike"}, invitation.CSVHeader()),
		CSVRecord: func(f *report.Finding) []string {
			return slices.Concat([]string{f.Kind, f.Account, f.List, f.Change, f.LookAlike}, f.Invitation.CSVRecord())
		},
	}
}

// label returns the finding, or that the sender imitates another one, which presses more.
func label(f *report.Finding) string {
	if f.LookAlike != "" {
		return "look-alike"
	}
	return f.Kind
}

// browse opens a file in the browser, and does not wait for it.
func browse(path string) error {
	path, err := filepath.Abs(path) // which no command takes for a flag
	if err != nil {
		return err
	}
	command := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return exec.Command(command[0], append(command[1:], path)...).Start()
}
