package invitation

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// InviteAll invites every target that has no invitation. The client packages describe it in
// full.
//
// A program can call it again with the same list: it does not invite a target whose invitation
// the sent list shows. A new invitation can take about 45 seconds to appear there. Until then,
// only the service can refuse a second one. If its response says why, the result is
// [ResultAlreadyPending] with a zero Invitation. If not, the result is [ResultFailed] with a
// Reason.
func (s Service) InviteAll(ctx context.Context, inputs iter.Seq[Input], opts ...BulkOption) iter.Seq2[Outcome, error] {
	return s.bulk(ctx, opInviteAll, opts, func(r *run) error {
		if inputs == nil {
			return fmt.Errorf("the inputs are nil: %w", auth.ErrInvalid)
		}
		v := newInviter(r)
		for in := range inputs {
			if more, err := v.next(ctx, in); !more || err != nil {
				return err
			}
		}
		return nil
	})
}

// ResendExpired invites every target again whose last invitation has expired. The function
// input returns what to send, or false to leave a target out. The client packages describe it
// in full.
func (s Service) ResendExpired(ctx context.Context, input func(Invitation) (Input, bool), opts ...BulkOption) iter.Seq2[Outcome, error] {
	return s.bulk(ctx, opResendExpired, opts, func(r *run) error {
		if input == nil {
			return fmt.Errorf("the input function is nil: %w", auth.ErrInvalid)
		}
		r.reinvite = []Status{StatusExpired}
		v := newInviter(r)
		if err := v.load(ctx); err != nil {
			return err
		}
		for _, i := range v.history.expired() {
			in, ok := input(i)
			if in.Target == (Target{}) {
				in.Target = i.Target
			}
			if !ok {
				if !r.deliver(outcomeOf(i).skipped("the input function left the target out")) {
					return nil
				}
				continue
			}
			if more, err := v.next(ctx, in); !more || err != nil {
				return err
			}
		}
		return nil
	})
}

// An inviter invites one target after the other.
type inviter struct {
	*run
	history    *history        // nil until the sent list has been read
	membership *membership     // nil until the members matter
	created    []Invitation    // by this verb; the list may not show them yet
	unsure     []time.Time     // when this verb may have sent others
	done       map[digest]bool // by the digest of the target
	failures   streak
	// unexplained means that a second reading of the sent list did not explain the last
	// conflict. The next conflicts in a row do not make the verb read it again.
	unexplained bool
	rest        *Outcome // the outcome of all further targets, once no more can be sent
}

func newInviter(r *run) *inviter { return &inviter{run: r, done: map[digest]bool{}} }

// next handles one input. It returns more == false once the caller has stopped.
func (v *inviter) next(ctx context.Context, in Input) (more bool, err error) {
	if err := auth.EndOf(ctx); err != nil {
		return false, err
	}
	o, err := v.invite(ctx, in)
	if o.Result != "" && !v.deliver(o) {
		return false, nil
	}
	return true, err
}

// invite sends one invitation unless the lists or the quota decide otherwise.
func (v *inviter) invite(ctx context.Context, in Input) (Outcome, error) {
	o := Outcome{Target: in.Target}
	if o.Err = v.cloud.Validate(in); o.Err != nil {
		return o.with(ResultInvalid, ""), nil
	}
	key := in.Target.digest()
	if v.done[key] {
		return o.skipped("an earlier input has the same target"), nil
	}
	if err := v.load(ctx); err != nil {
		return Outcome{}, err
	}
	v.done[key] = true
	if decided, ok, err := v.decide(ctx, in.Target); ok || err != nil {
		return decided, err
	}
	known := v.history.ids
	if v.history.snapshot {
		known = nil // it may lack invitations that were sent before this call
	}
	sent, err := v.Service.invite(ctx, in, known)
	if err != nil {
		return v.refused(ctx, o, err)
	}
	v.failures.reset()
	v.unexplained = false
	v.created = append(v.created, sent)
	v.history.sent(sent)
	o.Invitation = sent
	return o.with(ResultCreated, ""), nil
}

