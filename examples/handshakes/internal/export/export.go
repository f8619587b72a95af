package export

import (
	"context"
	"fmt"
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// export writes the lists one after the other: to stdout, or into the file.
func (p program) export(ctx context.Context, o options, stdout, stderr io.Writer) error {
	lists, err := open(o)
	if err != nil {
		return err
	}
	line := terminal.NewLine(nil)
	if p.isTerminal(stderr) {
		line = terminal.NewLine(stderr)
	}
	defer line.Erase()
	out := output(stream{line.Beneath(stdout)})
	if o.path != "" {
		f, err := openFile(o, p.reached)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // what counts is synced
		out = f
	}
	total, failed, err := copyAll(ctx, o, lists, out, line.Show)
	line.Erase()
	switch {
	case failed != nil && (err == nil || cli.ReaderGone(err)): // which alone is no failure
		err = failed
	case failed != nil:
		cli.Say(stderr, name, failed.Error())
	case err == nil:
		err = out.finish()
	}
	switch {
	case err == nil && p.isTerminal(stderr):
		cli.Say(stderr, name, count(total)+", complete")
	case err != nil && o.path != "":
		cli.Say(stderr, name, fmt.Sprintf("%s is not complete, with %s: start again to continue", o.path, count(total)))
	}
	return err
}

// An output takes the invitations of a page, and the place to go on behind it.
type output interface {
	// begun is where an earlier run came to.
	begun(cloud string) progress
	append(rows []clouds.Row, cloud string, at place) error
	finish() error
}

// copyAll returns how many invitations the output has then. A list that fails does not
// stop the other; err does: an interruption, or an error of the output.
func copyAll(ctx context.Context, o options, lists []list, out output, show func(string)) (total int, failed, err error) {
	for _, l := range lists {
		total += out.begun(l.cloud.Name).items
	}
	results := make([]clouds.Result, len(lists))
	for i, l := range lists {
		results[i].Cloud = l.cloud
		for b, err := range l.rest(ctx, o, out.begun(l.cloud.Name)) {
			if err == nil {
				err = ctx.Err() // between pages that were read ahead
			}
			switch {
			case err != nil && ctx.Err() != nil:
				return total, clouds.Explain(results[:i]), err
			case err != nil:
				results[i].Err = err
				continue // it is the last
			case len(b.rows) == 0 && b.at == place{}:
				continue // all of the page is in the file
			}
			if err := out.append(b.rows, l.cloud.Name, b.at); err != nil {
				return total, clouds.Explain(results[:i]), err
			}
			total += len(b.rows)
			show(l.cloud.Name + ": " + count(total))
		}
	}
	return total, clouds.Explain(results), nil
}

// A stream is stdout: what was written cannot be taken back or gone on with.
type stream struct{ w io.Writer }

func (s stream) begun(string) progress { return progress{} }

func (s stream) append(rows []clouds.Row, _ string, _ place) error {
	text, err := lines(rows)
	if err != nil {
		return err
	}
	_, err = s.w.Write(text)
	return err
}

func (s stream) finish() error { return nil }

func count(n int) string {
	if n == 1 {
		return "1 invitation"
	}
	return fmt.Sprintf("%d invitations", n)
}
