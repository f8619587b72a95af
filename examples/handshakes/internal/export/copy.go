package export

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// copyAll copies the list of each cloud. A list that fails does not stop the other; an
// interruption, or an error of the output, does.
func (o *output) copyAll(ctx context.Context, clients []clouds.Client) error {
	var failed error
	for _, c := range clients {
		err := o.copyList(ctx, c.Cloud.Name, c.List(o.received))
		if o.broken || ctx.Err() != nil {
			return errors.Join(failed, err)
		}
		if err != nil {
			err = &pagination.SourceError{Name: c.Cloud.Name, Err: err}
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// copyList writes what the output does not have yet of the list of a cloud. A cursor of Huawei
// Cloud leads to the invitation behind the last one, whatever happens to the list. Page
// numbers do not, so the list of Alibaba Cloud is read again from the beginning. It is done
// behind its last page only, because the list may be found to have moved.
func (o *output) copyList(ctx context.Context, cloud string, pager *pagination.Pager[invitation.Invitation]) error {
	at, exact := o.state.Places[cloud], cloud == clouds.HuaweiName
	if at.Done {
		return nil
	}
	from := at.Cursor
	if !exact {
		if err := o.checkAccount(ctx, pager, at.Cursor); err != nil {
			return err
		}
		from = ""
	}
	for page, err := range pager.With(o.pages(from)...).Pages(ctx) {
		if err == nil {
			err = ctx.Err() // between pages that were read ahead
		}
		if err != nil {
			return o.explain(err)
		}
		rows := page.Items
		if exact {
			at = place{Cursor: page.Next(), Done: page.Last()}
		} else if rows = o.seen.without(rows); len(rows) == 0 {
			continue // all of the page is in the file
		} else if page.Next() != "" {
			at.Cursor = page.Next()
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

// checkAccount asks the cursor whether the file was begun with this account. Any other error
// comes again from the walk.
func (o *output) checkAccount(ctx context.Context, pager *pagination.Pager[invitation.Invitation], at pagination.Cursor) error {
	if at == "" {
		return nil
	}
	if _, err := pager.Page(ctx, at); errors.Is(err, pagination.ErrBadCursor) {
		return o.explain(err)
	}
	return nil
}

// explain tells what a cursor that is refused means here.
func (o *output) explain(err error) error {
	if !errors.Is(err, pagination.ErrBadCursor) {
		return err
	}
	return fmt.Errorf("%s was begun with another account or endpoint, or %s was edited\n"+
		"run it again with the same credentials and flags, or remove both files to begin anew", o.path, o.statePath())
}
