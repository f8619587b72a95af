package alibabarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Result is how one target of [Client.InviteAll], [Client.AcceptFrom],
// [Client.ResendExpired] or [Client.CancelPending] came out.
type Result string

// The results.
const (
	// ResultCreated: an invitation was sent. Handshake is it.
	ResultCreated Result = "created"
	// ResultAccepted: the invitation was accepted.
	ResultAccepted Result = "accepted"
	// ResultCancelled: the invitation was cancelled.
	ResultCancelled Result = "cancelled"
	// ResultPlanned: this is what would have been changed but for [DryRun].
	ResultPlanned Result = "planned"
	// ResultAlreadyPending: the target has an open invitation. Handshake is it, zero
	// where the list does not show it.
	ResultAlreadyPending Result = "already pending"
	// ResultAlreadyMember: the target is a member, as the service says; or it
	// accepted an invitation, Handshake, and may have left since.
	ResultAlreadyMember Result = "already member"
	// ResultQuotaReached: a quota is used up, as Err says. Go on tomorrow with the
	// same list.
	ResultQuotaReached Result = "quota reached"
	// ResultUntrusted: the invitation is from a resource directory that is not trusted.
	ResultUntrusted Result = "untrusted"
	// ResultInvalid: the input breaks a bound, as Err says. Nothing was sent.
	ResultInvalid Result = "invalid"
	// ResultSkipped: nothing was done, for the Reason given.
	ResultSkipped Result = "skipped"
	// ResultFailed: it was tried and refused, as Err says.
	ResultFailed Result = "failed"
	// ResultUnknown: it was tried, and nobody can tell whether it took effect. Err
	// is [ErrOutcomeUnknown] and says what to check.
	ResultUnknown Result = "unknown"
)

// An Outcome is what became of one target.
type Outcome struct {
	Target Target
	Result Result
	// Handshake is the invitation that this is about; zero where there is none.
	Handshake Handshake
	// Reason says why nothing was done; it is for people.
	Reason string
	// Err is why it was not done, with ResultInvalid, ResultQuotaReached,
	// ResultFailed and ResultUnknown, and with ResultSkipped where a refusal of
	// other targets is the reason.
	Err error
}

// Progress is how far a bulk verb has come.
type Progress struct {
	// Done counts the outcomes. Changed of them created, accepted or cancelled an
	// invitation; Failed of them are invalid, failed or unknown.
	Done, Changed, Failed int
}

// A BulkOption changes how a bulk verb works.
type BulkOption func(*bulk)

type bulk struct {
	dryRun   bool
	reinvite []Status
	progress func(Progress)
}

// DryRun only reads: what would have been changed is [ResultPlanned].
func DryRun() BulkOption { return func(b *bulk) { b.dryRun = true } }

// Reinvite makes [Client.InviteAll] send another invitation to targets whose last one
// came to one of these ends: StatusDeclined, StatusCancelled, StatusExpired, or
// StatusAccepted for those that have left. Anything else is [ErrInvalid], and so is
// Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	return func(b *bulk) { b.reinvite = append(b.reinvite, statuses...) }
}

// WithProgress calls f after each outcome, before it is delivered.
func WithProgress(f func(Progress)) BulkOption { return func(b *bulk) { b.progress = f } }

// A deliver hands one outcome to the caller, and is false once that has left.
type deliver func(Outcome) bool

// bulk makes the iterator of a verb. Its error comes last, with the zero outcome.
func (c *Client) bulk(ctx context.Context, op string, opts []BulkOption, work func(b bulk, yield deliver) error) iter.Seq2[Outcome, error] {
	var b bulk
	for _, opt := range opts {
		if opt != nil {
			opt(&b)
		}
	}
	return func(yield func(Outcome, error) bool) {
		var done Progress
		gone := false
		err := cmp.Or(c.usable(ctx), b.check(op))
		if err == nil {
			err = work(b, func(o Outcome) bool {
				done.count(o)
				if b.progress != nil {
					b.progress(done)
				}
				gone = !yield(o, nil)
				return !gone
			})
		}
		if err != nil && !gone {
			yield(Outcome{}, wrap(op, err))
		}
	}
}

func (b *bulk) check(op string) error {
	if len(b.reinvite) > 0 && op != "InviteAll" {
		return fmt.Errorf("only InviteAll takes Reinvite: %w", ErrInvalid)
	}
	for _, s := range b.reinvite {
		if !s.Final() {
			return fmt.Errorf("the status %q of Reinvite is no end of an invitation: %w", auth.Excerpt(string(s), maxCode), ErrInvalid)
		}
	}
	return nil
}

func (p *Progress) count(o Outcome) {
	p.Done++
	switch o.Result {
	case ResultCreated, ResultAccepted, ResultCancelled:
		p.Changed++
	case ResultInvalid, ResultFailed, ResultUnknown:
		p.Failed++
	}
}

// failed is the outcome of a write that did not succeed.
func (o Outcome) failed(err error) Outcome {
	o.Result, o.Err = ResultFailed, err
	if errors.Is(err, ErrOutcomeUnknown) {
		o.Result = ResultUnknown
	}
	if s, ok := errors.AsType[*StatusError](err); ok {
		o.Handshake = s.Handshake
	}
	return o
}

func (o Outcome) skipped(reason string) Outcome {
	o.Result, o.Reason = ResultSkipped, reason
	return o
}

// sameForAll reports whether an error would meet every further target: it is about the
// caller or the endpoint. A refusal whose code is unknown may be about one target only,
// whatever its status.
func sameForAll(ctx context.Context, err error) bool {
	if ctx.Err() != nil || errorIs(err, ErrNoCredentials, ErrUnauthenticated, ErrThrottled) {
		return true
	}
	if _, ok := errors.AsType[*auth.SignError](err); ok {
		return true
	}
	if fault, ok := errors.AsType[*auth.TransportError](err); ok && fault.Permanent {
		return true
	}
	e, ok := errors.AsType[*Error](err)
	return ok && e.rule().about == aboutCall
}

// maxStreak is how many equal failures in a row end a bulk verb.
const maxStreak = 3

// A streak counts equal failures in a row.
type streak struct {
	key string
	n   int
}

// add counts err, nil for a success, and reports whether there are too many.
func (s *streak) add(err error) bool {
	if err == nil {
		*s = streak{}
		return false
	}
	key := "unknown"
	if e, ok := errors.AsType[*Error](err); ok && !errors.Is(err, ErrOutcomeUnknown) {
		key = fmt.Sprint(e.StatusCode, " ", e.Code)
	}
	if key != s.key {
		*s = streak{key: key}
	}
	s.n++
	return s.n >= maxStreak
}

// judge says what the failure of one target means for the rest: with skip it is not
// tried, and an error ends the verb.
func (s *streak) judge(ctx context.Context, err error) (skip bool, end error) {
	if sameForAll(ctx, err) {
		return false, err
	}
	e, ok := errors.AsType[*Error](err)
	refused := ok && !errors.Is(err, ErrOutcomeUnknown)
	switch {
	case refused && e.rule().about == aboutInput:
		s.add(nil)
		return false, nil
	case !s.add(err):
		return false, nil
	case refused && e.rule().about == aboutUnknown:
		return true, nil
	default:
		return false, err
	}
}
