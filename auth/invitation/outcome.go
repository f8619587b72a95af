package invitation

import (
	"errors"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Result says what a bulk verb did with one target.
type Result string

// The results.
const (
	ResultCreated         Result = "created"          // an invitation was sent
	ResultAccepted        Result = "accepted"         // the invitation was accepted
	ResultCancelled       Result = "cancelled"        // the invitation was cancelled
	ResultPlanned         Result = "planned"          // the verb would change this without DryRun
	ResultAlreadyPending  Result = "already pending"  // the target has an open invitation
	ResultAlreadyMember   Result = "already member"   // the target is a member, or accepted an invitation
	ResultAlreadyAccepted Result = "already accepted" // the invitation was accepted before
	ResultQuotaReached    Result = "quota reached"    // a quota is used up
	ResultUntrusted       Result = "untrusted"        // the inviter is not trusted
	ResultInvalid         Result = "invalid"          // the input breaks a limit; nothing was sent
	ResultSkipped         Result = "skipped"          // nothing was done, for the Reason given
	ResultFailed          Result = "failed"           // the service refused it, as Err says
	ResultUnknown         Result = "unknown"          // it is unknown whether the write took effect
)

// An Outcome is what a bulk verb did with one target.
type Outcome struct {
	Target Target
	Result Result
	// Invitation is the invitation in question; zero where there is none.
	Invitation Invitation
	// Reason says to people why nothing was done.
	Reason string
	// Err is set with ResultInvalid, ResultQuotaReached, ResultFailed and
	// ResultUnknown, and with ResultSkipped if the refusal of other targets is the
	// reason.
	Err error
}

// outcomeOf begins the outcome of an invitation.
func outcomeOf(i Invitation) Outcome { return Outcome{Target: i.Target, Invitation: i} }

func (o Outcome) with(r Result, reason string) Outcome {
	o.Result, o.Reason = r, reason
	return o
}

func (o Outcome) skipped(reason string) Outcome { return o.with(ResultSkipped, reason) }

// failed returns the outcome of a write that did not succeed.
func (o Outcome) failed(err error, r Refusal) Outcome {
	o.Result, o.Err = ResultFailed, err
	if errors.Is(err, auth.ErrOutcomeUnknown) {
		o.Result = ResultUnknown
	}
	if r.Ended != nil {
		o.Invitation = *r.Ended
	}
	return o
}

// Progress counts the outcomes of a bulk verb so far.
type Progress struct {
	// Done counts all outcomes. Changed counts those that created, accepted or
	// cancelled an invitation; Failed counts the invalid, failed and unknown ones.
	Done, Changed, Failed int
}

func (p *Progress) add(o Outcome) {
	p.Done++
	switch o.Result {
	case ResultCreated, ResultAccepted, ResultCancelled:
		p.Changed++
	case ResultInvalid, ResultFailed, ResultUnknown:
		p.Failed++
	}
}
