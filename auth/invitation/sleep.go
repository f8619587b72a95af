package invitation

import (
	"context"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// sleep waits for d. If the context ends first, the error is [auth.EndOf] the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return auth.EndOf(ctx)
	}
}

// sleepWithin waits like [sleep], but fails at once if the context's deadline would end
// the wait.
func sleepWithin(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= d {
		return fmt.Errorf("the context's deadline is before the end of a wait of %v", d)
	}
	return sleep(ctx, d)
}
