package alibabarm

import (
	"context"
	"iter"

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
	// ResultAlreadyMember: the service says that the target is a member, or the target
	// accepted an invitation, Handshake. In the second case it may have left since.
	ResultAlreadyMember = invitation.ResultAlreadyMember
	// ResultAlreadyAccepted: the invitation was accepted before. The account may have
	// left since.
	ResultAlreadyAccepted = invitation.ResultAlreadyAccepted
	// ResultQuotaReached: a quota is used up, as Reason and Err say. Run the verb
	// again tomorrow with the same list.
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

// An Outcome is what a bulk verb did with one target.
type Outcome struct {
	Target Target
	Result Result
	// Handshake is the invitation in question; zero where there is none.
	Handshake Handshake
	// Reason says to people why nothing was done.
	Reason string
	// Err is set with ResultInvalid, ResultQuotaReached, ResultFailed and
	// ResultUnknown, and with ResultSkipped if the refusal of other targets is the
	// reason.
	Err error
}

// Progress counts the outcomes of a bulk verb so far.
type Progress = invitation.Progress

// A BulkOption changes how a bulk verb works.
type BulkOption = invitation.BulkOption

// DryRun makes a verb read only: what it would change is [ResultPlanned].
func DryRun() BulkOption { return invitation.DryRun() }

// Reinvite makes [Client.InviteAll] invite targets again whose last invitation ended in
// one of these states: StatusDeclined, StatusCancelled, StatusExpired, or
// StatusAccepted for members that have left. Any other status is [ErrInvalid], and so
// is Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	ends := make([]invitation.Status, len(statuses))
	for i, s := range statuses {
		ends[i] = s.neutral()
	}
	return invitation.Reinvite(ends...)
}

// WithProgress calls f after each outcome, before the outcome is delivered.
func WithProgress(f func(Progress)) BulkOption { return invitation.WithProgress(f) }

// InviteAll invites every target that has no invitation, and returns an outcome for
// each. It can be called again with the same list, tomorrow or after a crash, until all
// are created, pending or members: it invites nobody twice.
//
// InviteAll reads the sent list once before the first invitation, and again if the
// service says that a target has an open invitation. A target whose last invitation was
// declined, cancelled or has expired is skipped, unless [Reinvite] names that end. A
// target that comes twice is skipped the second time. Targets are compared as they are
// spelled, except for the case of e-mail addresses: the same account by ID and by
// address is two.
//
// When a quota is used up, of invitations or of members, the rest is
// [ResultQuotaReached]. The cloud allows about 20 invitations a day, and as many that
// are pending.
//
// Otherwise the code of a refusal decides. If it concerns its target or input, as
// LegalEntityMismatch does, InviteAll goes on. If it concerns the caller or the
// endpoint, it would meet every target, and InviteAll ends with an error. If its
// meaning is unknown, InviteAll goes on, but after three equal refusals in a row the
// rest is [ResultSkipped].
//
// Ranging over the iterator starts the work. Inputs are consumed one at a time, and
// break stops at once. An error comes last; the inputs after it have no outcome. It
// means that the list could not be read, that something failed that would fail for
// every target, or that the service was busy or unavailable three times in a row.
//
// API: ListHandshakesForResourceDirectory, InviteAccountToResourceDirectory
func (c *Client) InviteAll(ctx context.Context, in iter.Seq[InviteAccountInput], opts ...BulkOption) iter.Seq2[Outcome, error] {
	var inputs iter.Seq[invitation.Input]
	if in != nil {
		inputs = func(yield func(invitation.Input) bool) {
			in(func(input InviteAccountInput) bool { return yield(input.neutral()) })
		}
	}
	return outcomes(c.Invitations().InviteAll(ctx, inputs, opts...))
}

// ResendExpired invites every target again whose last invitation has expired. The
// service does not return everything that an invitation was sent with, so the function
// input returns what to send, tags and folder included, or false to leave a target out.
// A target left out, entity and type, is that of the expired invitation.
//
// Only expired targets have an outcome. A pending invitation without an expiry date has
// not expired. Otherwise ResendExpired is like [Client.InviteAll]. A nil input is
// [ErrInvalid].
//
// API: ListHandshakesForResourceDirectory, InviteAccountToResourceDirectory
func (c *Client) ResendExpired(ctx context.Context, input func(Handshake) (InviteAccountInput, bool), opts ...BulkOption) iter.Seq2[Outcome, error] {
	var again func(invitation.Invitation) (invitation.Input, bool)
	if input != nil {
		again = func(expired invitation.Invitation) (invitation.Input, bool) {
			in, ok := input(native(expired))
			return in.neutral(), ok
		}
	}
	return outcomes(c.Invitations().ResendExpired(ctx, again, opts...))
}

// Trust names the inviters whose invitations may be accepted. It names them by ID,
// because anyone can choose a name. IDs are compared byte by byte. Where both lists are
// given, an invitation must match both.
type Trust struct {
	ResourceDirectoryIDs []string
	MasterAccountIDs     []string
}

// AcceptFrom accepts the pending invitation that the caller's account received from an
// inviter whom t trusts. It reports everything else and leaves it alone: one of a trusted
// inviter that is accepted already is [ResultAlreadyAccepted], so that AcceptFrom can be
// called again; pending ones of others are [ResultUntrusted]; those that ended, have
// expired, or are addressed to another account are [ResultSkipped]. An account can join only one
// resource directory: if several trusted invitations are pending, AcceptFrom accepts
// none.
//
// When in doubt, AcceptFrom does not accept. An invitation without an expiry date
// counts as valid for 14 days after its creation; without a creation date, not at all.
// AcceptFrom knows whether an invitation is addressed to this account if the
// credentials contain an account ID and the target is one. A Trust that names nobody or
// contains an empty ID is [ErrInvalid].
//
// AcceptFrom reads the complete list before the first outcome. An error comes last.
//
// API: ListHandshakesForAccount, AcceptHandshake
func (c *Client) AcceptFrom(ctx context.Context, t Trust, opts ...BulkOption) iter.Seq2[Outcome, error] {
	trust := invitation.Trust{OrganizationIDs: t.ResourceDirectoryIDs, InviterIDs: t.MasterAccountIDs}
	return outcomes(c.Invitations().AcceptFrom(ctx, trust, opts...))
}

// CancelPending cancels every pending invitation that the caller's resource directory
// sent and for which match returns true. Only those have an outcome. One that is past
// its date is [ResultSkipped], and one that ended in the meantime is [ResultFailed]
// with [ErrConflict]. A nil match is [ErrInvalid]. To cancel every pending invitation,
// pass a function that returns true.
//
// Refusals count as for [Client.InviteAll], except that a conflict with an unknown code
// concerns its invitation only.
//
// CancelPending reads the complete list before the first outcome. An error comes last:
// it means that the list could not be read, or that something failed that would fail
// for every invitation.
//
// API: ListHandshakesForResourceDirectory, CancelHandshake
func (c *Client) CancelPending(ctx context.Context, match func(Handshake) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	var matches func(invitation.Invitation) bool
	if match != nil {
		matches = func(i invitation.Invitation) bool { return match(native(i)) }
	}
	return outcomes(c.Invitations().CancelPending(ctx, matches, opts...))
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
