package invitation

import (
	"context"
	"fmt"
)

// whyMoving is the reason why a list cannot show that something is absent.
const whyMoving = "the list changes while it is read"

// Invite sends an invitation. It must not send two. If it is unknown whether the service acted,
// Invite reads the sent list until that shows it.
func (s Service) Invite(ctx context.Context, in Input) (Invitation, error) {
	return s.invite(ctx, in, nil)
}

// invite sends an invitation. The set known holds the IDs of a list that was read before the
// call; nil: there is no such list.
func (s Service) invite(ctx context.Context, in Input, known idSet) (Invitation, error) {
	op := s.cloud.Invite
	if err := s.usable(ctx); err != nil {
		return Invitation{}, s.refuse(ctx, op.Name, err)
	}
	w := s.write(op.Name, op.Check, "")
	w.creates, w.refusesDuplicates = true, s.cloud.RefusesDuplicates
	w.send = func(ctx context.Context) (Invitation, error) { return op.Send(ctx, in) }
	w.look = newSearch(&s.cloud, in, known).look
	return w.do(ctx)
}

// Accept accepts an invitation that the caller's account received. A program can call it again:
// if the invitation is already accepted, Accept succeeds. If it ended in another state, the
// error is [auth.ErrNotPending] and the client's *StatusError, which holds the invitation. If
// it is unknown whether the service acted, the error is [auth.ErrOutcomeUnknown].
func (s Service) Accept(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Accept, id, StatusAccepted, true)
}

// Decline declines an invitation that the caller's account received. Otherwise it is like
// [Service.Accept].
func (s Service) Decline(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Decline, id, StatusDeclined, true)
}

// Cancel cancels an invitation that the caller's organization sent. Otherwise it is like
// [Service.Accept].
func (s Service) Cancel(ctx context.Context, id string) (Invitation, error) {
	return s.finish(ctx, s.cloud.Cancel, id, StatusCancelled, false)
}

// finish ends a pending invitation in the wanted state.
func (s Service) finish(ctx context.Context, op Operation[string], id string, want Status, received bool) (Invitation, error) {
	if err := s.usable(ctx); err != nil {
		return Invitation{}, s.refuse(ctx, op.Name, err)
	}
	w := s.write(op.Name, op.Check, want)
	w.send = func(ctx context.Context) (Invitation, error) {
		i, err := op.Send(ctx, id)
		if err == nil && i.Status.Final() && i.Status != want {
			err = w.ended(i, nil)
		}
		return i, err
	}
	l := lookup{id: id, in: sideOf(received)}
	w.look = func(ctx context.Context) (evidence, error) { return s.cloud.look(ctx, l, want) }
	w.lookOnce = func(ctx context.Context) (evidence, error) {
		c := s.cloud
		if c.Once != nil {
			c = c.Once().cloud
		}
		return c.look(ctx, l, want)
	}
	return w.do(ctx)
}

// look reads the state back after a write that wants to end an invitation.
func (c *Cloud) look(ctx context.Context, l lookup, want Status) (evidence, error) {
	switch i, err := c.state(ctx, l); {
	case err != nil && c.moving(err):
		return evidence{finding: doubtful, why: whyMoving}, nil
	case isNotFound(err):
		return evidence{why: "the service does not show the invitation"}, nil
	case err != nil:
		return evidence{}, err
	default:
		return compare(i, want), nil
	}
}

// write returns a write without its functions. Its aim is want, or "" if it makes an
// invitation.
func (s Service) write(op, check string, want Status) *write {
	return &write{
		pkg: s.cloud.Package, op: op, check: check,
		maxRetries: s.cloud.Retry.MaxRetries, settleTime: s.cloud.Retry.SettleTime, classify: s.cloud.Classify,
		ended: func(i Invitation, cause error) error { return s.cloud.StatusError(op, want, i, cause) },
	}
}

// compare returns what the state of an invitation shows about a write that wants to end it.
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
