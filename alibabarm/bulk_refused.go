package alibabarm

import (
	"context"
	"errors"
)

// refused judges an invitation that was not sent, or perhaps not; an error ends the
// inviting.
func (v *inviter) refused(ctx context.Context, o Outcome, err error) (Outcome, error) {
	o = o.failed(err)
	e, ok := errors.AsType[*Error](err)
	if ok && o.Result == ResultFailed {
		if o, ok, err := v.explained(ctx, o, e); ok {
			v.failed.add(nil)
			return o, err
		}
	}
	skip, err := v.failed.judge(ctx, err)
	if skip {
		v.full = &Outcome{Result: ResultSkipped, Err: o.Err, Reason: "the same refusal came three times in a row: perhaps a quota is used up"}
	}
	return o, err
}

// explained is what a refusal says beyond that it is one; false if that is nothing.
func (v *inviter) explained(ctx context.Context, o Outcome, e *Error) (Outcome, bool, error) {
	rule := e.rule()
	switch {
	case e.Code == "EntityAlreadyExists.Handshake":
		return v.appeared(ctx, o)
	case e.Code == "EntityAlreadyExists.ResourceDir.Account":
		o.Result, o.Err = ResultAlreadyMember, nil
		return o, true, nil
	case e.Code == "NotSupport.AccountInAnotherResourceDirectory":
		o.Reason = rule.meaning
		return o, true, nil
	case rule.condition == ErrQuota:
		o.Result, o.Reason = ResultQuotaReached, rule.meaning
		if rule.about == aboutRest {
			v.full = &Outcome{Result: ResultQuotaReached, Reason: "not sent: " + rule.meaning, Err: e}
		}
		return o, true, nil
	default:
		return o, false, nil
	}
}

// appeared finds the open invitation that the service says there is: another program
// was faster, or the list did not show it yet.
func (v *inviter) appeared(ctx context.Context, o Outcome) (Outcome, bool, error) {
	pending := Outcome{Target: o.Target, Result: ResultAlreadyPending}
	v.loaded = false
	if err := v.load(ctx); err != nil {
		pending.Reason = "the service says so, and the list could not be read"
		return pending, true, err
	}
	if now, ok := v.standing(Outcome{Target: o.Target}); ok && now.Result == ResultAlreadyPending {
		return now, true, nil
	}
	pending.Reason = "the service says so, and the list does not show it"
	return pending, true, nil
}
