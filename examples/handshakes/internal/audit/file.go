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

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
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

// browsers are how a desktop opens a file, by operating system.
var browsers = map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}

// browse opens a file in the browser, and does not wait for it.
func browse(path string) error {
	command, ok := browsers[runtime.GOOS]
	if !ok {
		command = []string{"xdg-open"}
	}
	path, err := filepath.Abs(path) // which no command takes for a flag
	if err != nil {
		return err
	}
	return exec.Command(command[0], append(slices.Clone(command[1:]), path)...).Start()
}
