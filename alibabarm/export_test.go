package alibabarm

import (
	"context"
	"time"
)

// WithJitter picks the waits that are random otherwise.
func WithJitter(pick func(ceiling time.Duration) time.Duration) Option {
	return func(s *settings) { s.Jitter = pick }
}

// Write performs the operation on an invitation as the methods of [Client] do, but
// does not read the state back.
func Write(ctx context.Context, c *Client, op, id string) error {
	query, err := idQuery(id)
	if err != nil {
		return wrap(op, err)
	}
	r, err := c.post(ctx, op, query, nil)
	if err != nil {
		return err
	}
	_, err = single(r, id)
	return err
}
