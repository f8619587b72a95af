package export

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A list is what is exported of a cloud.
type list struct {
	cloud string
	pager *pagination.Pager[invitation.Invitation]
	// exact: a cursor leads to just the invitation behind the last one, whatever
	// happens to the list. Page numbers do not.
	exact bool
}

// A batch is a page of a list.
type batch struct {
	rows []invitation.Invitation
	at   place // behind it
}

// A place is how far a list has been exported. Where page numbers lead to no exact place, the
// cursor only shows whether a later run lists for the same account.
type place struct {
	Cursor pagination.Cursor `json:"cursor,omitempty"` // "": at the beginning, or done
	Done   bool              `json:"done,omitempty"`
}

func listOf(c clouds.Client, received bool) list {
	return list{cloud: c.Cloud.Name, pager: c.List(received), exact: c.Cloud.Name == clouds.HuaweiName}
}

// rest are the pages that are not exported yet. The last page is the end of an exact
// list. That of another says nothing, as the list may be found to have moved: that it
// is done comes behind its pages, as a batch of its own.
func (l list) rest(ctx context.Context, o options, begun progress) iter.Seq2[batch, error] {
	switch {
	case begun.Done:
		return func(func(batch, error) bool) {}
	case l.exact:
		return pagination.Map(l.pager.With(o.pages(begun.Cursor)...).Pages(ctx), exactBatch)
	}
	return func(yield func(batch, error) bool) {
		if err := l.sameAccount(ctx, begun.Cursor); err != nil {
			yield(batch{}, err)
			return
		}
		skip, at := begun.exported.clone(), begun.place
		for page, err := range l.pager.With(o.pages("")...).Pages(ctx) {
			if err != nil {
				yield(batch{}, err)
				return
			}
			rows := skip.without(page.Items)
			if len(rows) == 0 {
				continue // all of the page is in the file
			}
			if page.Next() != "" {
				at.Cursor = page.Next()
			}
			if !yield(batch{rows: rows, at: at}, nil) {
				return
			}
		}
		yield(batch{at: place{Done: true}}, nil)
	}
}

func exactBatch(page *pagination.Page[invitation.Invitation]) batch {
	return batch{rows: page.Items, at: place{Cursor: page.Next(), Done: page.Last()}}
}

// sameAccount asks the cursor whether the file was begun with this account. Any other error
// comes again from the walk.
func (l list) sameAccount(ctx context.Context, at pagination.Cursor) error {
	if at == "" {
		return nil
	}
	if _, err := l.pager.Page(ctx, at); errors.Is(err, pagination.ErrBadCursor) {
		return err
	}
	return nil
}

// explain tells what a cursor that is refused means here.
func (o options) explain(err error) error {
	if !errors.Is(err, pagination.ErrBadCursor) {
		return err
	}
	return fmt.Errorf("%s was begun with another account or endpoint, or %s was edited\n"+
		"run it again with the same credentials and flags, or remove both files to begin anew", o.path, statePath(o.path))
}
