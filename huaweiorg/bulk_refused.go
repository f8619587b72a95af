package huaweiorg

import (
	"context"
	"errors"
)

// refused judges an invitation that was not sent, or perhaps not; an error ends the
// inviting.
func (v *inviter) refused(ctx context.Context, o Outcome, err error) (Outcome, error) {
	o = o.failed(err)
	if e, ok := errors.AsType[*Error](err); ok && o.Result == ResultFailed {
		switch {
		case e.rule().about == aboutRest:
			o.Result = ResultQuotaReached
			o.Reason = e.rule().meaning
			v.full = &Outcome{Result: ResultQuotaReached, Reason: "not sent: " + o.Reason, Err: err}
			return o, nil
		case errors.Is(e, ErrConflict) && e.rule().about != aboutInput:
			if found, ok, err := v.appeared(ctx, o); ok || err != nil {
				return found, err
			}
		}
	}
	skip, err := v.failed.judge(ctx, err)
	if skip {
		v.full = &Outcome{Result: ResultSkipped, Err: o.Err, Reason: "the same refusal came three times in a row: perhaps a quota is used up"}
	}
	return o, err
}

// appeared looks whether another program was faster, as a conflict may mean.
func (v *inviter) appeared(ctx context.Context, o Outcome) (Outcome, bool, error) {
	v.loaded = false
	if err := v.load(ctx); err != nil {
		return o, false, err
	}
	if now, ok := v.standing(Outcome{Target: o.Target}); ok && now.Result == ResultAlreadyPending {
		v.failed.add(nil)
		return now, true, nil
	}
	return o, false, nil
}
