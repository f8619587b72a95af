package invitation

import (
	"context"
	"fmt"
)

// whyMoving is why a list cannot show that something is absent.
const whyMoving = "the list changes while it is read"

// Invite sends an invitation. Inviting twice is not the same as inviting once: if it is
// unknown whether the service acted, Invite reads the sent list until it shows that.
func (s Service) Invite(ctx context.Context, in Input) (Invitation, error) {
	return s.invite(ctx, in, nil)
}

// invite sends an invitation; known holds the IDs of a list that was read before, nil
// where none was.
func (s Service) invite(ctx context.Context, in Input, known map[string]bool) (Invitation, error) {
	op := s.cloud.Invite
	if err := s.usable(ctx); err != nil {
		return Invitation{}, s.wrap(op.Name, err)
	}
	w := s.write(op.Name, op.Check, "")
	w.creates, w.refusesDuplicates = true, s.cloud.RefusesDuplicates
	w.send = func(ctx context.Context) (Invitation, error) { return op.Send(ctx, in) }
	w.look = newSearch(&s.cloud, in, known).look
	return w.do(ctx)
}

// Accept accepts an invitation that the caller's account received.
func (s Service) Accept(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Accept, id, StatusAccepted, true)
}

// Decline declines an invitation that the caller's account received.
func (s Service) Decline(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Decline, id, StatusDeclined, true)
}

// Cancel cancels an invitation that the caller sent.
func (s Service) Cancel(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Cancel, id, StatusCancelled, false)
}

// finish brings a pending invitation to the wanted end.
func (s Service) finish(ctx context.Context, op Operation[string], id string, want Status, received bool) (Invitation, error) {
	if err := s.usable(ctx); err != nil {
		return Invitation{}, s.wrap(op.Name, err)
	}
	w := s.write(op.Name, op.Check, want)
	w.send = func(ctx context.Context) (Invitation, error) {
		i, err := op.Send(ctx, id)
		if err == nil && i.Status.Final() && i.Status != want {
			err = w.ended(i, nil)
		}
		return i, err
	}
	w.look = func(ctx context.Context) (evidence, error) {
		i, shown, err := s.cloud.Find(ctx, id, received)
		switch {
		case err != nil && s.cloud.moving(err):
			return evidence{finding: doubtful, why: whyMoving}, nil
		case err != nil:
			return evidence{}, err
		case !shown:
			return evidence{why: "the service does not show the invitation"}, nil
		default:
			return compare(i, want), nil
		}
	}
	return w.do(ctx)
}

// write begins a write; want is its aim, "" where an invitation is made.
func (s Service) write(op, check string, want Status) *write {
	return &write{
		pkg: s.cloud.Package, op: op, check: check,
		maxRetries: s.cloud.Retry.MaxRetries, settleTime: s.cloud.Retry.SettleTime, classify: s.cloud.Classify,
		ended: func(i Invitation, cause error) error { return s.cloud.StatusError(op, want, i, cause) },
	}
}

// compare says what an invitation shows about a write that wants to end it.
func compare(i Invitation, want Status) evidence {
	switch {
	case i.Status == want:
		return evidence{finding: reached, state: i}
	case i.Status == StatusPending:
		return evidence{finding: untouched, why: "the invitation is still pending"}
	case i.Status.Final():
		return evidence{finding: ended, state: i}
	default:
		return evidence{finding: doubtful, why: fmt.Sprintf("the invitation is %q", excerpt(string(i.Status)))}
	}
}
