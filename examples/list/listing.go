package main

import (
	"context"
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listing is one cloud's list, and what was seen of it.
type listing struct {
	cloud
	tally
	rows rows
	err  error // why it is not whole
}

// listings are of different clouds.
type listings []*listing

// open finds every mistake in the options before anything is listed.
func open(o options) (listings, error) {
	var all listings
	for _, c := range o.clouds {
		rows, err := c.open(o)
		if err != nil {
			return nil, err
		}
		all = append(all, &listing{cloud: c, tally: newTally(), rows: rows})
	}
	return all, nil
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
		if o.wants(r.status) {
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
	return l.name + ": " + text
}

// progress shows those that have begun.
func (all listings) progress() string {
	var parts []string
	for _, l := range all {
		if l.pages > 0 {
			parts = append(parts, l.name+": "+count(l.pages, "page")+", "+count(l.fetched, "invitation"))
		}
	}
	return strings.Join(parts, "; ")
}
