package settle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

var errNilContext = fmt.Errorf("settle: the context is nil: give context.Background(): %w", auth.ErrInvalid)

// Sleep waits for d. If the context ends before that, the error is [EndOf] it.
func Sleep(ctx context.Context, d time.Duration) error {
	if ctx == nil {
		return errNilContext
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return EndOf(ctx)
	}
}

// EndOf is why a context ended, its error and its cause; nil while it has not.
func EndOf(ctx context.Context) error {
	if ctx == nil {
		return errNilContext
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	if end == nil || errors.Is(end, cause) {
		return end
	}
	return fmt.Errorf("%w: %w", end, cause)
}

// sleepWithin waits, but not for what the context's deadline would cut short.
func sleepWithin(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= d {
		return fmt.Errorf("the context's deadline is before the end of a wait of %v", d)
	}
	return Sleep(ctx, d)
}
