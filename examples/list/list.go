package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/internal/terminal"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// list writes what the options ask for to stdout, also when it ends in an error, and
// how it goes to stderr.
func (p program) list(ctx context.Context, o options, stdout, stderr io.Writer) error {
	line := terminal.NewLine(nil)
	if p.isTerminal(stderr) {
		line = terminal.NewLine(stderr)
	}
	defer line.Erase()
	buffer := bufio.NewWriter(line.Beneath(stdout))
	out := o.output(buffer)
	out.flush = buffer.Flush
	t := newTally()
	progress := func(at pagination.Progress) {
		t.pages, t.fetched = at.Pages, at.Items
		line.Show(fmt.Sprintf("%s: %s, %s", o.cloud.name, count(at.Pages, "page"), count(at.Items, "invitation")))
	}

	err := write(ctx, o, o.cloud.list(ctx, o, progress), out, t)
	if ended := errors.Join(out.close(), out.flush()); err == nil {
		err = ended
	}
	line.Erase()
	if err != nil {
		return explain(err)
	}
	for _, remark := range t.remarks(o) {
		cli.Say(stderr, name, remark)
	}
	if p.isTerminal(stderr) {
		cli.Say(stderr, name, t.summary(o))
	}
	return nil
}

// write copies rows to the output until the limit, an error or the context's end.
func write(ctx context.Context, o options, rows iter.Seq2[row, error], out output, t *tally) error {
	for r, err := range rows {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil: // in the middle of a page
			return ctx.Err()
		}
		t.read(r)
		if o.wants(r.status) {
			if err := out.row(r); err != nil {
				return err
			}
			if t.listed++; t.listed == o.limit {
				return nil // asking for one more could fetch a page
			}
		}
		if t.items == t.fetched { // the next page may take its time
			if err := out.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// explain tells mistakes that only the library can see from failures.
func explain(err error) error {
	if e, ok := errors.AsType[*pagination.Error](err); ok && errors.Is(err, pagination.ErrBadOption) {
		return cli.Misuse("-page-size or -limit: %w", e.Err)
	}
	return err
}
