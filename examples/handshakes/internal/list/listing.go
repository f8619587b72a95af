package list

import (
	"context"
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listing is one cloud's list, and what was seen of it.
type listing struct {
	clouds.Cloud
	tally
	rows clouds.Rows
	err  error // why it is not whole
}

// listings are of different clouds. They are listed one after the other.
type listings []*listing

// open finds every mistake in the options before anything is listed.
func open(o options) (listings, error) {
	var all listings
	for _, c := range o.clouds {
		rows, err := o.rows(c)
		if err != nil {
			return nil, err
		}
		all = append(all, &listing{Cloud: c, tally: newTally(), rows: rows})
	}
	return all, nil
}

func (o options) rows(c clouds.Cloud) (clouds.Rows, error) {
	if c.Name == clouds.HuaweiName {
		client, err := o.access.Huawei(func() (*huaweiorg.Client, error) {
			return clouds.OfflineHuawei(o.now, o.received)
		})
		return clouds.HuaweiRows(client, o.received), err
	}
	client, err := o.access.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
		return clouds.OfflineAlibaba(o.now, o.received, version)
	})
	return clouds.AlibabaRows(client, o.received), err
}

// failures say why listings are not whole; nil if they are.
func (all listings) failures() error {
	var results []clouds.Result
	for _, l := range all {
		results = append(results, clouds.Result{Cloud: l.Cloud, Err: l.err})
	}
	return clouds.Explain(results)
}

// write copies rows to the output until the limit, an error or the context's end. An
// error of the list is l.err; what it returns ends the program: an interruption, or an
// error of the output.
func (l *listing) write(ctx context.Context, o options, out output, progress func(pagination.Progress)) error {
	for r, err := range l.rows(ctx, o.pages(progress)...) {
		if err == nil {
			err = ctx.Err() // in the middle of a page
		}
		switch {
		case err == nil:
		case ctx.Err() != nil && errors.Is(err, context.Canceled):
			return err
		default:
			l.err = err
			return nil
		}
		l.read(r)
		if o.wants(r.Status) {
			if err := out.row(r); err != nil {
				return err
			}
			if l.listed++; l.listed == o.limit {
				return nil // asking for one more could fetch a page
			}
		}
		if l.items == l.fetched { // the next page may take its time
			if err := out.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// named puts the cloud's name in front where there are others.
func (all listings) named(l *listing, text string) string {
	if len(all) == 1 {
		return text
	}
	return l.Name + ": " + text
}

// progress shows those that have begun.
func (all listings) progress() string {
	var parts []string
	for _, l := range all {
		if l.pages > 0 {
			parts = append(parts, l.Name+": "+count(l.pages, "page")+", "+count(l.fetched, "invitation"))
		}
	}
	return strings.Join(parts, "; ")
}
