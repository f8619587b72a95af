package alibabarm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A write whose answer is lost may have taken effect. It is not sent again on a guess:
// the state is read back, and decides.

const (
	defaultResends = 4
	firstPause     = time.Second
	longestPause   = 16 * time.Second
	// longestAsked is the longest wait that the service may ask for before a write
	// is sent again.
	longestAsked = 6 * time.Minute
)

// lookAgain is how long it is waited for what a write did to show: 15 s in all.
func lookAgain() []time.Duration {
	return []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}
}

// A write is an operation that changes something, and how to read it back.
type write struct {
	op   string
	send func(context.Context) (*Handshake, error)
	look func(context.Context) (evidence, error)
	// want is the end that is aimed at; "" where an invitation is made.
	want Status
	// anew holds for a write that is sent again where nothing is to be seen; any
	// other is where the invitation is untouched.
	anew    bool
	resends int
	check   string // what the caller can do
}

// evidence is what one look at the state shows of a write.
type evidence struct {
	finding   finding
	handshake *Handshake // where reached or ended
	why       string     // where doubtful
}

type finding uint8

const (
	absent    finding = iota // nothing is to be seen, perhaps not yet
	untouched                // it has not taken effect, perhaps not yet
	reached                  // it took effect
	ended                    // something else did, for good
	doubtful                 // it cannot be told
)

// standing judges an invitation that a write was to bring to an end.
func standing(h *Handshake, want Status) evidence {
	switch {
	case h == nil:
		return evidence{why: "the invitation is not to be seen"}
	case h.Status == want:
		return evidence{finding: reached, handshake: h}
	case h.Status == StatusPending:
		return evidence{finding: untouched, why: "the invitation is still pending"}
	case h.Status.Final():
		return evidence{finding: ended, handshake: h}
	default:
		return evidence{finding: doubtful, why: fmt.Sprintf("the invitation is %q", auth.Excerpt(string(h.Status), maxCode))}
	}
}

// resends is how often a write may be sent again.
func (c *Client) resends() int {
	if c.retry.MaxRetries == 0 {
		return defaultResends
	}
	return max(0, c.retry.MaxRetries)
}

// settle performs a write and tells how it came out.
func (c *Client) settle(ctx context.Context, w write) (*Handshake, error) {
	h, err := w.send(ctx)
	if err == nil {
		return h, nil
	}
	if !ambiguous(err) {
		return nil, err
	}
	return w.resolve(ctx, err)
}

// resolve reads back what became of a write, and sends it again where that shows that
// it has not taken effect. What is refused then may be so because the first one did.
func (w *write) resolve(ctx context.Context, first error) (*Handshake, error) {
	causes := []error{first}
	refused := false
	for n := 0; ; n++ {
		e, err := w.readBack(ctx, refused)
		switch {
		case err != nil:
			return nil, w.unknown("it could not be read back", append(causes, err)...)
		case e.finding == reached:
			return e.handshake, nil
		case e.finding == ended:
			return nil, &StatusError{Op: w.op, Want: w.want, Handshake: *e.handshake, cause: first}
		case refused || n == w.resends || !w.repeatable(e.finding):
			return nil, w.unknown(e.why, causes...)
		}
		if err := beforeResend(ctx, n, causes[len(causes)-1]); err != nil {
			return nil, w.unknown(e.why, append(causes, err)...)
		}
		h, err := w.send(ctx)
		if err == nil {
			return h, nil
		}
		if _, ok := err.(*StatusError); ok {
			return nil, err
		}
		refused = !ambiguous(err)
		causes = append(causes, err)
	}
}

func (w *write) repeatable(f finding) bool {
	if w.anew {
		return f == absent
	}
	return f == untouched
}

// readBack looks until it can tell, or has waited long enough for what was done to
// show. After a refusal, what is still untouched may only look so.
func (w *write) readBack(ctx context.Context, refused bool) (evidence, error) {
	waits := lookAgain()
	for {
		e, err := w.look(ctx)
		told := e.finding == reached || e.finding == ended || e.finding == untouched && !refused
		if err != nil || told || len(waits) == 0 {
			return e, err
		}
		if err := sleep(ctx, waits[0]); err != nil {
			return e, err
		}
		waits = waits[1:]
	}
}

// beforeResend waits before the write is sent again, for as long as the service asked.
func beforeResend(ctx context.Context, n int, last error) error {
	wait := min(firstPause<<min(n, 10), longestPause)
	if e, ok := errors.AsType[*Error](last); ok {
		wait = max(wait, e.RetryAfter)
	}
	if wait > longestAsked {
		return fmt.Errorf("the service asks to wait %v", wait)
	}
	return sleep(ctx, wait)
}

// sleep waits, but not for what the context's deadline would cut short.
func sleep(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= d {
		return fmt.Errorf("the context's deadline is before the end of a wait of %v", d)
	}
	return pause(ctx, d)
}

// pause waits for d, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return endOf(ctx)
	}
}

// endOf is why a context ended: its error and its cause.
func endOf(ctx context.Context) error {
	end, cause := ctx.Err(), context.Cause(ctx)
	if cause == nil || errors.Is(end, cause) {
		return end
	}
	return fmt.Errorf("%w: %w", end, cause)
}

// ambiguous reports whether the service may have acted, though the call failed: there
// was no whole answer, none that can be read, or one that comes from before or behind
// the service.
func ambiguous(err error) bool {
	if t, ok := errors.AsType[*auth.TransportError](err); ok && t.Sent {
		return true
	}
	if errors.Is(err, ErrTooLarge) {
		return true
	}
	e, ok := errors.AsType[*Error](err)
	return ok && (e.cause != nil || ruleFor(e.StatusCode, e.Code).verdict == auth.Ambiguous)
}

// unknown says what is not known, why, and what to do.
func (w *write) unknown(why string, causes ...error) error {
	return &unknownOutcome{op: w.op, why: why, check: w.check, causes: causes}
}

// An unknownOutcome is [ErrOutcomeUnknown] and all that went wrong.
type unknownOutcome struct {
	op, why, check string
	causes         []error
}

func (e *unknownOutcome) Error() string {
	parts := []string{fmt.Sprintf("alibabarm: %s: %v", e.op, ErrOutcomeUnknown), e.why, e.check}
	for _, cause := range e.causes {
		parts = append(parts, strings.TrimPrefix(cause.Error(), "alibabarm: "))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

func (e *unknownOutcome) Unwrap() []error { return append([]error{ErrOutcomeUnknown}, e.causes...) }

func errorIs(err error, conditions ...error) bool {
	return slices.ContainsFunc(conditions, func(c error) bool { return errors.Is(err, c) })
}
