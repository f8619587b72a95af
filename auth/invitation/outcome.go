package invitation

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

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
	ResultAlreadyMember   Result = "already member"   // the target is a member, or may be one because it accepted an invitation
	ResultAlreadyAccepted Result = "already accepted" // the invitation was accepted before
	ResultQuotaReached    Result = "quota reached"    // a quota is used up
	ResultUntrusted       Result = "untrusted"        // the inviter is not trusted
	ResultInvalid         Result = "invalid"          // the input breaks a limit; nothing was sent
	ResultSkipped         Result = "skipped"          // the verb did nothing, for the Reason given
	ResultFailed          Result = "failed"           // the write failed without effect, as Err says
	ResultUnknown         Result = "unknown"          // it is unknown whether the write took effect
)

// An Outcome is what a bulk verb did with one target. Its JSON has the error's text as "error",
// and decodes without it.
type Outcome struct {
	Target Target `json:"target"`
	Result Result `json:"result"`
	// Invitation is the invitation that the result is about; zero if there is none.
	Invitation Invitation `json:"invitation,omitzero"`
	// MemberID is the account ID of a target that the member list shows; "" if the list did not
	// decide.
	MemberID string `json:"member_id,omitzero"`
	// Reason tells people why the verb did nothing, or what is uncertain.
	Reason string `json:"reason,omitzero"`
	// RetryAt is when the daily quota has room again, by the service's clock. It is set with
	// ResultQuotaReached if that time is known. It is zero for any other quota, such as that of
	// members, which does not end by itself. It is also zero if the sent list does not explain
	// the refusal. Reason then says which quota it is, if the service does.
	RetryAt time.Time `json:"retry_at,omitzero"`
	// Err is set with ResultInvalid, ResultQuotaReached, ResultFailed and ResultUnknown. It is
	// set with ResultSkipped if refusals of other targets are the reason. It is nil with
	// ResultQuotaReached if the verb sent nothing because of [DailyQuota].
	//
	// If a write fails with the error that ends the verb, that error comes twice: as Err of the
	// last outcome, and as the error that the verb yields last.
	Err error `json:"-"`
}

// MarshalJSON encodes the outcome with the text of its error.
func (o Outcome) MarshalJSON() ([]byte, error) {
	type fields Outcome
	return json.Marshal(struct {
		fields
		Error string `json:"error,omitzero"`
	}{fields(o), textOf(o.Err)})
}

// LogValue returns the outcome as a group of attributes, with the text of its error.
func (o Outcome) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("target_type", excerpt(string(o.Target.Type))), slog.String("target", excerpt(o.Target.Entity)),
		slog.String("result", string(o.Result)),
	}
	for _, a := range []slog.Attr{
		slog.String("invitation", excerpt(o.Invitation.ID)), slog.String("status", excerpt(string(o.Invitation.Status))),
		slog.String("member_id", excerpt(o.MemberID)), slog.String("reason", o.Reason), slog.String("error", textOf(o.Err)),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	if !o.RetryAt.IsZero() {
		attrs = append(attrs, slog.Time("retry_at", o.RetryAt))
	}
	return slog.GroupValue(attrs...)
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Failure returns nil if the target is in the state that the caller of the verb wants, or would
// be without [DryRun]: the result is created, accepted, cancelled, planned, already pending,
// already a member or already accepted. For any other result it returns an error that names the
// target, says why and wraps Err. If a quota is used up, the error is [auth.ErrQuota].
func (o Outcome) Failure() error {
	switch o.Result {
	case ResultCreated, ResultAccepted, ResultCancelled, ResultPlanned,
		ResultAlreadyPending, ResultAlreadyMember, ResultAlreadyAccepted:
		return nil
	default:
		return &outcomeError{o}
	}
}

// An outcomeError is the error of an outcome that the caller did not want.
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

// Is reports whether target is the condition that belongs to the result.
func (e *outcomeError) Is(target error) bool {
	return e.outcome.Result == ResultQuotaReached && target == auth.ErrQuota
}

func (e *outcomeError) Unwrap() error { return e.outcome.Err }

// outcomeOf returns an outcome without a result for the invitation.
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
