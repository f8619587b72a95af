package accept

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// accept accepts, or plans, what the options ask for. The outcomes go to stdout, also
// where it ends in an error, and what they come to goes to stderr.
func accept(ctx context.Context, o options, stdout, stderr io.Writer) error {
	own, err := o.cloud.open(o)
	if err != nil {
		return err
	}
	if o.id == "" && o.trust.organizations == nil && o.trust.accounts == nil {
		o.trust.organizations = ids{o.cloud.offlineTrust}
		cli.Say(stderr, name, fmt.Sprintf("offline, as with -%s %s", o.cloud.organizationFlag, o.cloud.offlineTrust))
	}
	outcomes := own.acceptFrom(ctx, o.trust, o.accept)
	if o.id != "" {
		outcomes = own.acceptOne(ctx, o.id, o.accept, o.now())
	}

	// Written at the end: a reader that goes away changes nothing of what is done.
	var buffer bytes.Buffer
	out := outcome.NewWriter(&buffer, o.format, outcome.Result(), outcome.Status(), outcome.Inviter(),
		outcome.InviterID(), outcome.Organization(), outcome.Expires(), outcome.ID(), outcome.Why())
	tally := outcome.Tally{}
	for r, failed := range outcomes {
		if failed != nil {
			err = clouds.Explain([]clouds.Result{{Cloud: o.cloud.Cloud, Err: failed}})
			break
		}
		r.Cloud = o.cloud.Name // also where there is no invitation
		tally[r.Result]++
		if err = out.Row(r); err != nil {
			break
		}
	}
	if ended := out.Close(); err == nil {
		err = ended
	}
	if _, ended := io.Copy(stdout, &buffer); err == nil {
		err = ended
	}
	if told := o.tell(tally, stderr, err != nil); err == nil {
		err = told
	}
	return err
}

// tell says what the outcomes come to, and is an error where that is not what was asked
// for.
func (o options) tell(tally outcome.Tally, stderr io.Writer, failed bool) error {
	text := tally.String()
	if text != "" {
		cli.Say(stderr, name, text)
	}
	missed := tally[huaweiorg.ResultFailed] + tally[huaweiorg.ResultUnknown]
	if o.id != "" {
		missed += tally[huaweiorg.ResultSkipped]
	}
	switch {
	case failed:
	case text == "":
		cli.Say(stderr, name, "there are no invitations")
	case missed > 0:
		return missedError(tally)
	case tally[huaweiorg.ResultPlanned] > 0:
		cli.Say(stderr, name, "nothing was accepted: -accept accepts what is planned")
	case tally[huaweiorg.ResultAccepted] == 0:
		cli.Say(stderr, name, "there is nothing to accept; -id accepts one that you choose")
	}
	return nil
}

func missedError(tally outcome.Tally) error {
	if tally[huaweiorg.ResultUnknown] > 0 {
		return errors.New("it is not known whether the invitation was accepted")
	}
	return errors.New("the invitation cannot be accepted")
}

// acceptOne has one outcome: that of the invitation with this ID.
func (a account) acceptOne(ctx context.Context, id string, act bool, now time.Time) iter.Seq2[outcome.Row, error] {
	return func(yield func(outcome.Row, error) bool) {
		r, err := a.find(ctx, id)
		if err != nil {
			yield(outcome.Row{}, err)
			return
		}
		if r.Result == "" {
			r = judge(r, now)
		}
		if r.Result == huaweiorg.ResultPlanned && act {
			r, err = a.settle(ctx, r)
		}
		if yield(r, nil) && err != nil {
			yield(outcome.Row{}, err)
		}
	}
}

// find reads an invitation. One that is not there has failed already.
func (a account) find(ctx context.Context, id string) (outcome.Row, error) {
	for r, err := range a.received(ctx) {
		if err != nil {
			return outcome.Row{}, err
		}
		if r.ID == id {
			return outcome.Row{Row: r}, nil
		}
	}
	return outcome.Row{
		Row:    clouds.Row{ID: id},
		Result: huaweiorg.ResultFailed,
		Err:    fmt.Errorf("your account received no invitation %q: %w", id, auth.ErrNotFound),
	}, nil
}

// judge plans to accept an invitation that can be.
func judge(r outcome.Row, now time.Time) outcome.Row {
	r.Result = huaweiorg.ResultSkipped
	switch {
	case r.Status != string(huaweiorg.StatusPending):
		r.Reason = "the invitation is " + r.Status
	case !r.Expires.IsZero() && !now.Before(r.Expires):
		r.Reason = "the invitation has expired"
	default:
		r.Result = huaweiorg.ResultPlanned
	}
	return r
}

// settle accepts an invitation; an error is one that is not about it.
func (a account) settle(ctx context.Context, r outcome.Row) (outcome.Row, error) {
	accepted, err := a.accept(ctx, r.ID)
	switch {
	case err == nil:
		r.Result, r.Row = huaweiorg.ResultAccepted, accepted
		return r, nil
	case errors.Is(err, auth.ErrOutcomeUnknown):
		r.Result, r.Err = huaweiorg.ResultUnknown, err
	default:
		r.Result, r.Err = huaweiorg.ResultFailed, err
	}
	return r, err
}
