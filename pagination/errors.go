package pagination

import (
	"context"
	"errors"
	"fmt"
)

// What a walk can end with besides the service's own errors. They come wrapped
// in an [*Error].
var (
	// ErrLoop: the service gave a marker that this walk has followed before.
	ErrLoop = errors.New("the service repeats a marker")
	// ErrNoProgress: the service gives page after page without a new item, or a page
	// again in place of the next one; or [Page.Next] would lead to its own page.
	ErrNoProgress = errors.New("the service makes no progress")
	// ErrTooManyPages: there is more, but the walk may fetch no further page.
	// See [WithMaxPages].
	ErrTooManyPages = errors.New("more pages than allowed")
	// ErrBadCursor: the cursor was cut or edited, is of another list, or
	// contradicts [WithPageSize]. Nothing was fetched.
	ErrBadCursor = errors.New("bad cursor")
	// ErrBadOption: an option is out of its range. Nothing was fetched.
	ErrBadOption = errors.New("bad option")
	// ErrNoSuchPage is for adapters: their fetch wraps it when the service may mean
	// that no page has this number. It is the end of the list only behind page one,
	// and only if as many items were met as the latest total says. Otherwise it ends
	// the walk as any other error does: services refuse deep pages, too. An adapter
	// for a service without totals that knows the end returns an empty page instead.
	ErrNoSuchPage = errors.New("the service has no such page")
	// ErrDrift: the list changed while its pages were read by number, and no two
	// passes in a row met the same items. All that was found has been delivered;
	// some of it may be gone, and something may be missing. Or a walk by marker was
	// resumed behind an item that its page does not have any more, or met fewer items
	// than the service counts.
	ErrDrift = errors.New("the list changed while it was read")
)

// fewer is the error of a list that ends before all of its items came.
func fewer(met, total int) error {
	return fmt.Errorf("%w: found %d of the %d items that the service counts", ErrDrift, met, total)
}

// An Error ends a walk.
type Error struct {
	// Cursor goes on just where the walk failed: it asks for the page that
	// failed, and repeats no item that was delivered, unless it was in a further
	// pass. "" is the beginning.
	Cursor Cursor
	// Page counts the pages that were delivered before.
	Page int
	// Err is the cause: the error of the fetch, or one of this package's. It
	// is the context's error, and its cause, where the context ended the walk.
	Err error
}

func (e *Error) Error() string {
	switch e.Page {
	case 0:
		return fmt.Sprintf("pagination: first page: %v", e.Err)
	case 1:
		return fmt.Sprintf("pagination: after 1 page: %v", e.Err)
	default:
		return fmt.Sprintf("pagination: after %d pages: %v", e.Page, e.Err)
	}
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// withContext adds to err why ctx ended, if it did and err does not tell.
func withContext(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	ended := endOf(ctx)
	switch {
	case err == nil, errors.Is(ended, err):
		return ended
	case errors.Is(err, ctx.Err()) && errors.Is(err, context.Cause(ctx)):
		return err
	default:
		return fmt.Errorf("%w: %w", ended, err)
	}
}

// endOf is why ctx ended: its error and, where it says more, its cause.
func endOf(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
