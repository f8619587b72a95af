package alibaba

import (
	"context"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// shares is the key of how many places share the time that a context leaves.
type shares struct{}

func withShares(ctx context.Context, places int) context.Context {
	return context.WithValue(ctx, shares{}, places)
}

// share limits a request of a place to its share of the time that is left, so that the
// places behind it have theirs, too. What one does not use goes to the next.
func share(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	places, _ := ctx.Value(shares{}).(int)
	if !ok || places < 2 {
		return context.WithCancel(ctx)
	}
	left := time.Until(deadline) / time.Duration(places)
	return context.WithTimeout(ctx, left)
}

// askWithin asks p, which asks a host, within its share of the time. The end of that share is
// not the end of ctx.
func askWithin(ctx context.Context, host string, p auth.Provider) (auth.Credentials, error) {
	limited, cancel := share(ctx)
	defer cancel()
	start := time.Now()
	keys, err := p.Credentials(limited)
	if err != nil && limited.Err() != nil && auth.EndOf(ctx) == nil {
		err = fmt.Errorf("%s did not respond within %v: %w", host, time.Since(start).Round(time.Second), auth.ErrUnavailable)
	}
	return keys, err
}
