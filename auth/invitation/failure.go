package invitation

import (
	"cmp"

	"github.com/orghandshakes/handshakes-go/auth"
)

// Failure returns nil if the target is as the caller of the verb wants it, or would be
// without [DryRun]: the result is created, accepted, cancelled, planned, already pending,
// already a member or already accepted. Any other result is an error that names the
// target, says why and wraps Err. It is [auth.ErrQuota] where a quota is used up.
func (o Outcome) Failure() error {
	switch o.Result {
	case ResultCreated, ResultAccepted, ResultCancelled, ResultPlanned,
		ResultAlreadyPending, ResultAlreadyMember, ResultAlreadyAccepted:
		return nil
	default:
		return &outcomeError{o}
	}
}

// An outcomeError is an outcome that is not the wanted one.
type outcomeError struct{ outcome Outcome }

func (e *outcomeError) Error() string {
	o := e.outcome
	text := excerpt(o.Target.Entity) + ": " + cmp.Or(excerpt(string(o.Result)), "no result")
	if o.Reason != "" {
		text += ": " + o.Reason
	}
	if o.Err != nil {
		text += ": " + o.Err.Error()
	}
	return text
}

// Is reports whether target is the condition that the result stands for.
func (e *outcomeError) Is(target error) bool {
	return e.outcome.Result == ResultQuotaReached && target == auth.ErrQuota
}

func (e *outcomeError) Unwrap() error { return e.outcome.Err }
