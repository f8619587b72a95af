package alibabarm

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// validity is how long an invitation is good where the service does not say.
const validity = 14 * 24 * time.Hour

// Trust names whose invitations may be accepted, by ID, as a name can be chosen by
// anybody. IDs are compared byte by byte. Where both lists are given, an invitation
// must match both.
type Trust struct {
	ResourceDirectoryIDs []string
	MasterAccountIDs     []string
}

func (t Trust) check() error {
	if len(t.ResourceDirectoryIDs) == 0 && len(t.MasterAccountIDs) == 0 {
		return fmt.Errorf("the Trust names nobody: give resource directory or master account IDs: %w", ErrInvalid)
	}
	if slices.Contains(t.ResourceDirectoryIDs, "") || slices.Contains(t.MasterAccountIDs, "") {
		return fmt.Errorf("the Trust has an empty ID: %w", ErrInvalid)
	}
	return nil
}

func (t Trust) covers(h Handshake) bool {
	return (len(t.ResourceDirectoryIDs) == 0 || slices.Contains(t.ResourceDirectoryIDs, h.ResourceDirectoryID)) &&
		(len(t.MasterAccountIDs) == 0 || slices.Contains(t.MasterAccountIDs, h.MasterAccountID))
}

// AcceptFrom accepts the pending invitation that the caller's account received from
// whom t trusts. Everything else is reported and left alone: invitations of others
// ([ResultUntrusted]), and those that are not pending, have expired, or are addressed to
// another account ([ResultSkipped]). An account can join only one resource directory:
// where several trusted invitations are pending, none is accepted.
//
// It is careful where something is not known: an invitation without a date of expiry is
// good for 14 days after its creation, and without that for none. Whether it is
// addressed to this account is known where the credentials have an account ID and the
// target is one. A Trust that names nobody or has an empty ID is [ErrInvalid].
//
// The list is read whole before the first outcome. The error comes last.
//
// API: ListHandshakesForAccount, AcceptHandshake
func (c *Client) AcceptFrom(ctx context.Context, t Trust, opts ...BulkOption) iter.Seq2[Outcome, error] {
	// A copy: what the caller changes later is not trusted.
	t = Trust{slices.Clone(t.ResourceDirectoryIDs), slices.Clone(t.MasterAccountIDs)}
	return c.bulk(ctx, "AcceptFrom", opts, func(b bulk, yield deliver) error {
		if err := t.check(); err != nil {
			return err
		}
		r, err := c.read(ctx, receivedList)
		if err != nil {
			return err
		}
		own, err := c.accountID(ctx)
		if err != nil {
			return err
		}
		if r.date.IsZero() {
			r.date = c.now()
		}
		// One at most is accepted: its error does not keep back what is only told.
		for _, o := range t.judge(r, own) {
			if o.Result == ResultPlanned && !b.dryRun {
				o, err = c.accept(ctx, o)
			}
			if !yield(o) {
				return nil
			}
		}
		return err
	})
}

// judge plans what to accept: one invitation or none.
func (t Trust) judge(r reading, own string) []Outcome {
	var outcomes []Outcome
	seen := map[Handshake]bool{}
	planned := 0
	for _, h := range r.items {
		if seen[h] { // a list that moves may repeat a row
			continue
		}
		seen[h] = true
		o := t.one(h, own, r.date)
		if o.Result == ResultPlanned {
			planned++
		}
		outcomes = append(outcomes, o)
	}
	for i, o := range outcomes {
		if o.Result == ResultPlanned && planned > 1 {
			outcomes[i] = o.skipped("several trusted invitations are pending, and an account can join only one resource directory")
		}
	}
	return outcomes
}

func (t Trust) one(h Handshake, own string, now time.Time) Outcome {
	o := Outcome{Target: h.target(), Handshake: h}
	expires := h.ExpireTime
	if expires.IsZero() && !h.CreateTime.IsZero() {
		expires = h.CreateTime.Add(validity)
	}
	switch {
	case h.Status != StatusPending:
		return o.skipped("the invitation is not pending")
	case !t.covers(h):
		o.Result, o.Reason = ResultUntrusted, "the Trust does not name the inviter"
		return o
	case h.ID == "":
		return o.skipped("the invitation has no ID")
	case expires.IsZero():
		return o.skipped("it is not known when the invitation expires")
	case !now.Before(expires):
		return o.skipped("the invitation has expired")
	case own != "" && h.TargetType == TargetTypeAccount && h.TargetEntity != own:
		return o.skipped("the invitation is addressed to another account")
	}
	o.Result = ResultPlanned
	return o
}

// accept accepts one invitation; an error is for the end.
func (c *Client) accept(ctx context.Context, o Outcome) (Outcome, error) {
	h, err := c.AcceptHandshake(ctx, o.Handshake.ID)
	switch {
	case err == nil:
		o.Result, o.Handshake = ResultAccepted, *h
		return o, nil
	case sameForAll(ctx, err):
		return o.failed(err), err
	default:
		return o.failed(err), nil
	}
}

// accountID is the caller's, where the credentials tell; "" where they do not.
func (c *Client) accountID(ctx context.Context) (string, error) {
	if c.err != nil {
		return "", c.err
	}
	// The client keeps its provider in a cache, which a copy is given.
	var cached auth.Provider
	if _, err := c.auth.With(func(config *auth.Config) { cached = config.Provider }); err != nil {
		return "", err
	}
	keys, err := cached.Credentials(ctx)
	return keys.AccountID, err
}
