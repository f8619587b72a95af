package huaweiorg

import (
	"encoding/json"
	"iter"
	"log/slog"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Result says what [Client.InviteAll], [Client.AcceptFrom], [Client.ResendExpired] or
// [Client.CancelPending] did with one target.
type Result = invitation.Result

// The results.
const (
	// ResultCreated means that the verb sent the invitation in Handshake.
	ResultCreated = invitation.ResultCreated
	// ResultAccepted means that the verb accepted the invitation.
	ResultAccepted = invitation.ResultAccepted
	// ResultCancelled means that the invitation is cancelled.
	ResultCancelled = invitation.ResultCancelled
	// ResultPlanned means that the verb would change this without [DryRun].
	ResultPlanned = invitation.ResultPlanned
	// ResultAlreadyPending means that the target has an open invitation. Handshake is that
	// invitation.
	ResultAlreadyPending = invitation.ResultAlreadyPending
	// ResultAlreadyMember means that the target is a member, as the member list or the
	// service reports. If Reason is set, the target accepted the invitation in Handshake,
	// and the member list does not show it: it may have left since.
	ResultAlreadyMember = invitation.ResultAlreadyMember
	// ResultAlreadyAccepted means that the invitation was accepted before. The account may
	// have left since.
	ResultAlreadyAccepted = invitation.ResultAlreadyAccepted
	// ResultQuotaReached means that a quota is used up; Reason says which one. Run the verb
	// with the same list at RetryAt, or tomorrow if RetryAt is zero.
	ResultQuotaReached = invitation.ResultQuotaReached
	// ResultUntrusted means that the invitation comes from an organization that is not
	// trusted.
	ResultUntrusted = invitation.ResultUntrusted
	// ResultInvalid means that the input breaks a limit, as Err says. The client sent
	// nothing.
	ResultInvalid = invitation.ResultInvalid
	// ResultSkipped means that the verb did nothing, for the reason in Reason.
	ResultSkipped = invitation.ResultSkipped
	// ResultFailed means that the service refused, as Err says.
	ResultFailed = invitation.ResultFailed
	// ResultUnknown means that it is unknown whether the write took effect. Err is
	// [ErrOutcomeUnknown] and says what to check.
	ResultUnknown = invitation.ResultUnknown
)

// An Outcome says what a bulk verb did with one target. Its JSON contains the error's text
// as "error", and decodes without the error.
type Outcome struct {
	Target Target `json:"target"`
	Result Result `json:"result"`
	// Handshake is the invitation that the outcome is about. It is zero if there is none.
	Handshake Handshake `json:"handshake,omitzero"`
	// MemberID is the account ID of a target that the member list shows, even if the target
	// was a name. It is "" if the list did not decide the result.
	MemberID string `json:"member_id,omitzero"`
	// Reason explains why the verb did nothing, or what is uncertain. It is for people to
	// read.
	Reason string `json:"reason,omitzero"`
	// RetryAt is when the daily quota has room again, by the service's clock. It is set only
	// with ResultQuotaReached, if that time is known. It is zero for another quota, such as
	// the quota of members, which waiting does not restore, and if the sent list does not
	// explain the refusal. Reason names the quota, if the service does.
	RetryAt time.Time `json:"retry_at,omitzero"`
	// Err is set with ResultInvalid, ResultQuotaReached, ResultFailed and ResultUnknown, and
	// with ResultSkipped if the refusal of other targets is the reason. It is nil with
	// ResultQuotaReached if the verb sent nothing because of [DailyQuota].
	//
	// If a write fails with the error that ends a verb, the error appears twice: as Err of
	// the last outcome, and as the last error that the verb yields.
	Err error `json:"-"`
}

// MarshalJSON encodes the outcome with the text of its error.
func (o Outcome) MarshalJSON() ([]byte, error) {
	type fields Outcome
	return json.Marshal(struct {
		fields
		Error string `json:"error,omitzero"`
	}{fields(o), o.errorText()})
}

func (o Outcome) errorText() string {
	if o.Err == nil {
		return ""
	}
	return o.Err.Error()
}

// LogValue returns the outcome as a group of attributes, with the text of its error.
func (o Outcome) LogValue() slog.Value { return o.neutral().LogValue() }

// Failure returns nil if the target is in the state that the caller of the verb wants, or
// would be without [DryRun]. For any other result, it returns an error that names the
// target, gives the reason and wraps Err. If a quota is used up, the error matches
// [ErrQuota].
func (o Outcome) Failure() error { return o.neutral().Failure() }

func (o Outcome) neutral() invitation.Outcome {
	return invitation.Outcome{
		Target: o.Target.neutral(), Result: o.Result, Invitation: o.Handshake.Invitation(),
		MemberID: o.MemberID, Reason: o.Reason, RetryAt: o.RetryAt, Err: o.Err,
	}
}

// outcomes translates the outcomes of a bulk verb.
func outcomes(seq iter.Seq2[invitation.Outcome, error]) iter.Seq2[Outcome, error] {
	return pagination.Map(seq, func(o invitation.Outcome) Outcome {
		return Outcome{
			Target: nativeTarget(o.Target), Result: o.Result, Handshake: native(o.Invitation),
			MemberID: o.MemberID, Reason: o.Reason, RetryAt: o.RetryAt, Err: o.Err,
		}
	})
}
