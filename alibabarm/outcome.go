package alibabarm

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
	// ResultCreated: an invitation was sent. Handshake is it.
	ResultCreated = invitation.ResultCreated
	// ResultAccepted: the invitation was accepted.
	ResultAccepted = invitation.ResultAccepted
	// ResultCancelled: the invitation was cancelled.
	ResultCancelled = invitation.ResultCancelled
	// ResultPlanned: the verb would change this without [DryRun].
	ResultPlanned = invitation.ResultPlanned
	// ResultAlreadyPending: the target has an open invitation. Handshake is it, zero
	// where the list does not show it.
	ResultAlreadyPending = invitation.ResultAlreadyPending
	// ResultAlreadyMember: the target is a member, by the member list or the service's
	// word. If Reason is set, the target accepted an invitation, Handshake, and may have
	// left since, because the member list does not show it.
	ResultAlreadyMember = invitation.ResultAlreadyMember
	// ResultAlreadyAccepted: the invitation was accepted before. The account may have
	// left since.
	ResultAlreadyAccepted = invitation.ResultAlreadyAccepted
	// ResultQuotaReached: a quota is used up, as Reason says. Run the verb again at
	// RetryAt, or tomorrow where that is not known, with the same list.
	ResultQuotaReached = invitation.ResultQuotaReached
	// ResultUntrusted: the invitation is from a resource directory that is not trusted.
	ResultUntrusted = invitation.ResultUntrusted
	// ResultInvalid: the input breaks a limit, as Err says. Nothing was sent.
	ResultInvalid = invitation.ResultInvalid
	// ResultSkipped: nothing was done, for the Reason given.
	ResultSkipped = invitation.ResultSkipped
	// ResultFailed: the service refused it, as Err says.
	ResultFailed = invitation.ResultFailed
	// ResultUnknown: it is unknown whether the write took effect. Err is
	// [ErrOutcomeUnknown] and says what to check.
	ResultUnknown = invitation.ResultUnknown
)

// An Outcome is what a bulk verb did with one target. Its JSON has the error's text as
// "error", and decodes without it.
type Outcome struct {
	Target Target `json:"target"`
	Result Result `json:"result"`
	// Handshake is the invitation in question; zero where there is none.
	Handshake Handshake `json:"handshake,omitzero"`
	// MemberID is the account ID of a target that the member list shows, even where
	// the target was an address; "" where the list did not decide.
	MemberID string `json:"member_id,omitzero"`
	// Reason says to people why nothing was done, or what is uncertain.
	Reason string `json:"reason,omitzero"`
	// RetryAt is when the daily quota has room again, by the service's clock. It is set
	// with ResultQuotaReached where that is known. It is zero for another quota, such as
	// that of members, which does not end by itself, and where the sent list does not
	// explain the refusal: Reason says which quota it is, if the service does.
	RetryAt time.Time `json:"retry_at,omitzero"`
	// Err is set with ResultInvalid, ResultQuotaReached, ResultFailed and
	// ResultUnknown, and with ResultSkipped if the refusal of other targets is the
	// reason. It is nil with ResultQuotaReached if nothing was sent because of
	// [DailyQuota].
	//
	// The error that ends a verb comes twice if a write failed with it: as Err of the
	// last outcome, and as the error that the verb yields last.
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

// Failure returns nil if the target is as the caller of the verb wants it, or would be
// without [DryRun]. Any other result is an error that names the target, says why and wraps
// Err. It is [ErrQuota] where a quota is used up.
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
