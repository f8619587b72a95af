package audit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync/atomic"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// audit writes the report to stdout, also when it is not whole, and says whether it
// has findings of -fail-on.
func (p program) audit(ctx context.Context, o options, stdout, stderr io.Writer) (found bool, err error) {
	accounts, err := p.open(&o)
	if err != nil {
		return false, err
	}
	line := terminal.NewLine(nil)
	if p.isTerminal(stderr) {
		line = terminal.NewLine(stderr)
	}
	defer line.Erase()
	var done atomic.Int64
	sources := lists(accounts, func() { done.Add(1) })
	r, err := read(ctx, o, sources, func(items int) {
		line.Show(fmt.Sprintf("%d of %s, %s", done.Load(), count(len(sources), "list"), count(items, "invitation")))
	})
	line.Erase()
	if ended := r.write(o, stdout); err == nil {
		err = ended
	}
	if p.isTerminal(stderr) && err == nil {
		cli.Say(stderr, name, r.summary(o))
	}
	switch failed := r.failures(o); {
	case failed != nil && (err == nil || cli.ReaderGone(err)): // which alone is no failure
		err = failed
	case failed != nil: // an interruption is told without more
		cli.Say(stderr, name, failed.Error())
	}
	return len(r.found(o.failOn...)) > 0, err
}

// write buffers, so that a page of many findings takes few writes.
func (r *report) write(o options, w io.Writer) error {
	buffer := bufio.NewWriter(w)
	if err := r.format(o, buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// lists are the sources to merge. done is called as each one ends.
func lists(accounts []account, done func()) []pagination.Source[entry] {
	var out []pagination.Source[entry]
	for _, a := range accounts {
		for _, l := range a.lists {
			rows := a.rows(l)
			out = append(out, pagination.Source[entry]{
				Name: fmt.Sprintf("%s %s, %s", a.cloud.Name, a.name, l),
				Items: func(ctx context.Context) iter.Seq2[entry, error] {
					return func(yield func(entry, error) bool) {
						defer done()
						pagination.Map(rows(ctx), func(r clouds.Row) entry {
							return entry{Row: r, account: a.name, list: l}
						})(yield)
					}
				},
			})
		}
	}
	return out
}

// failures say why the report is not whole; nil if it is. Without an accounts file,
// missing keys of a cloud are told once, with what to do.
func (r *report) failures(o options) error {
	if o.accounts != "" || o.access.Offline {
		var out []error
		for _, f := range r.failed {
			out = append(out, f)
		}
		return errors.Join(out...)
	}
	var results []clouds.Result
	for _, c := range r.clouds {
		result := clouds.Result{Cloud: c.Cloud}
		for _, f := range r.failed {
			list, ok := strings.CutPrefix(f.Name, c.Name+" "+defaultAccount+", ")
			if ok {
				result.Err = errors.Join(result.Err, &pagination.SourceError{Name: list, Err: f.Err})
			}
		}
		results = append(results, result)
	}
	return clouds.Explain(results)
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
