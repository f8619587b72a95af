package export

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// copyAll copies the list of each cloud. If a list fails, copyAll still copies the other one. It
// stops at an interruption and at an error of the output.
func (o *output) copyAll(ctx context.Context, clients []clouds.Client) (failed error) {
	for _, c := range clients {
		err := o.copyList(ctx, c.Cloud.Name, c.List(o.Received).With(pagination.WithReadAhead(2)))
		if o.broken || ctx.Err() != nil {
			return errors.Join(failed, err)
		}
		if errors.Is(err, pagination.ErrBadCursor) {
			err = o.spoilt("was begun with another account or endpoint, or its second file was edited")
		}
		if err != nil {
			failed = errors.Join(failed, &pagination.SourceError{Name: c.Cloud.Name, Err: err})
		}
	}
	return failed
}

// copyList writes what the output does not have yet of the list of a cloud. A cursor of Huawei
// Cloud leads to the invitation behind the last one, even if the list changed. Page numbers do
// not, so the list of Alibaba Cloud is read again from the beginning. It is done only behind its
// last page, because the list may be found to have moved.
func (o *output) copyList(ctx context.Context, cloud string, pager *pagination.Pager[invitation.Invitation]) error {
	at, exact := o.Places[cloud], cloud == clouds.HuaweiName
	if at.Done {
		return nil
	}
	walk := pager
	switch {
	case exact && at.Cursor != "":
		walk = pager.With(pagination.From(at.Cursor)) // with the page size that it began with
	case o.pageSize > 0:
		walk = pager.With(pagination.WithPageSize(o.pageSize))
	}
	if !exact && at.Cursor != "" {
		// The cursor shows whether this is the same account. Any other error comes again from the walk.
		if _, err := pager.Page(ctx, at.Cursor); errors.Is(err, pagination.ErrBadCursor) {
			return err
		}
	}
	for page, err := range walk.Pages(ctx) {
		if err = cmp.Or(err, ctx.Err()); err != nil { // also between pages that were read ahead
			return err
		}
		rows := page.Items
		if exact {
			at = place{Cursor: page.Next(), Done: page.Last()}
		} else if rows = slices.DeleteFunc(slices.Clone(rows), o.has); len(rows) == 0 {
			continue // the file has the complete page
		} else {
			at.Cursor = cmp.Or(page.Next(), at.Cursor)
		}
		if err := o.append(rows, cloud, at); err != nil {
			return err
		}
	}
	if exact {
		return nil
	}
	return o.append(nil, cloud, place{Done: true})
}

// has reports whether the invitation was in the file when this run began. It knows an invitation
// by its ID, which both services give.
func (o *output) has(i invitation.Invitation) bool { return i.ID != "" && o.seen[i.ID] }
