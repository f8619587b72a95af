package invitation

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// CancelPending cancels every pending invitation that the organization sent and for which match
// returns true. The client packages describe it in full.
func (s Service) CancelPending(ctx context.Context, match func(Invitation) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	return s.bulk(ctx, opCancelPending, opts, func(r *run) error {
		if match == nil {
			return fmt.Errorf("the match function is nil; to cancel every pending invitation, pass one that returns true: %w", auth.ErrInvalid)
		}
		reading := Reading{Certain: true}
		pending, err := collect(r.sentList(ctx, &reading), func(i Invitation) bool { return i.Status == StatusPending })
		if err != nil {
			return err
		}
		c := canceller{run: r, date: s.cloud.date(reading)}
		for _, i := range pending {
			if !match(i) {
				continue
			}
			if err := auth.EndOf(ctx); err != nil {
				return err
			}
			o, err := c.cancel(ctx, i)
			if !r.deliver(o) || err != nil {
				return err
			}
		}
		return nil
	})
}

// A canceller cancels one invitation after the other.
type canceller struct {
	*run
	date     time.Time
	failures streak
	stopped  error // the refusal that ended the sending
}

func (c *canceller) cancel(ctx context.Context, i Invitation) (Outcome, error) {
	o := outcomeOf(i)
	switch {
	case i.StatusAt(c.date) == StatusExpired:
		return o.skipped("the invitation has expired"), nil
	case c.cloud.CheckID(i.ID) != nil:
		return o.skipped("the invitation has no valid ID"), nil
	case c.stopped != nil:
		o.Err = c.stopped
		return o.skipped(sameRefusal), nil
	case c.dryRun:
		return o.with(ResultPlanned, ""), nil
	}
	cancelled, err := c.Cancel(ctx, i.ID)
	if err == nil {
		c.failures.reset()
		o.Invitation = cancelled
		return o.with(ResultCancelled, ""), nil
	}
	r := c.cloud.classify(ctx, err)
	o = o.failed(err, r)
	skip, end := c.failures.decide(r, err)
	if skip {
		c.stopped = err
	}
	return o, end
}
