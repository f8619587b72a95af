package auth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// EndOf returns why ctx ended: its error and its cause, which both match under
// [errors.Is]. It returns nil while ctx has not ended. A nil ctx is [ErrInvalid].
//
// A deadline ends ctx when it passes. The timer of ctx may be a moment late, and a dial
// that was given the same deadline may fail before it.
func EndOf(ctx context.Context) error {
	if err := checkContext(ctx); err != nil {
		return err
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	switch deadline, ok := ctx.Deadline(); {
	case end == nil && ok && !time.Now().Before(deadline):
		return context.DeadlineExceeded
	case errors.Is(cause, end): // also if both are nil
		return cause
	}
	return fmt.Errorf("%w: %w", end, cause)
}

// endOr returns why ctx ended, or err while it has not: a wait that the context ends has
// an error of its own, which says less.
func endOr(ctx context.Context, err error) error {
	if end := EndOf(ctx); end != nil {
		return end
	}
	return err
}

// A foreignError is an error of a limiter, a provider or a transport. It may be the end of
// a context of theirs, such as the timeout of a dial. It never matches the end of a
// context, so that nobody takes it for the end of the caller's.
type foreignError struct{ err error }

func (e foreignError) Error() string { return e.err.Error() }

func (e foreignError) Is(target error) bool {
	return target != context.DeadlineExceeded && target != context.Canceled && errors.Is(e.err, target)
}

func (e foreignError) As(target any) bool { return errors.As(e.err, target) }
