package list

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
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

// A source is the list of one cloud, and what was seen of it.
type source struct {
	clouds.Client
	tally
	err error // why it is not complete
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(o.world())
	if err != nil {
		return err
	}
	return o.list(ctx, p, line, clients)
}

func (o options) list(ctx context.Context, p *cli.Process, line *progress.Line, clients []clouds.Client) error {
	l := &listing{options: o, line: line}
	l.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), o.output, o.shape())
	err := l.all(ctx, clients)
	if ended := l.out.Close(); err == nil {
		err = ended
	}
	line.Close()
	if err == nil {
		l.tell(p)
	}
	return errors.Join(l.conclude(p), err)
}

// world is what -offline makes up.
func (o options) world() clouds.World {
	return clouds.World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) { return clouds.OfflineHuawei(now, o.received) },
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			return clouds.OfflineAlibaba(now, o.received, version)
		},
	}
}

// all returns what ends the command: an interruption, or an error of the output. What ends only
// one list is its err.
func (l *listing) all(ctx context.Context, clients []clouds.Client) error {
	for _, client := range clients {
		one := &source{Client: client, tally: newTally()}
		l.lists = append(l.lists, one)
		l.line.Show(l.progress())
		if err := l.one(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

func (l *listing) one(ctx context.Context, one *source) error {
	pages := l.pages(func(at pagination.Progress) {
		one.pages, one.fetched = at.Pages, at.Items
		l.line.Show(l.progress())
	})
	for i, err := range one.List(l.received).With(pages...).All(ctx) {
		if err == nil {
			err = ctx.Err() // in the middle of a page
		}
		switch {
		case err == nil:
		case ctx.Err() != nil && errors.Is(err, context.Canceled):
			return err
		default:
			one.err = err
			return nil
		}
		one.read(i)
		if l.wants(i) {
			if err := l.out.Write(i); err != nil {
				return err
			}
			if one.listed++; one.listed == l.limit {
				return nil // asking for one more could fetch a page
			}
		}
		if one.items == one.fetched { // the next page may take its time
			if err := l.out.PageEnd(); err != nil {
				return err
			}
		}
	}
	return nil
}

// progress shows the lists that have begun.
func (l *listing) progress() string {
	var parts []string
	for _, one := range l.lists {
		parts = append(parts, one.Cloud.Name+": "+one.progress())
	}
	return strings.Join(parts, "; ")
}

// conclude says which clouds have no credentials, and returns why others are not complete.
func (l *listing) conclude(p *cli.Process) error {
	var results []clouds.Result
	for _, one := range l.lists {
		results = append(results, clouds.Result{Cloud: one.Cloud, Err: one.err})
	}
	return clouds.Conclude(p, results)
}
