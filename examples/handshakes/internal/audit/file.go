package audit

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// draft begins the file that the flags ask for, before the audit, because it may be refused. It
// is nil for stdout.
func (o *options) draft() (*ownfile.Draft, error) {
	if o.file == "" && o.show {
		o.file = filepath.Join(os.TempDir(), "handshakes-audit-"+rand.Text()+".html")
	}
	if o.file == "" {
		return nil, nil
	}
	d, err := ownfile.NewDraft(o.file, false)
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("%w; remove it, or name another file", err)
	}
	if err != nil {
		return nil, cli.Misuse("-o %s: %w", o.file, err)
	}
	return d, nil
}

// write writes the report, also an incomplete one, to the draft or to stdout.
func (p program) write(a *audit, d *ownfile.Draft) error {
	to, screen := p.Stdout, p.Screen(p.Stdout)
	if d != nil {
		to, screen = d, terminal.Screen{}
	}
	if a.Cut && screen.Terminal && a.output.Format == html {
		return nil // nobody reads a page there, and the next Ctrl-C would cut it
	}
	w := bufio.NewWriter(to)
	if err := a.write(w, screen); err != nil {
		return err
	}
	if err := w.Flush(); err != nil || d == nil {
		return err
	}
	if err := d.Publish(); err != nil {
		return err
	}
	if !a.show || a.Cut {
		return nil
	}
	p.Say("the report is in %s", a.file)
	return p.browse(a.file)
}

func (a *audit) write(w io.Writer, screen terminal.Screen) error {
	if a.output.Format == html {
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
func shape(compared bool) output.Shape[report.Finding] {
	type column = output.Column[report.Finding]
	of := func(c ...output.Invitation) []column {
		return output.Of(func(f report.Finding) invitation.Invitation { return f.Invitation }, c...)
	}
	created := output.Created()
	created.Extra = true
	status := output.Status()
	status.Priority = 55 // the finding says most of it
	return output.Shape[report.Finding]{
		Columns: slices.Concat(
			[]column{
				{Name: "FINDING", Priority: output.Essential + 5, Cell: label},
				{Name: "CHANGE", Priority: output.Essential + 4, Extra: !compared, Cell: func(f report.Finding) string { return f.Change }},
			},
			of(output.Cloud()),
			[]column{
				{Name: "ACCOUNT", Priority: 60, Min: 12, Max: 40, Cell: func(f report.Finding) string { return f.Account }},
				{Name: "LIST", Priority: 10, Cell: func(f report.Finding) string { return f.List }},
			},
			of(status),
			[]column{{Name: "WITH", Priority: output.Essential, Min: 12, Max: 40, Cell: report.Finding.With}},
			of(output.Organization(), output.Expires(), output.ID(), output.Note(),
				output.TargetType(), output.InviterID(), created, output.Updated()),
		),
		CSVHeader: slices.Concat([]string{"finding", "account", "list", "change", "look_alike"}, invitation.CSVHeader()),
		CSVRecord: func(f report.Finding) []string {
			return slices.Concat([]string{f.Kind, f.Account, f.List, f.Change, f.LookAlike}, f.Invitation.CSVRecord())
		},
	}
}

// label returns the finding, or that the sender imitates another one, which presses more.
func label(f report.Finding) string {
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
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", path).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", path).Start()
	default:
		return exec.Command("xdg-open", path).Start()
	}
}
