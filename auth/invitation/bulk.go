package invitation

import (
	"cmp"
	"context"
	"errors"
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

// KnownMembers gives [Service.InviteAll] and [Service.ResendExpired] the complete list
// of the organization's members, such as [Service.Members] has just returned, so that
// they do not read it. A member needs an ID; its name and e-mail address are for targets
// that are named that way. An empty list says that nobody is a member. The verb reads the
// slice when it is ranged over. A member of another cloud is [auth.ErrInvalid], and so is
// KnownMembers for another verb.
//
// Read the members after the sent list that [WithSent] gives: an account that joins
// meanwhile is then pending in the one and a member in the other. The other way round, it
// has accepted and is no member, as if it had left.
func KnownMembers(members []Member) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("KnownMembers", opInviteAll, opResendExpired)
		o.members = slices.Values(members)
	}
}

// WithSent gives [Service.InviteAll], [Service.ResendExpired] and
// [Service.CancelPending] the complete sent list that the caller has just read, so that
// they do not read it. The verb reads the slice when it is ranged over. It reads the
// sent list itself only after a conflict.
//
// Use a list that is seconds old. What was sent after it was read is not in it: Alibaba
// Cloud refuses a second invitation of a target, but Huawei Cloud may accept it. Whether
// an invitation has expired is decided by the client's clock. An invitation of another
// cloud is [auth.ErrInvalid], and so is WithSent for [Service.AcceptFrom].
func WithSent(list []Invitation) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("WithSent", opInviteAll, opResendExpired, opCancelPending)
		o.sent = slices.Values(list)
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

// checkGiven returns an error if a list of the caller's has an item of another cloud than
// the one called name.
func (o *bulkOptions) checkGiven(name string) error {
	clouds := func(yield func(option, cloud string) bool) {
		for i := range given(o.sent) {
			if !yield("WithSent", i.Cloud) {
				return
			}
		}
		for m := range given(o.members) {
			if !yield("KnownMembers", m.Cloud) {
				return
			}
		}
	}
	for option, cloud := range clouds {
		if cloud != "" && cloud != name {
			return fmt.Errorf("the list of %s has an item of %q, and this is %s: %w", option, excerpt(cloud), name, auth.ErrInvalid)
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
		err := cmp.Or(s.usable(ctx), r.check(op), r.checkGiven(s.cloud.Name))
		if err == nil {
			err = work(r)
		}
		if err != nil && !stopped {
			yield(Outcome{}, s.wrap(op, err))
		}
	}
}

// given yields a list of the caller's as if it had been read; nothing if there is none.
func given[T any](list iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if list != nil {
			list(func(item T) bool { return yield(item, nil) })
		}
	}
}

// sentList returns the sent list: at first the caller's, if there is one.
func (r *run) sentList(ctx context.Context, reading *Reading) iter.Seq2[Invitation, error] {
	if list := r.sent; list != nil {
		r.sent = nil
		return given(list)
	}
	return r.cloud.Sent(ctx, reading)
}

// memberList returns the members: the caller's, if there are any.
func (r *run) memberList(ctx context.Context) iter.Seq2[Member, error] {
	switch {
	case r.members != nil:
		return given(r.members)
	case r.cloud.Members == nil:
		return func(yield func(Member, error) bool) { yield(Member{}, errors.ErrUnsupported) }
	default:
		return r.cloud.Members(ctx)
	}
}
