package invitation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	defaultRetries    = 4
	defaultSettleTime = 15 * time.Second

	firstPause   = time.Second
	longestPause = 16 * time.Second
	// longestAsked is the longest wait before a resend that the service may ask for.
	longestAsked = 6 * time.Minute
)

// A write is one change whose response may be lost, and how to read its result back. The
// package documentation shows the steps.
type write struct {
	pkg, op string
	// check tells the caller what to do if the outcome is unknown.
	check string
	// creates is true for a write that makes something new. The engine resends it if nothing is
	// visible. It resends any other write if the object is untouched.
	creates bool
	// refusesDuplicates means that the service refuses to make the same thing twice. Otherwise
	// the engine resends a write that creates at most once.
	refusesDuplicates bool
	// maxRetries and settleTime are those of [auth.Retry]; 0 is the default.
	maxRetries int
	settleTime time.Duration

	// send performs the write. It retries only an attempt that certainly had no effect.
	send     func(context.Context) (Invitation, error)
	classify func(error) Refusal
	// look reads the state back. If it returns an error, the outcome of the write is unknown.
	// lookOnce does so without retries; it is nil for a write that creates.
	look, lookOnce func(context.Context) (evidence, error)
	// ended returns the error of a write whose object ended in another state. The cause is the
	// first error of send, which made reading back necessary.
	ended func(state Invitation, cause error) error
}

// evidence is what one look shows about a write.
type evidence struct {
	finding finding
	state   Invitation // what was read, if reached or ended
	why     string     // for people; set if neither
}

type finding uint8

const (
	absent    finding = iota // nothing is visible, perhaps not yet
	untouched                // the write has not taken effect, perhaps not yet
	reached                  // the write took effect
	ended                    // another write took effect, and is final
	doubtful                 // the look cannot decide
)

// do performs the write. It starts no wait that would outlast the context's deadline. If the
// context ends before the outcome is known, the error matches the context's error and cause,
// and also [auth.ErrOutcomeUnknown].
func (w *write) do(ctx context.Context) (Invitation, error) {
	state, err := w.send(ctx)
	if err == nil {
		return state, nil
	}
	switch r := w.classified(err); {
	case r.Ambiguous:
		return w.settle(ctx, err, r)
	case r.MayHaveEnded && w.lookOnce != nil:
		return w.reconsider(ctx, err)
	default:
		return Invitation{}, err
	}
}

// reconsider looks once, without waiting, why the service refuses the first attempt: an earlier
// call may have succeeded. If the look does not show that, the refusal stays the error.
func (w *write) reconsider(ctx context.Context, refusal error) (Invitation, error) {
	seen, err := w.lookOnce(ctx)
	switch {
	case err != nil:
		return Invitation{}, refusal
	case seen.finding == reached:
		return seen.state, nil
	case seen.finding == ended:
		return Invitation{}, w.ended(seen.state, refusal)
	default:
		return Invitation{}, refusal
	}
}

// classified adds to the client's classification the rules that hold for every client.
func (w *write) classified(err error) Refusal {
	r := w.classify(err)
	t, ok := errors.AsType[*auth.TransportError](err)
	r.Ambiguous = r.Ended == nil && (r.Ambiguous || ok && t.Sent || errors.Is(err, auth.ErrTooLarge))
	return r
}

// settle reads back how a write ended, and resends it if it has not taken effect. If the
// service refuses the resend, the first attempt may have succeeded.
func (w *write) settle(ctx context.Context, first error, last Refusal) (Invitation, error) {
	causes := []error{first}
	for n := 0; ; n++ {
		refused := !last.Ambiguous
		seen, err := w.readBack(ctx, refused)
		switch {
		case err != nil:
			return w.unknown("the state could not be read back", append(causes, err))
		case seen.finding == reached:
			return seen.state, nil
		case seen.finding == ended:
			return Invitation{}, w.ended(seen.state, first)
		case refused || n == w.resends() || !w.repeatable(seen.finding):
			return w.unknown(seen.why, causes)
		}
		if err := pauseBeforeResend(ctx, n, last.RetryAfter); err != nil {
			return w.unknown(seen.why, append(causes, err))
		}
		state, err := w.send(ctx)
		if err == nil {
			return state, nil
		}
		if last = w.classified(err); last.Ended != nil {
			return Invitation{}, err
		}
		causes = append(causes, err)
	}
}

// unknown returns an error that says what is unknown, why, and what to do.
func (w *write) unknown(why string, causes []error) (Invitation, error) {
	return Invitation{}, &unknownOutcome{pkg: w.pkg, op: w.op, why: why, check: w.check, causes: causes}
}

func (w *write) resends() int {
	n := w.maxRetries
	if n == 0 {
		n = defaultRetries
	}
	if w.creates && !w.refusesDuplicates {
		n = min(n, 1)
	}
	return max(n, 0)
}

func (w *write) repeatable(f finding) bool {
	if w.creates {
		return f == absent
	}
	return f == untouched
}

// readBack looks until it can decide, or until a change must have become visible. After a
// refusal, an object that looks untouched may have changed.
func (w *write) readBack(ctx context.Context, refused bool) (evidence, error) {
	left := w.settleTime
	if left == 0 {
		left = defaultSettleTime
	}
	for n := 0; ; n++ {
		e, err := w.look(ctx)
		decided := e.finding == reached || e.finding == ended || e.finding == untouched && !refused
		if err != nil || decided || left <= 0 {
			return e, err
		}
		wait := min(pause(n), left)
		if err := sleepWithin(ctx, wait); err != nil {
			return e, err
		}
		left -= wait
	}
}

// pause returns the nth wait between two looks or two attempts, counted from 0.
func pause(n int) time.Duration {
	return min(firstPause<<min(n, 10), longestPause)
}

// pauseBeforeResend waits before the nth resend, at least as long as the service asks.
func pauseBeforeResend(ctx context.Context, n int, asked time.Duration) error {
	wait := max(asked, pause(n))
	if wait > longestAsked {
		return fmt.Errorf("the service asks to wait %v, which is longer than %v", wait, longestAsked)
	}
	return sleepWithin(ctx, wait)
}

// sleepWithin waits like [sleep], but fails at once if the wait would outlast the context's
// deadline.
func sleepWithin(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= d {
		return fmt.Errorf("a wait of %v would outlast the context's deadline", d)
	}
	return sleep(ctx, d)
}

// An unknownOutcome is [auth.ErrOutcomeUnknown] with all its causes.
type unknownOutcome struct {
	pkg, op, why, check string
	causes              []error
}

// Error names the package once, because the causes may also begin with it.
func (e *unknownOutcome) Error() string {
	parts := []string{fmt.Sprintf("%s: %s: %v", e.pkg, e.op, auth.ErrOutcomeUnknown), e.why, e.check}
	for _, cause := range e.causes {
		parts = append(parts, strings.TrimPrefix(cause.Error(), e.pkg+": "))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

func (e *unknownOutcome) Unwrap() []error {
	return append([]error{auth.ErrOutcomeUnknown}, e.causes...)
}
