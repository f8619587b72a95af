package alibabarm

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/settle"
)

type (
	write    = settle.Write[*Handshake]
	evidence = settle.Evidence[*Handshake]
)

// settle performs a write and tells how it came out; want is the end that is aimed at,
// "" where an invitation is made.
func (c *Client) settle(ctx context.Context, want Status, w write) (*Handshake, error) {
	w.Package, w.Judge = "alibabarm", failure
	w.MaxRetries, w.SettleTime = c.retry.MaxRetries, c.retry.SettleTime
	w.Ended = func(h *Handshake, cause error) error {
		return &StatusError{Op: w.Op, Want: want, Handshake: *h, cause: cause}
	}
	return w.Do(ctx)
}

// failure says what the error of a write means. The service may have acted where its
// answer cannot be read, or comes from before or behind it.
func failure(err error) (f settle.Failure) {
	if e, ok := errors.AsType[*Error](err); ok {
		f.Ambiguous = e.cause != nil || e.rule().verdict == auth.Ambiguous
		f.RetryAfter = e.RetryAfter
	}
	_, f.Final = err.(*StatusError)
	return f
}

// standing judges an invitation that a write was to bring to an end.
func standing(h *Handshake, want Status) evidence {
	switch {
	case h == nil:
		return evidence{Why: "the invitation is not to be seen"}
	case h.Status == want:
		return evidence{Finding: settle.Reached, State: h}
	case h.Status == StatusPending:
		return evidence{Finding: settle.Untouched, Why: "the invitation is still pending"}
	case h.Status.Final():
		return evidence{Finding: settle.Ended, State: h}
	default:
		return evidence{Finding: settle.Doubtful, Why: fmt.Sprintf("the invitation is %q", auth.Excerpt(string(h.Status), maxCode))}
	}
}

func errorIs(err error, conditions ...error) bool {
	return slices.ContainsFunc(conditions, func(c error) bool { return errors.Is(err, c) })
}
