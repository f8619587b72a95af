package invitation

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// validity is how long an invitation counts as valid if the service reports no expiry date.
const validity = 14 * 24 * time.Hour

// A Trust names the inviters whose invitations may be accepted, by ID. If both lists are given,
// an invitation must match both.
type Trust struct{ OrganizationIDs, InviterIDs []string }

func (t Trust) check(organization string) error {
	if len(t.OrganizationIDs) == 0 && len(t.InviterIDs) == 0 {
		return fmt.Errorf("the Trust names no inviter: give the ID of an %s or of its management account: %w", organization, auth.ErrInvalid)
	}
	if slices.Contains(t.OrganizationIDs, "") || slices.Contains(t.InviterIDs, "") {
		return fmt.Errorf("the Trust contains an empty ID: %w", auth.ErrInvalid)
	}
	return nil
}

func (t Trust) covers(i Invitation) bool {
	return (len(t.OrganizationIDs) == 0 || slices.Contains(t.OrganizationIDs, i.OrganizationID)) &&
		(len(t.InviterIDs) == 0 || slices.Contains(t.InviterIDs, i.InviterID))
}

// AcceptFrom accepts the pending invitation that comes from a trusted inviter. The client
// packages describe it in full.
func (s Service) AcceptFrom(ctx context.Context, t Trust, opts ...BulkOption) iter.Seq2[Outcome, error] {
	// The copy protects the check from later changes by the caller.
	t = Trust{OrganizationIDs: slices.Clone(t.OrganizationIDs), InviterIDs: slices.Clone(t.InviterIDs)}
	return s.bulk(ctx, opAcceptFrom, opts, func(r *run) error {
		if err := t.check(s.cloud.Organization); err != nil {
			return err
		}
		reading := Reading{Certain: true}
		items, err := collect(s.cloud.Received(ctx, &reading), func(Invitation) bool { return true })
		if err != nil {
			return err
		}
		own, err := s.cloud.AccountID(ctx)
		if err != nil {
			return err
		}
		p := acceptance{trust: t, ownID: own, date: s.cloud.date(reading)}
		// At most one invitation is accepted. An error of that write must not hide the outcomes
		// of the others.
		for _, o := range p.plan(items, s.cloud.Organization) {
			if o.Result == ResultPlanned && !r.dryRun {
				o, err = r.accept(ctx, o)
			}
			if !r.deliver(o) {
				return nil
			}
		}
		return err
	})
}

// accept accepts one invitation. It returns an error only if the error concerns more than this
// invitation.
func (r *run) accept(ctx context.Context, o Outcome) (Outcome, error) {
	accepted, err := r.Accept(ctx, o.Invitation.ID)
	if err == nil {
		o.Invitation = accepted
		return o.with(ResultAccepted, ""), nil
	}
	refusal := r.cloud.classify(ctx, err)
	o = o.failed(err, refusal)
	if refusal.Scope != auth.ScopeCall {
		err = nil
	}
	return o, err
}

// An acceptance decides which invitation may be accepted.
type acceptance struct {
	trust Trust
	ownID string // "" if the credentials do not contain it
	date  time.Time
}

// plan decides about all invitations of a list, and plans at most one of them.
func (a acceptance) plan(items []Invitation, organization string) []Outcome {
	var outcomes []Outcome
	planned := 0
	for _, i := range unique(items) {
		o := a.decide(i)
		if o.Result == ResultPlanned {
			planned++
		}
		outcomes = append(outcomes, o)
	}
	for n, o := range outcomes {
		if o.Result == ResultPlanned && planned > 1 {
			outcomes[n] = o.skipped("several trusted invitations are pending, and an account can join only one " + organization)
		}
	}
	return outcomes
}

// unique removes the rows that a list repeats because it changed while it was read.
func unique(items []Invitation) []Invitation {
	type row struct {
		id     string
		status Status
	}
	seen := map[row]bool{}
	var out []Invitation
	for _, i := range items {
		key := row{i.ID, i.Status}
		if i.ID != "" && seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, i)
	}
	return out
}

func (a acceptance) decide(i Invitation) Outcome {
	o := outcomeOf(i)
	expires := i.Expires
	if expires.IsZero() && !i.Created.IsZero() {
		expires = i.Created.Add(validity)
	}
	switch {
	case i.Status == StatusAccepted && a.trust.covers(i):
		return o.with(ResultAlreadyAccepted, "")
	case i.Status != StatusPending:
		return o.skipped("the invitation is not pending")
	case !a.trust.covers(i):
		return o.with(ResultUntrusted, "not a trusted sender")
	case i.ID == "":
		return o.skipped("the invitation has no ID")
	case expires.IsZero():
		return o.skipped("the invitation has neither an expiry date nor a creation date")
	case !a.date.Before(expires):
		return o.skipped("the invitation has expired")
	case a.ownID != "" && i.Target.Type == TargetTypeAccount && i.Target.Entity != a.ownID:
		return o.skipped("the invitation is addressed to another account")
	default:
		return o.with(ResultPlanned, "")
	}
}
