package list

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// list writes what the options ask for to stdout, also when it ends in an error, and
// how it goes to stderr. The clouds are read one after the other: that keeps them
// apart on stdout, and fetches nothing that is not listed.
func (p program) list(ctx context.Context, o options, stdout, stderr io.Writer) error {
	all, err := open(o)
	if err != nil {
		return err
	}
	line := terminal.NewLine(nil)
	if p.isTerminal(stderr) {
		line = terminal.NewLine(stderr)
	}
	defer line.Erase()
	buffer := bufio.NewWriter(line.Beneath(stdout))
	out := o.output(buffer)
	out.flush = buffer.Flush

	for _, l := range all {
		progress := func(at pagination.Progress) {
			l.pages, l.fetched = at.Pages, at.Items
			line.Show(all.progress())
		}
		if err = l.write(ctx, o, out, progress); err != nil {
			break
		}
	}
	if ended := errors.Join(out.close(), out.flush()); err == nil {
		err = ended
	}
	line.Erase()
	if err == nil {
		all.tell(o, stderr, p.isTerminal(stderr))
	}
	switch failed := all.failures(); {
	case failed == nil:
		return err
	case err == nil, cli.ReaderGone(err): // which alone is no failure
		return failed
	default: // an interruption is told without more
		cli.Say(stderr, name, failed.Error())
		return err
	}
}

// tell says what there is to know about the listings that are whole.
func (all listings) tell(o options, stderr io.Writer, summaries bool) {
	var summary []string
	for _, l := range all {
		if l.err != nil {
			continue
		}
		for _, remark := range l.remarks(o) {
			cli.Say(stderr, name, all.named(l, remark))
		}
		summary = append(summary, all.named(l, l.summary(o)))
	}
	if summaries && summary != nil {
		cli.Say(stderr, name, strings.Join(summary, "; "))
	}
}
