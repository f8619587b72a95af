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
	dailyQuota int                  // 0: no limit
	members    iter.Seq[Member]     // nil: the verb reads them
	sent       iter.Seq[Invitation] // nil: the verb reads it
	taken      []takenOption
	invalid    error // the first reason why an option is invalid
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

// DryRun makes a verb read only. What the verb would change has the result [ResultPlanned].
func DryRun() BulkOption { return func(o *bulkOptions) { o.dryRun = true } }

// WithProgress makes a verb call f after each outcome, before it delivers the outcome.
func WithProgress(f func(Progress)) BulkOption { return func(o *bulkOptions) { o.progress = f } }

// Reinvite makes [Service.InviteAll] invite a target again if its last invitation ended in one
// of these statuses. With [StatusAccepted], it invites the accounts that have left, but no
// account that the member list shows. If the member list cannot be read, it invites every
// account that accepted, and the service refuses the members.
//
// A status that is not final is [auth.ErrInvalid]. Reinvite without a status is invalid, too,
// because an empty list of a configuration would mean that. So is Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	statuses = slices.Clone(statuses)
	return func(o *bulkOptions) {
		o.takenBy("Reinvite", opInviteAll)
		o.reinvite = append(o.reinvite, statuses...)
		if len(statuses) == 0 {
			o.refuse("Reinvite names no status; to invite nobody again, leave the option out")
		}
		for _, s := range statuses {
			if !s.Final() {
				o.refuse("Reinvite takes only final statuses, not %q", excerpt(string(s)))
			}
		}
	}
}

// KnownMembers passes [Service.InviteAll] and [Service.ResendExpired] the complete list of the
// organization's members, such as [Service.Members] has just returned, so that they do not read
// it. A member needs an ID. Its name and e-mail address serve targets that are named that way.
// An empty list means that the organization has no members. The verb reads the slice when the
// caller ranges over its outcomes. A member of another cloud is [auth.ErrInvalid], and so is
// KnownMembers for another verb.
//
// Read the members after the sent list that [WithSent] passes. An account that joins between
// the two reads is then pending in the sent list and a member in the member list. In the
// opposite order, it has accepted and is not a member, as if it had left.
func KnownMembers(members []Member) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("KnownMembers", opInviteAll, opResendExpired)
		o.members = slices.Values(members)
	}
}

// WithSent passes [Service.InviteAll], [Service.ResendExpired] and [Service.CancelPending] the
// complete sent list that the caller has just read, so that they do not read it. The verb reads
// the slice when the caller ranges over its outcomes. It reads the sent list from the service
// only after a conflict.
//
// Use a list that is seconds old. It lacks the invitations that were sent after it was read:
// Alibaba Cloud refuses a second invitation of a target, but Huawei Cloud may accept it. The
// client's clock decides whether an invitation has expired. An invitation of another cloud is
// [auth.ErrInvalid], and so is WithSent for [Service.AcceptFrom].
func WithSent(list []Invitation) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("WithSent", opInviteAll, opResendExpired, opCancelPending)
		o.sent = slices.Values(list)
	}
}

func (o *bulkOptions) check(op string) error {
	for _, option := range o.taken {
		if !slices.Contains(option.verbs, op) {
			return fmt.Errorf("%s does not take %s, which is an option of %s: %w", op, option.name, strings.Join(option.verbs, ", "), auth.ErrInvalid)
		}
	}
	return o.invalid
}

// checkGiven returns an error if a list that the caller passed has an item of another cloud
// than the one called name.
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
			return fmt.Errorf("the list of %s has an item of the cloud %q, but the verb runs on %q: %w", option, excerpt(cloud), name, auth.ErrInvalid)
		}
	}
	return nil
}

// excerpt shortens and cleans a word from outside for the text of an error.
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

// bulk returns the iterator of a verb. An error comes last, with the zero outcome.
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

// given yields a list that the caller passed as if it had been read. It yields nothing for a
// nil list.
func given[T any](list iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if list != nil {
			list(func(item T) bool { return yield(item, nil) })
		}
	}
}

// sentList returns the sent list. The first time, that is the list that the caller passed, if
// any.
func (r *run) sentList(ctx context.Context, reading *Reading) iter.Seq2[Invitation, error] {
	if list := r.sent; list != nil {
		r.sent = nil
		return given(list)
	}
	return r.cloud.Sent(ctx, reading)
}

// memberList returns the members: those that the caller passed, or else those of the service.
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
