package huaweiorg

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/settle"
)

// CancelPending cancels every pending invitation that the caller's organization sent and
// for which match is true. Only those have an outcome. One that is past its date is
// [ResultSkipped], and one that was answered in the meantime is [ResultFailed] with
// [ErrConflict]. A nil match is [ErrInvalid]: to cancel all is to say so.
//
// Failures are judged as by [Client.InviteAll], but a conflict with a code that is not
// known is about its invitation.
//
// The list is read whole before the first outcome. The error comes last: the list could
// not be read, or something failed that would fail for every invitation.
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/handshakes/{handshake_id}/cancel
func (c *Client) CancelPending(ctx context.Context, match func(Handshake) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	return c.bulk(ctx, "CancelPending", opts, func(b bulk, yield deliver) error {
		if match == nil {
			return fmt.Errorf("the match function is nil: %w", ErrInvalid)
		}
		r, err := c.read(ctx, sentList)
		if err != nil {
			return err
		}
		if r.date.IsZero() {
			r.date = c.now()
		}
		w := canceller{c: c, dryRun: b.dryRun, date: r.date}
		for _, h := range r.items {
			if h.Status != StatusPending || !match(h) {
				continue
			}
			if err := settle.EndOf(ctx); err != nil {
				return err
			}
			o, err := w.one(ctx, h)
			if !yield(o) || err != nil {
				return err
			}
		}
		return nil
	})
}

// A canceller cancels one invitation after the other.
type canceller struct {
	c      *Client
	dryRun bool
	date   time.Time
	failed streak
	ended  error // the refusal after which no more is tried
}

func (w *canceller) one(ctx context.Context, h Handshake) (Outcome, error) {
	o := Outcome{Target: h.Target, Handshake: h}
	switch {
	case h.ExpiredBy(w.date):
		return o.skipped("the invitation has expired"), nil
	case w.ended != nil:
		o.Err = w.ended
		return o.skipped("the same refusal came three times in a row"), nil
	case w.dryRun:
		o.Result = ResultPlanned
		return o, nil
	}
	done, err := w.c.CancelHandshake(ctx, h.ID)
	if err == nil {
		w.failed.add(nil)
		o.Result, o.Handshake = ResultCancelled, *done
		return o, nil
	}
	o = o.failed(err)
	e, ok := errors.AsType[*Error](err)
	if o.Result == ResultFailed && errors.Is(err, ErrConflict) && !(ok && e.rule().about != aboutUnknown) {
		w.failed.add(nil)
		return o, nil
	}
	skip, err := w.failed.judge(ctx, err)
	if skip {
		w.ended = o.Err
	}
	return o, err
}
