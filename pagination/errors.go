package pagination

import (
	"context"
	"errors"
	"fmt"
)

// A walk can end with these errors or with an error of the service. All come wrapped in an
// [*Error].
var (
	// ErrLoop: the service returned a marker that this walk has followed before.
	ErrLoop = errors.New("the service repeats a marker")
	// ErrNoProgress: the service returns page after page without a new item, or repeats a page
	// instead of the next one, or [Page.Next] would lead to its own page.
	ErrNoProgress = errors.New("the service makes no progress")
	// ErrTooManyPages: the list has more pages than the walk may fetch. See [WithMaxPages].
	ErrTooManyPages = errors.New("more pages than allowed")
	// ErrBadCursor: the cursor was cut or edited, belongs to another list, or contradicts
	// [WithPageSize]. The walk fetched nothing.
	ErrBadCursor = errors.New("bad cursor")
	// ErrBadOption: an option is out of range. The walk fetched nothing.
	ErrBadOption = errors.New("bad option")
	// ErrNoSuchPage is for adapters. Their fetch wraps it if the service may mean that no page
	// has this number. The walk takes it for the end of the list only after page one, and only
	// if it saw as many items as the latest total. Otherwise it ends the walk like any other
	// error, because services refuse deep pages, too. If an adapter for a service without
	// totals knows the end, it returns an empty page instead.
	ErrNoSuchPage = errors.New("the service has no such page")
	// ErrDrift: the walk noticed that the list is incomplete or changed.
	//
	//   - By number: the list changed while the walk read it, and no two passes in a
	//     row saw the same items. The walk has delivered all that it found. Some of
	//     these items may be gone, and some may be missing.
	//   - By marker: the page no longer has the item after which the walk was to
	//     resume, or the walk saw fewer items than the service counts.
	ErrDrift = errors.New("the list changed while it was read")
)

// fewer is the error of a list that ends before all of its items came.
func fewer(seen, total int) error {
	return fmt.Errorf("%w: found %d of the %d items that the service counts", ErrDrift, seen, total)
}

// An Error ends a walk.
type Error struct {
	// Cursor continues where the walk failed. It asks for the page that failed and repeats no
	// delivered item, except in a further pass. "" is the beginning.
	Cursor Cursor
	// Page is how many pages the walk delivered before.
	Page int
	// Err is the cause: the error of the fetch or one of this package. If the context ended the
	// walk, Err is the error of the context together with its cause.
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

// withContext adds the end of ctx to err, unless ctx has not ended or err already holds it.
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

// endOf returns the error of ctx, together with its cause if that adds anything.
func endOf(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
