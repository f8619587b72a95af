package huaweiorg

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Result is how one target of [Client.InviteAll], [Client.AcceptFrom],
// [Client.ResendExpired] or [Client.CancelPending] came out.
type Result = invitation.Result

// The results.
const (
	// ResultCreated: an invitation was sent. Handshake is it.
	ResultCreated = invitation.ResultCreated
	// ResultAccepted: the invitation was accepted.
	ResultAccepted = invitation.ResultAccepted
	// ResultCancelled: the invitation was cancelled.
	ResultCancelled = invitation.ResultCancelled
	// ResultPlanned: this is what would have been changed but for [DryRun].
	ResultPlanned = invitation.ResultPlanned
	// ResultAlreadyPending: the target has an open invitation. Handshake is it.
	ResultAlreadyPending = invitation.ResultAlreadyPending
	// ResultAlreadyMember: the target accepted an invitation, Handshake. It may
	// have left since.
	ResultAlreadyMember = invitation.ResultAlreadyMember
	// ResultQuotaReached: the quota is used up. Go on tomorrow with the same list.
	ResultQuotaReached = invitation.ResultQuotaReached
	// ResultUntrusted: the invitation is from an organization that is not trusted.
	ResultUntrusted = invitation.ResultUntrusted
	// ResultInvalid: the input breaks a bound, as Err says. Nothing was sent.
	ResultInvalid = invitation.ResultInvalid
	// ResultSkipped: nothing was done, for the Reason given.
	ResultSkipped = invitation.ResultSkipped
	// ResultFailed: it was tried and refused, as Err says.
	ResultFailed = invitation.ResultFailed
	// ResultUnknown: it was tried, and nobody can tell whether it took effect. Err
	// is [ErrOutcomeUnknown] and says what to check.
	ResultUnknown = invitation.ResultUnknown
)

// An Outcome is what became of one target.
type Outcome struct {
	Target Target
	Result Result
	// Handshake is the invitation that this is about; zero where there is none.
	Handshake Handshake
	// Reason says why nothing was done; it is for people.
	Reason string
	// Err is why it was not done, with ResultInvalid, ResultQuotaReached,
	// ResultFailed and ResultUnknown, and with ResultSkipped where a refusal of
	// other targets is the reason.
	Err error
}

// Progress counts the outcomes of a bulk verb so far.
type Progress = invitation.Progress

// A BulkOption changes how a bulk verb works.
type BulkOption = invitation.BulkOption

// DryRun only reads: what would have been changed is [ResultPlanned].
func DryRun() BulkOption { return invitation.DryRun() }

// Reinvite makes [Client.InviteAll] send another invitation to targets whose last one
// came to one of these ends: StatusDeclined, StatusCancelled, StatusExpired, or
// StatusAccepted for those that have left. Anything else is [ErrInvalid], and so is
// Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	ends := make([]invitation.Status, len(statuses))
	for i, s := range statuses {
		ends[i] = s.neutral()
	}
	return invitation.Reinvite(ends...)
}

// WithProgress calls f after each outcome, before it is delivered.
func WithProgress(f func(Progress)) BulkOption { return invitation.WithProgress(f) }

// InviteAll invites every target that has no invitation, and says of each what became of
// it. It can be called again with the same list, tomorrow or after a crash, until all
// are created, pending or members: what is there is not invited twice.
//
// The sent list is read once, before the first invitation. A target whose last
// invitation was declined, cancelled or has expired is skipped, unless [Reinvite] names
// that end. A target that comes twice is skipped the second time. Targets are compared
// as they are spelled: the same account by ID and by name is two.
//
// When the quota is used up, the rest is [ResultQuotaReached]. The cloud allows about 20
// invitations in 24 hours. In all else the code of a refusal decides. A known one is
// about its target or input, as Organizations.1325 is, and the inviting goes on; or it
// is about the caller or the endpoint, would meet every target, and ends the inviting
// with an error. Not every code of a quota is published: a message that begins with
// "Quota exceeded" is one, too, and three equal refusals in a row with a code that is not
// known end the inviting without an error, so that the rest is [ResultSkipped].
//
// Nothing is done before the iterator is ranged, inputs are taken one by one, and break
// stops at once. The error comes last, and what is behind it has no outcome: the list
// could not be read, something failed that would fail for every target, or the service
// was busy or unavailable three times in a row.
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/accounts/invite
func (c *Client) InviteAll(ctx context.Context, in iter.Seq[InviteAccountInput], opts ...BulkOption) iter.Seq2[Outcome, error] {
	var inputs iter.Seq[invitation.Input]
	if in != nil {
		inputs = func(yield func(invitation.Input) bool) {
			in(func(input InviteAccountInput) bool { return yield(input.neutral()) })
		}
	}
	return outcomes(c.invitations().InviteAll(ctx, inputs, opts...))
}

