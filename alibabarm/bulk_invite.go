package alibabarm

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
// The sent list is read once, before the first invitation, and again where the service
// says that a target has an open one. A target whose last invitation was declined,
// cancelled or has expired is skipped, unless [Reinvite] names that end. A target that
// comes twice is skipped the second time. Targets are compared as they are spelled, but
// for the case of e-mail addresses: the same account by ID and by address is two.
//
// When a quota is used up, of invitations or of members, the rest is
// [ResultQuotaReached]. The cloud allows about 20 invitations a day, and as many that
// are pending. In all else the code of a refusal decides. A known one is about its
// target or input, as LegalEntityMismatch or InvalidParameter is, and the inviting goes
// on; or it is about the caller or the endpoint, would meet every target, and ends the
// inviting with an error. Three equal refusals in a row with a code that is not known
// end it, too, without an error: the rest is [ResultSkipped].
//
// Nothing is done before the iterator is ranged, inputs are taken one by one, and break
// stops at once. The error comes last, and what is behind it has no outcome: the list
// could not be read, something failed that would fail for every target, or the service
// was busy or unavailable three times in a row.
//
// API: ListHandshakesForResourceDirectory, InviteAccountToResourceDirectory
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
// service does not give back all of an invitation: input is asked for it, tags and
// folder included, and may leave one out with false. A target left out, entity and type,
// is the expired one's.
//
// Only expired targets have an outcome. A pending invitation whose date is not known has
// not expired. In all else it is like [Client.InviteAll]; a nil input is [ErrInvalid].
//
// API: ListHandshakesForResourceDirectory, InviteAccountToResourceDirectory
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
				if !yield(Outcome{Target: h.target(), Handshake: h}.skipped("the input function left it out")) {
					return nil
				}
				continue
			}
			if in.target() == (Target{}) {
				in.TargetType, in.TargetEntity = h.TargetType, h.TargetEntity
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
	date   time.Time            // of the list, by the service's clock
	latest map[Target]Handshake // by key, as done
	known  map[string]bool      // all IDs there were before the next invitation
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
	o := Outcome{Target: in.target()}
	if _, err := in.form(v.c.version); err != nil {
		o.Result, o.Err = ResultInvalid, wrap(inviteOp, err)
		return o, nil
	}
	if v.done[in.target().key()] {
		return o.skipped("the target came before in the input"), nil
	}
	if err := v.load(ctx); err != nil {
		return Outcome{}, err
	}
	v.done[in.target().key()] = true
	if o, ok := v.standing(o); ok {
		return o, nil
	}
	switch {
	case v.full != nil:
		rest := *v.full
		rest.Target = in.target()
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
	key := h.target().key()
	if before, ok := v.latest[key]; !ok || v.outranks(h, before) {
		v.latest[key] = h
	}
}

// outranks says which of two invitations decides about a target: an open one, else the
// newer one, and where that is not known the one that speaks more against another.
func (v *inviter) outranks(a, b Handshake) bool {
	if open := v.open(a); open != v.open(b) {
		return open
	}
	if !a.CreateTime.IsZero() && !b.CreateTime.IsZero() && !a.CreateTime.Equal(b.CreateTime) {
		return a.CreateTime.After(b.CreateTime)
	}
	careful := []Status{StatusExpired, StatusCancelled, StatusDeclined, StatusAccepted}
	return slices.Index(careful, a.Status) > slices.Index(careful, b.Status)
}

// open holds for a status that is not known, too.
func (v *inviter) open(h Handshake) bool { return !h.Status.Final() && !h.ExpiredBy(v.date) }

// standing is what an earlier invitation decides; false if there is nothing against
// another.
func (v *inviter) standing(o Outcome) (Outcome, bool) {
	h, ok := v.latest[o.Target.key()]
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
		return cmp.Or(a.CreateTime.Compare(b.CreateTime), cmp.Compare(a.ID, b.ID))
	})
	return out
}
