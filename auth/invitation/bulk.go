package invitation

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A BulkOption changes how a bulk verb works.
type BulkOption func(*bulkOptions)

type bulkOptions struct {
	dryRun   bool
	reinvite []Status
	progress func(Progress)
}

// DryRun makes a verb read only: what it would change is [ResultPlanned].
func DryRun() BulkOption { return func(o *bulkOptions) { o.dryRun = true } }

// Reinvite makes [Service.InviteAll] invite targets again whose last invitation ended in
// one of these states. A status that is no end is [auth.ErrInvalid], and so is Reinvite
// for another verb.
func Reinvite(statuses ...Status) BulkOption {
	return func(o *bulkOptions) { o.reinvite = append(o.reinvite, statuses...) }
}

// WithProgress calls f after each outcome, before the outcome is delivered.
func WithProgress(f func(Progress)) BulkOption { return func(o *bulkOptions) { o.progress = f } }

func (o *bulkOptions) check(op string) error {
	if len(o.reinvite) > 0 && op != opInviteAll {
		return fmt.Errorf("only InviteAll takes Reinvite: %w", auth.ErrInvalid)
	}
	for _, s := range o.reinvite {
		if !s.Final() {
			return fmt.Errorf("the status %q of Reinvite is no end of an invitation: %w", excerpt(string(s)), auth.ErrInvalid)
		}
	}
	return nil
}

// excerpt shortens and cleans a word that came from outside, for an error's text.
func excerpt(word string) string { return auth.Excerpt(word, 128) }

const (
	opInviteAll     = "InviteAll"
	opResendExpired = "ResendExpired"
	opAcceptFrom    = "AcceptFrom"
	opCancelPending = "CancelPending"
)

// A run is one bulk verb at work.
type run struct {
	Service
	bulkOptions
	// deliver hands an outcome to the caller. It returns false once the caller has
	// stopped.
	deliver func(Outcome) bool
}

// bulk makes the iterator of a verb. An error comes last, with the zero outcome.
func (s Service) bulk(ctx context.Context, op string, opts []BulkOption, work func(*run) error) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		r := &run{Service: s}
		for _, opt := range opts {
			if opt != nil {
				opt(&r.bulkOptions)
			}
		}
		var done Progress
		stopped := false
		r.deliver = func(o Outcome) bool {
			done.add(o)
			if r.progress != nil {
				r.progress(done)
			}
			stopped = !yield(o, nil)
			return !stopped
		}
		err := cmp.Or(s.usable(ctx), r.check(op))
		if err == nil {
			err = work(r)
		}
		if err != nil && !stopped {
			yield(Outcome{}, s.wrap(op, err))
		}
	}
}
