package list

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// enoughRows is how many rows of a cloud are written before its list is complete. A table of
// fewer rows waits, so that its columns fit all of them.
const enoughRows = 50

// A listing lists one cloud after the other: that keeps the clouds apart on stdout, and fetches
// nothing that is not listed.
type listing struct {
	*options
	out    *output.Writer[invitation.Invitation]
	broken error // why no more can be written
	line   *progress.Line
	lists  []*source // those that have begun
}

// A source is what the listing has seen of a cloud's list.
type source struct {
	cloud          string
	pages, fetched int // so far
	items, listed  int // of those fetched, that were looked at and that were wanted
	err            error
}

// list returns why a list is not complete. A cloud that fails does not stop the other one.
func (o *options) list(ctx context.Context, p *cli.Process, line *progress.Line, clients []clouds.Client) error {
	l := &listing{options: o, line: line}
	l.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), o.output, shape(len(clients) > 1, o.received))
	var results []clouds.Result
	for _, client := range clients {
		s := &source{cloud: client.Cloud.Name}
		l.lists = append(l.lists, s)
		l.show()
		s.err = l.listCloud(ctx, client, s)
		results = append(results, clouds.Result{Cloud: client.Cloud, Err: s.err})
		if l.broken != nil {
			break
		}
	}
	if err := l.out.Close(); l.broken == nil {
		l.broken = err
	}
	line.Close()
	if l.broken == nil {
		l.summarize(p)
	}
	return errors.Join(clouds.Conclude(p, results), l.broken)
}

// listCloud returns why the list of a cloud is not complete.
func (l *listing) listCloud(ctx context.Context, client clouds.Client, s *source) error {
	for i, err := range client.List(l.received).With(l.paging(s)...).All(ctx) {
		if err == nil {
			err = ctx.Err() // in the middle of a page
		}
		if err != nil {
			return err
		}
		s.items++
		if l.statuses == nil || slices.Contains(l.statuses, string(i.Status)) {
			s.listed++
			l.broken = l.out.Write(i)
		}
		if l.broken == nil && s.items == s.fetched && s.listed >= enoughRows {
			l.broken = l.out.Flush() // the next page may take its time
		}
		if l.broken != nil || l.limit > 0 && s.listed == l.limit { // one more item could fetch a page
			return nil
		}
	}
	return nil
}

// paging returns the options of a pager. A limit of what is listed is one of what is fetched only
// if nothing is left out.
func (l *listing) paging(s *source) []pagination.Option {
	opts := []pagination.Option{pagination.WithProgress(func(at pagination.Progress) {
		s.pages, s.fetched = at.Pages, at.Items
		l.show()
	})}
	if l.pageSize > 0 {
		opts = append(opts, pagination.WithPageSize(l.pageSize))
	}
	if l.limit > 0 && l.statuses == nil {
		opts = append(opts, pagination.WithLimit(l.limit))
	}
	return opts
}

// show shows on the line of progress how far the lists are.
func (l *listing) show() {
	var parts []string
	for _, s := range l.lists {
		parts = append(parts, fmt.Sprintf("%s: %s, %s", s.cloud, count(s.pages, "page"), count(s.fetched, "invitation")))
	}
	l.line.Show(strings.Join(parts, "; "))
}

// summarize tells which complete lists have nothing to show. On a terminal, it also tells how much
// the others have, and which columns have no room.
func (l *listing) summarize(p *cli.Process) {
	terminal := p.Screen(p.Stderr).Terminal
	if left := l.out.LeftOut(); left != nil && terminal {
		p.Say("no room for %s; -wide shows every column", strings.Join(left, ", "))
	}
	for _, s := range l.lists {
		switch {
		case s.err != nil:
		case s.fetched == 0:
			p.Say("%s: there are no invitations", s.cloud)
		case s.listed == 0:
			p.Say("%s: none of %s is %s", s.cloud, count(s.fetched, "invitation"), strings.Join(l.statuses, " or "))
		case terminal:
			p.Say("%s: %s", s.cloud, l.summary(s))
		}
	}
}

func (l *listing) summary(s *source) string {
	text := count(s.listed, "invitation")
	if l.statuses != nil {
		text = fmt.Sprintf("%d of %s", s.listed, count(s.items, "invitation"))
	}
	text += ", " + count(s.pages, "page")
	if s.listed == l.limit {
		text += ", stopped by -limit"
	}
	return text
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
