package invitation

import (
	"context"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	firstPause   = time.Second
	longestPause = 16 * time.Second
	// longestAsked is the longest wait that the service may ask for before a write
	// is sent again.
	longestAsked = 6 * time.Minute
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

// pause returns the nth wait between two looks or two attempts, from 0.
func pause(n int) time.Duration {
	return min(firstPause<<min(n, 10), longestPause)
}

// pauseBeforeResend waits before the nth resend, at least as long as the service asked.
func pauseBeforeResend(ctx context.Context, n int, asked time.Duration) error {
	wait := max(asked, pause(n))
	if wait > longestAsked {
		return fmt.Errorf("the service asks to wait %v", wait)
	}
	return sleepWithin(ctx, wait)
}
