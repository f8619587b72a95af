package invitation

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A BulkOption changes how a bulk verb works.
type BulkOption func(*bulkOptions)

type bulkOptions struct {
	dryRun     bool
	reinvite   []Status
	progress   func(Progress)
	dailyQuota int                  // 0: not given
	members    iter.Seq[Member]     // nil: not given
	sent       iter.Seq[Invitation] // nil: not given
	taken      []takenOption
	invalid    error // why an option cannot be taken
}

// A takenOption is an option that not every verb takes.
type takenOption struct {
	name  string
	verbs []string
}

func (o *bulkOptions) takenBy(name string, verbs ...string) {
	o.taken = append(o.taken, takenOption{name, verbs})
}

// refuse keeps the first reason why the options are invalid.
func (o *bulkOptions) refuse(format string, args ...any) {
	o.invalid = cmp.Or(o.invalid, fmt.Errorf(format+": %w", append(args, auth.ErrInvalid)...))
}

// DryRun makes a verb read only: what it would change is [ResultPlanned].
func DryRun() BulkOption { return func(o *bulkOptions) { o.dryRun = true } }

// WithProgress calls f after each outcome, before the outcome is delivered.
func WithProgress(f func(Progress)) BulkOption { return func(o *bulkOptions) { o.progress = f } }

// Reinvite makes [Service.InviteAll] invite targets again whose last invitation ended in
// one of these states. With [StatusAccepted], it invites those that have left; who is
// shown as a member is not invited. If the member list cannot be read, it invites all that
// accepted, and the service refuses members. A status that is no end is [auth.ErrInvalid].
// So are Reinvite without a status, which an empty list of a configuration would be, and
// Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	statuses = slices.Clone(statuses)
	return func(o *bulkOptions) {
		o.takenBy("Reinvite", opInviteAll)
		o.reinvite = append(o.reinvite, statuses...)
		if len(statuses) == 0 {
			o.refuse("Reinvite names no status: leave it out to invite nobody again")
		}
		for _, s := range statuses {
			if !s.Final() {
				o.refuse("the status %q of Reinvite is no end of an invitation", excerpt(string(s)))
			}
		}
	}
}

func (o *bulkOptions) check(op string) error {
	for _, option := range o.taken {
		if !slices.Contains(option.verbs, op) {
			return fmt.Errorf("%s does not take %s: only %s does: %w", op, option.name, strings.Join(option.verbs, ", "), auth.ErrInvalid)
		}
	}
	return o.invalid
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
		err := cmp.Or(s.usable(ctx), r.check(op), r.checkGiven(s.cloud.Name))
		if err == nil {
			err = work(r)
		}
		if err != nil && !stopped {
			yield(Outcome{}, s.wrap(op, err))
		}
	}
}