// decide returns the outcome of a target without sending an invitation, if the sent list, the
// members or the quota decide it, or if an earlier refusal ended the sending.
func (v *inviter) decide(ctx context.Context, t Target) (o Outcome, decided bool, _ error) {
	if o, decided = v.history.decide(t, v.reinvite); decided {
		return o, true, nil
	}
	if err := v.loadMembers(ctx); err != nil {
		return Outcome{}, false, err
	}
	if o, decided = v.membership.decide(o, slices.Contains(v.reinvite, StatusAccepted)); decided {
		return o, true, nil
	}
	o.Invitation = Invitation{}
	retryAt, usedUp := v.history.usedUp()
	switch {
	case v.rest != nil:
		o.Result, o.Reason, o.RetryAt, o.Err = v.rest.Result, v.rest.Reason, v.rest.RetryAt, v.rest.Err
	case usedUp && v.dailyQuota > 0:
		o.RetryAt = retryAt
		o = o.with(ResultQuotaReached, fmt.Sprintf("not sent: the daily quota of %d is used up; %s", v.dailyQuota, retryAdvice(retryAt)))
	case v.dryRun:
		v.history.quota.add(v.history.now())
		o = o.with(ResultPlanned, "")
	default:
		return o, false, nil
	}
	return o, true, nil
}

// load reads the sent list once.
func (v *inviter) load(ctx context.Context) error {
	if v.history != nil {
		return nil
	}
	h := newHistory(v.cloud.quota(v.dailyQuota), v.cloud.AcceptedFree)
	h.snapshot = v.sent != nil
	reading := Reading{Certain: true}
	for i, err := range v.sentList(ctx, &reading) {
		if err != nil {
			return err
		}
		h.dated(v.cloud.date(reading))
		h.add(i)
	}
	h.dated(v.cloud.date(reading))
	for _, i := range v.created {
		h.sent(i)
	}
	for _, t := range v.unsure {
		h.quota.addUnsure(t)
	}
	v.history = h
	return nil
}

// loadMembers reads the members once.
func (v *inviter) loadMembers(ctx context.Context) (err error) {
	if v.membership == nil {
		v.membership, err = newMembership(ctx, v.memberList(ctx), v.cloud.MemberTargets)
	}
	return err
}

// refused returns the outcome of an invitation that was not sent, or may not have been sent. An
// error ends the verb.
func (v *inviter) refused(ctx context.Context, o Outcome, err error) (Outcome, error) {
	r := v.cloud.classify(ctx, err)
	o = o.failed(err, r)
	if o.Result == ResultUnknown {
		now := v.history.now()
		v.unsure = append(v.unsure, now)
		v.history.quota.addUnsure(now)
	}
	if o.Result == ResultFailed {
		// The list comes first, because it can show that the refusal is not a failure.
		if r.Reread || r.Open {
			if found, ok, err := v.reread(ctx, o, r.Open); ok || err != nil {
				return found, err
			}
		}
		r = r.underQuota(err, &v.history.quota, v.history.now())
		if r.Reread && r.Scope == auth.ScopeInput && r.Reason == "" {
			r.Reason = v.conflict(o.Target)
		}
		o = o.with(cmp.Or(r.Result, ResultFailed), r.Reason)
		o.RetryAt = r.retryAt
		switch {
		case o.Result == ResultAlreadyMember:
			o.Err = nil
		case r.Scope == auth.ScopeRest:
			v.rest = &Outcome{Result: o.Result, Reason: "not sent: " + r.Reason, RetryAt: r.retryAt, Err: err}
			return o, nil
		}
	}
	skip, end := v.failures.decide(r, err)
	if skip {
		v.rest = &Outcome{Result: ResultSkipped, Err: err, Reason: sameRefusal}
	}
	return o, end
}

// conflict returns the likely reason for a conflict that the lists do not explain.
func (v *inviter) conflict(t Target) string {
	reason := "the target may have an open invitation that the list does not show yet: run again in a minute"
	if why := v.membership.unknown(t); why != "" {
		reason = "the account may be a member: " + why + "; or " + reason
	}
	return reason
}

// reread looks for the open invitation that a refusal may mean: another program was faster, or
// the list did not show it before. If the service reports one (open), it counts even if the
// list does not show it.
func (v *inviter) reread(ctx context.Context, o Outcome, open bool) (_ Outcome, found bool, err error) {
	reason := "the service reports an open invitation, but the list does not show it"
	if !v.unexplained {
		v.history = nil
		if err = v.load(ctx); err != nil {
			reason = "the service reports an open invitation, but the list could not be read"
		} else if now, ok := v.history.decide(o.Target, v.reinvite); ok && now.Result == ResultAlreadyPending {
			v.failures.reset()
			return now, true, nil
		}
		v.unexplained = true
	}
	if !open {
		return o, false, err
	}
	v.failures.reset()
	o.Err = nil
	return o.with(ResultAlreadyPending, reason), true, err
}