// ResendExpired invites again every target whose last invitation has expired. The
// service does not give back all of an invitation: input is asked for it, tags
// included, and may leave one out with false. A Target left out is the expired one's.
//
// Only expired targets have an outcome. A pending invitation whose date is not known has
// not expired. In all else it is like [Client.InviteAll]; a nil input is [ErrInvalid].
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/accounts/invite
func (c *Client) ResendExpired(ctx context.Context, input func(Handshake) (InviteAccountInput, bool), opts ...BulkOption) iter.Seq2[Outcome, error] {
	var again func(invitation.Invitation) (invitation.Input, bool)
	if input != nil {
		again = func(expired invitation.Invitation) (invitation.Input, bool) {
			h := native(expired)
			in, ok := input(h)
			if in.Target == (Target{}) {
				in.Target = h.Target
			}
			return in.neutral(), ok
		}
	}
	return outcomes(c.invitations().ResendExpired(ctx, again, opts...))
}

// Trust names whose invitations may be accepted, by ID, as a name can be chosen by
// anybody. IDs are compared byte by byte. Where both lists are given, an invitation
// must match both.
type Trust struct {
	OrganizationIDs      []string
	ManagementAccountIDs []string
}

// AcceptFrom accepts the pending invitation that the caller's account received from
// whom t trusts. Everything else is reported and left alone: invitations of others
// ([ResultUntrusted]), and those that are not pending, have expired, or are addressed to
// another account ([ResultSkipped]). An account can join only one organization: where
// several trusted invitations are pending, none is accepted.
//
// It is careful where something is not known: an invitation without a date of expiry is
// good for 14 days after its creation, and without that for none. Whether it is
// addressed to this account is known where the credentials have an account ID and the
// target is one. A Trust that names nobody or has an empty ID is [ErrInvalid].
//
// The list is read whole before the first outcome. The error comes last.
//
// API: GET /v1/received-handshakes, POST /v1/received-handshakes/{handshake_id}/accept
func (c *Client) AcceptFrom(ctx context.Context, t Trust, opts ...BulkOption) iter.Seq2[Outcome, error] {
	trust := invitation.Trust{OrganizationIDs: t.OrganizationIDs, InviterIDs: t.ManagementAccountIDs}
	return outcomes(c.invitations().AcceptFrom(ctx, trust, opts...))
}

// CancelPending cancels every pending invitation that the caller's organization sent and
// for which match is true. Only those have an outcome. One that is past its date is
// [ResultSkipped], and one that was answered in the meantime is [ResultFailed] with
// [ErrConflict]. A nil match is [ErrInvalid]: to cancel all is to say so.
//
// Failures are judged as by [Client.InviteAll], but a conflict with a code that is not
// known is about its invitation.
//
// The list is read whole before the first outcome. The error comes last: the list could
// not be read, or something failed that would fail for every invitation.
//
// API: GET /v1/organizations/handshakes, POST /v1/organizations/handshakes/{handshake_id}/cancel
func (c *Client) CancelPending(ctx context.Context, match func(Handshake) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	var matches func(invitation.Invitation) bool
	if match != nil {
		matches = func(i invitation.Invitation) bool { return match(native(i)) }
	}
	return outcomes(c.invitations().CancelPending(ctx, matches, opts...))
}

// outcomes translates the outcomes of a bulk verb.
func outcomes(seq iter.Seq2[invitation.Outcome, error]) iter.Seq2[Outcome, error] {
	return pagination.Map(seq, func(o invitation.Outcome) Outcome {
		return Outcome{
			Target: nativeTarget(o.Target), Result: o.Result, Handshake: native(o.Invitation),
			Reason: o.Reason, Err: o.Err,
		}
	})
}
