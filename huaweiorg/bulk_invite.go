package huaweiorg

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/settle"
)

// InviteAll invites every target that has no invitation, and says of each what became of
// it. It can be called again with the same list, tomorrow or after a crash, until all
// are created, pending or members: what is there is not invited twice.
//
// The sent list is read once, before the first invitation. A target whose last
// invitation was declined, cancelled or has expired is skipped, unless [Reinvite] names
// that end. A target that comes twice is skipped the second time. Targets are compared
// as they are spelled: the same account by ID and by name is two.
//
// When the quota is used up, the rest is [ResultQuotaReached]. The cloud allows about 20
// invitations in 24 hours. In all else the code of a refusal decides. A known one is
// about its target or input, as Organizations.1325 is, and the inviting goes on; or it
// is about the caller or the endpoint, would meet every target, and ends the inviting
// with an error. Not every code of a quota is published: a message that begins with
// "Quota exceeded" is one, too, and three equal refusals in a row with a code that is not
// known end the inviting without an error, so that the rest is [ResultSkipped].
//
// Nothing is done before the iterator is ranged, inputs are taken one by one, and break
// stops at once. The error comes last, and what is behind it has no outcome: the list
// could not be read, something failed that would fail for every target, or the service
// was busy or unavailable three times in a row.
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/accounts/invite
func (c *Client) InviteAll(ctx context.Context, in iter.Seq[InviteAccountInput], opts ...BulkOption) iter.Seq2[Outcome, error] {
	return c.bulk(ctx, "InviteAll", opts, func(b bulk, yield deliver) error {
		if in == nil {
			return fmt.Errorf("the inputs are nil: %w", ErrInvalid)
		}
		v := &inviter{c: c, bulk: b}
		for input := range in {
			if more, err := v.next(ctx, input, yield); !more || err != nil {
				return err
			}
		}
		return nil
	})
}

// ResendExpired invites again every target whose last invitation has expired. The
// service does not give back all of an invitation: input is asked for it, tags
// included, and may leave one out with false. A Target left out is the expired one's.
//
// Only expired targets have an outcome. A pending invitation whose date is not known has
// not expired. In all else it is like [Client.InviteAll]; a nil input is [ErrInvalid].
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/accounts/invite
func (c *Client) ResendExpired(ctx context.Context, input func(Handshake) (InviteAccountInput, bool), opts ...BulkOption) iter.Seq2[Outcome, error] {
	return c.bulk(ctx, "ResendExpired", opts, func(b bulk, yield deliver) error {
		if input == nil {
			return fmt.Errorf("the input function is nil: %w", ErrInvalid)
		}
		b.reinvite = []Status{StatusExpired}
		v := &inviter{c: c, bulk: b}
		if err := v.load(ctx); err != nil {
			return err
		}
		for _, h := range v.expired() {
			in, ok := input(h)
			if !ok {
				if !yield(Outcome{Target: h.Target, Handshake: h}.skipped("the input function left it out")) {
					return nil
				}
				continue
			}
			if in.Target == (Target{}) {
				in.Target = h.Target
			}
			if more, err := v.next(ctx, in, yield); !more || err != nil {
				return err
			}
		}
		return nil
	})
}

// An inviter invites one target after the other.
type inviter struct {
	bulk
	c      *Client
	loaded bool
	date   time.Time // of the list, by the service's clock
	latest map[Target]Handshake
	known  map[string]bool // all IDs there were before the next invitation
	done   map[Target]bool
	failed streak
	full   *Outcome // what becomes of the rest, once no more can be sent
}

// next deals with one input; more is false once the caller has left.
func (v *inviter) next(ctx context.Context, in InviteAccountInput, yield deliver) (more bool, err error) {
	if err := settle.EndOf(ctx); err != nil {
		return false, err
	}
	o, err := v.one(ctx, in)
	if o.Result != "" && !yield(o) {
		return false, nil
	}
	return true, err
}

func (v *inviter) one(ctx context.Context, in InviteAccountInput) (Outcome, error) {
	o := Outcome{Target: in.Target}
	if _, err := in.body(); err != nil {
		o.Result, o.Err = ResultInvalid, wrap("InviteAccount", err)
		return o, nil
	}
	if v.done[in.Target] {
		return o.skipped("the target came before in the input"), nil
	}
	if err := v.load(ctx); err != nil {
		return Outcome{}, err
	}
	v.done[in.Target] = true
	if o, ok := v.standing(o); ok {
		return o, nil
	}
	switch {
	case v.full != nil:
		rest := *v.full
		rest.Target = in.Target
		return rest, nil
	case v.dryRun:
		o.Result = ResultPlanned
		return o, nil
	}
	h, err := v.c.invite(ctx, in, v.known)
	if err != nil {
		return v.refused(ctx, o, err)
	}
	v.failed.add(nil)
	v.add(*h)
	o.Result, o.Handshake = ResultCreated, *h
	return o, nil
}

// load reads the sent list, the first time.
func (v *inviter) load(ctx context.Context) error {
	if v.loaded {
		return nil
	}
	r, err := v.c.read(ctx, sentList)
	if err != nil {
		return err
	}
	v.date = r.date
	if r.date.IsZero() {
		v.date = v.c.now()
	}
	v.latest, v.known = map[Target]Handshake{}, map[string]bool{}
	if v.done == nil {
		v.done = map[Target]bool{}
	}
	for _, h := range r.items {
		v.add(h)
	}
	v.loaded = true
	return nil
}

func (v *inviter) add(h Handshake) {
	v.known[h.ID] = true
	if before, ok := v.latest[h.Target]; !ok || v.outranks(h, before) {
		v.latest[h.Target] = h
	}
}

// outranks says which of two invitations decides about a target: an open one, else the
// newer one, and where that is not known the one that speaks more against another.
func (v *inviter) outranks(a, b Handshake) bool {
	if open := v.open(a); open != v.open(b) {
		return open
	}
	if !a.CreatedAt.IsZero() && !b.CreatedAt.IsZero() && !a.CreatedAt.Equal(b.CreatedAt) {
		return a.CreatedAt.After(b.CreatedAt)
	}
	careful := []Status{StatusExpired, StatusCancelled, StatusDeclined, StatusAccepted}
	return slices.Index(careful, a.Status) > slices.Index(careful, b.Status)
}

// open holds for a status that is not known, too.
func (v *inviter) open(h Handshake) bool { return !h.Status.Final() && !h.ExpiredBy(v.date) }

// standing is what an earlier invitation decides; false if there is nothing against
// another.
func (v *inviter) standing(o Outcome) (Outcome, bool) {
	h, ok := v.latest[o.Target]
	if !ok {
		return o, false
	}
	o.Handshake = h
	end := h.Status
	if h.ExpiredBy(v.date) {
		end = StatusExpired
	}
	switch {
	case end == StatusPending:
		o.Result = ResultAlreadyPending
	case slices.Contains(v.reinvite, end):
		return Outcome{Target: o.Target}, false
	case end == StatusAccepted:
		o.Result = ResultAlreadyMember
	default:
		o = o.skipped("the last invitation is " + string(end))
	}
	return o, true
}

// expired are the last invitations of the targets that ran out of time, oldest first.
func (v *inviter) expired() []Handshake {
	var out []Handshake
	for _, h := range v.latest {
		if h.ExpiredBy(v.date) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Handshake) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return out
}
