package audit

import (
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// write writes the report, even if it is incomplete.
func (a *audit) write(p *cli.Process, w io.Writer, screen terminal.Screen, findings []*finding) error {
	if a.output.Format == html {
		return a.writePage(w)
	}
	rows := output.New(w, screen, a.output, shape(a.Baseline != ""))
	for _, f := range slices.Concat(findings, a.Gone) {
		if err := rows.Write(f); err != nil {
			return err
		}
	}
	err := rows.Close()
	p.Say("%s", rows.LeftOut())
	return err
}

// shape says how to write findings in every format except html. With a baseline, a table has a
// column for the change.
func shape(compared bool) output.Shape[*finding] {
	columns := output.Of(func(f *finding) invitation.Invitation { return f.Invitation },
		output.Invitations("cloud", "status", "organization", "expires", "id", "note")...)
	columns[1].Priority = 55 // the finding says most of it
	return output.Shape[*finding]{
		Columns: append([]output.Column[*finding]{
			{Name: "FINDING", Priority: output.Essential + 5, Cell: (*finding).label},
			{Name: "CHANGE", Priority: output.Essential + 4, Extra: !compared, Cell: func(f *finding) string { return f.Change }},
			{Name: "WITH", Priority: output.Essential, Min: 12, Cell: (*finding).With},
			{Name: "ACCOUNT", Priority: 60, Min: 12, Cell: func(f *finding) string { return f.Account }},
			{Name: "LIST", Priority: 10, Cell: func(f *finding) string { return f.List }},
		}, columns...),
		CSVHeader: append([]string{"finding", "account", "list", "change", "look_alike"}, invitation.CSVHeader()...),
		CSVRecord: func(f *finding) []string {
			return append([]string{f.Kind, f.Account, f.List, f.Change, f.LookAlike}, f.Invitation.CSVRecord()...)
		},
	}
}

// browse opens a file in the browser and does not wait for the browser to exit.
func browse(path string) error {
	path, err := filepath.Abs(path) // a path that begins with / is never taken for a flag
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
