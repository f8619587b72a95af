package list

import (
	"context"
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listing lists the clouds one after the other: that keeps them apart on stdout, and fetches
// nothing that is not listed.
type listing struct {
	options
	out   *output.Writer[invitation.Invitation]
	line  *progress.Line
	lists []*source // those that have begun
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(clouds.OfflineWorld(o.received))
	if err != nil {
		return err
	}
	return o.list(ctx, p, line, clients)
}

// list returns why a list is not complete. What ends only one list does not stop the others.
func (o options) list(ctx context.Context, p *cli.Process, line *progress.Line, clients []clouds.Client) error {
	l := &listing{options: o, line: line}
	l.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), o.output, o.shape())
	var err error
	var results []clouds.Result
	for _, client := range clients {
		s := &source{cloud: client.Cloud.Name, byStatus: map[string]int{}}
		l.lists = append(l.lists, s)
		l.show()
		s.err, err = l.one(ctx, client, s)
		results = append(results, clouds.Result{Cloud: client.Cloud, Err: s.err})
		if err != nil {
			break
		}
	}
	if ended := l.out.Close(); err == nil {
		err = ended
	}
	line.Close()
	if err == nil {
		l.tell(p)
	}
	return errors.Join(clouds.Conclude(p, results), err)
}

// one lists one cloud. Failed is why its list is not complete, and err what ends the command: an
// interruption, or an error of the output.
func (l *listing) one(ctx context.Context, client clouds.Client, s *source) (failed, err error) {
	pages := l.pages(func(at pagination.Progress) {
		s.pages, s.fetched = at.Pages, at.Items
		l.show()
	})
	for i, err := range client.List(l.received).With(pages...).All(ctx) {
		if err == nil {
			err = ctx.Err() // in the middle of a page
		}
		switch {
		case err == nil:
		case ctx.Err() != nil && errors.Is(err, context.Canceled):
			return nil, err
		default:
			return err, nil
		}
		s.items++
		s.byStatus[string(i.Status)]++
		if l.wants(i) {
			if err := l.out.Write(i); err != nil {
				return nil, err
			}
			if s.listed++; s.listed == l.limit {
				return nil, nil // asking for one more could fetch a page
			}
		}
		if s.items == s.fetched { // the next page may take its time
			if err := l.out.PageEnd(); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// show says on the line of progress how far the lists are that have begun.
func (l *listing) show() {
	var parts []string
	for _, s := range l.lists {
		parts = append(parts, s.cloud+": "+s.progress())
	}
	l.line.Show(strings.Join(parts, "; "))
}
