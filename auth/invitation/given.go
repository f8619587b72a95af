package invitation

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
)

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
