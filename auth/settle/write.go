package settle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	defaultRetries    = 4
	defaultSettleTime = 15 * time.Second
	firstPause        = time.Second
	longestPause      = 16 * time.Second
	// longestAsked is the longest wait that the service may ask for before a write
	// is sent again.
	longestAsked = 6 * time.Minute
)

// A Write is an operation that changes something, and how to read that back. All fields
// except Check, Anew, RefusesDuplicates, MaxRetries and SettleTime must be set.
type Write[T any] struct {
	// Package and Op name the operation in the text of [auth.ErrOutcomeUnknown],
	// which begins with "package: op: ".
	Package, Op string
	// Check tells the caller what to do where the outcome is unknown.
	Check string
	// Anew is for a write that makes something new: it is resent where nothing
	// is to be seen, once at most. Any other is where its object is Untouched.
	Anew bool
	// RefusesDuplicates says of a write that is Anew that the service refuses to
	// make the same thing twice. Then a resend cannot make a second one, and
	// MaxRetries alone says how often it is resent.
	RefusesDuplicates bool
	// MaxRetries is how often it may be sent again, as [auth.Retry].MaxRetries: 0 is
	// the default of 4, and a negative number means never. It is read back all the
	// same.
	MaxRetries int
	// SettleTime is how long what the write did may take to show, as
	// [auth.Retry].SettleTime: 0 is the default of 15 s.
	SettleTime time.Duration

	// Send performs the write. It tries again by itself only what certainly had no
	// effect, as [auth.Client.Do] does with a call that is not Safe.
	Send func(context.Context) (T, error)
	// Judge says what an error of Send means.
	Judge func(error) Failure
	// Look reads the state back. Its error ends the write: nobody can tell then.
	Look func(context.Context) (Evidence[T], error)
	// Ended makes the error of a write whose object came to another end. The cause
	// is the first error of Send, for which it was read back.
	Ended func(state T, cause error) error
}

// A Failure is what an error of Send means. The zero value is a refusal.
type Failure struct {
	// Ambiguous: the service may have acted. An [auth.TransportError] whose request
	// was sent and [auth.ErrTooLarge] are so in any case but that of Final.
	Ambiguous bool
	// Final: the answer itself shows that the object came to another end, so that
	// nothing is read back.
	Final bool
	// RetryAfter is how long the service asks to wait. More than 6 minutes is not
	// waited for: the outcome is unknown.
	RetryAfter time.Duration
}

// Evidence is what one look at the state shows of a write.
type Evidence[T any] struct {
	Finding Finding
	// State is what was read, where Reached or Ended.
	State T
	// Why says to people why it cannot be told, or is not as wanted.
	Why string
}

// A Finding is what can be told from the state.
type Finding uint8

// The findings.
const (
	Absent    Finding = iota // nothing is to be seen, perhaps not yet
	Untouched                // it has not taken effect, perhaps not yet
	Reached                  // it took effect
	Ended                    // something else did, for good
	Doubtful                 // it cannot be told
)

// Do performs the write, as the package's documentation draws it. A wait that would
// outlast the context's deadline is not begun. Where the context ends before the outcome
// is known, the error is its error and cause, besides [auth.ErrOutcomeUnknown].
func (w Write[T]) Do(ctx context.Context) (T, error) {
	var none T
	switch {
	case ctx == nil:
		return none, errNilContext
	case w.Send == nil || w.Judge == nil || w.Look == nil || w.Ended == nil:
		return none, fmt.Errorf("settle: set Send, Judge, Look and Ended of the Write: %w", auth.ErrInvalid)
	}
	state, err := w.Send(ctx)
	if err == nil {
		return state, nil
	}
	if f := w.judge(err); f.Ambiguous {
		return w.resolve(ctx, err, f)
	}
	return none, err
}

// judge adds to the client's judgment what holds for every client.
func (w *Write[T]) judge(err error) Failure {
	f := w.Judge(err)
	t, ok := errors.AsType[*auth.TransportError](err)
	f.Ambiguous = !f.Final && (f.Ambiguous || ok && t.Sent || errors.Is(err, auth.ErrTooLarge))
	return f
}

// resolve reads back what became of a write, and sends it again where that shows that
// it has not taken effect. What is refused then may be so because the first one did.
func (w *Write[T]) resolve(ctx context.Context, first error, last Failure) (T, error) {
	var none T
	causes := []error{first}
	for n := 0; ; n++ {
		refused := !last.Ambiguous
		seen, err := w.readBack(ctx, refused)
		switch {
		case err != nil:
			return none, w.unknown("it could not be read back", append(causes, err))
		case seen.Finding == Reached:
			return seen.State, nil
		case seen.Finding == Ended:
			return none, w.Ended(seen.State, first)
		case refused || n == w.resends() || !w.repeatable(seen.Finding):
			return none, w.unknown(seen.Why, causes)
		}
		if err := beforeResend(ctx, n, last.RetryAfter); err != nil {
			return none, w.unknown(seen.Why, append(causes, err))
		}
		state, err := w.Send(ctx)
		if err == nil {
			return state, nil
		}
		if last = w.judge(err); last.Final {
			return none, err
		}
		causes = append(causes, err)
	}
}

func (w *Write[T]) resends() int {
	n := w.MaxRetries
	if n == 0 {
		n = defaultRetries
	}
	if w.Anew && !w.RefusesDuplicates {
		n = min(n, 1)
	}
	return max(n, 0)
}

func (w *Write[T]) repeatable(f Finding) bool {
	if w.Anew {
		return f == Absent
	}
	return f == Untouched
}

// readBack looks until it can tell, or has waited long enough for what was done to
// show. After a refusal, what is still untouched may only look so.
func (w *Write[T]) readBack(ctx context.Context, refused bool) (Evidence[T], error) {
	left := w.SettleTime
	if left == 0 {
		left = defaultSettleTime
	}
	for n := 0; ; n++ {
		e, err := w.Look(ctx)
		told := e.Finding == Reached || e.Finding == Ended || e.Finding == Untouched && !refused
		if err != nil || told || left <= 0 {
			return e, err
		}
		wait := min(pause(n), left)
		if err := sleepWithin(ctx, wait); err != nil {
			return e, err
		}
		left -= wait
	}
}

// pause is the nth wait between two looks or two attempts, from 0.
func pause(n int) time.Duration {
	return min(firstPause<<min(n, 10), longestPause)
}

// beforeResend waits before the write is sent again, for as long as the service asked.
func beforeResend(ctx context.Context, n int, asked time.Duration) error {
	wait := max(asked, pause(n))
	if wait > longestAsked {
		return fmt.Errorf("the service asks to wait %v", wait)
	}
	return sleepWithin(ctx, wait)
}
