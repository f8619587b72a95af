package invitation

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// sleep waits for d. If the context ends first, the error is [endOf] the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return endOf(ctx)
	}
}

// endOf returns why a context ended, its error and its cause; nil while it has not
// ended.
func endOf(ctx context.Context) error {
	end, cause := ctx.Err(), context.Cause(ctx)
	if end == nil || errors.Is(end, cause) {
		return end
	}
	return fmt.Errorf("%w: %w", end, cause)
}

// sleepWithin waits like [sleep], but fails at once if the context's deadline would end
// the wait.
func sleepWithin(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= d {
		return fmt.Errorf("the context's deadline is before the end of a wait of %v", d)
	}
	return sleep(ctx, d)
}
