package huaweiorg

import (
	"context"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// WithJitter picks the waits that are random otherwise.
func WithJitter(pick func(ceiling time.Duration) time.Duration) Option {
	return func(s *settings) { s.Jitter = pick }
}

// Call performs one call as the methods of [Client] do: a read or a write of the
// operation op, which is answered with a list.
func Call(ctx context.Context, c *Client, op string, safe bool) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, sentPath+"?limit=2000", nil)
	if err != nil {
		return err
	}
	r, err := c.auth.Do(ctx, auth.Call{Op: op, Safe: safe, Request: req})
	if err != nil {
		return wrap(op, err)
	}
	if _, _, err := decodeList(r.Body); err != nil {
		return malformed(r, err)
	}
	return nil
}
