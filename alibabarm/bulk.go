package alibabarm

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// Progress counts the outcomes of a bulk verb so far.
type Progress = invitation.Progress

// A BulkOption changes how a bulk verb works.
type BulkOption = invitation.BulkOption

// DryRun makes a verb read only: what it would change is [ResultPlanned].
func DryRun() BulkOption { return invitation.DryRun() }

// WithProgress calls f after each outcome, before the outcome is delivered.
func WithProgress(f func(Progress)) BulkOption { return invitation.WithProgress(f) }

// Reinvite makes [Client.InviteAll] invite targets again whose last invitation ended in
// one of these states: StatusDeclined, StatusCancelled, StatusExpired, or StatusAccepted
// for members that have left. Who is shown as a member is not invited; if the member list
// cannot be read, all that accepted are, and the service refuses members. A status that is
// no end of an invitation is [ErrInvalid]. So are Reinvite without a status, which an empty
// list of a configuration would be, and Reinvite for another verb.
func Reinvite(statuses ...Status) BulkOption {
	return invitation.Reinvite(translated(statuses, Status.neutral)...)
}

// DailyQuota gives [Client.InviteAll] and [Client.ResendExpired] the number of invitations
// that the service allows in 24 hours. They count those that the sent list shows, except
// accepted ones, and those that they perhaps sent, and send no more than n. Without it,
// they try until the service refuses; a refusal with an unknown code is then for the quota
// if the list shows as many invitations as the published quota, 20. An n below 1 is
// [ErrInvalid], and so is DailyQuota for another verb.
func DailyQuota(n int) BulkOption { return invitation.DailyQuota(n) }

// KnownMembers gives [Client.InviteAll] and [Client.ResendExpired] the complete list of
// the resource directory's accounts, such as [Client.ListAccounts] has just returned, so
// that they do not read it. An account needs an ID; its AccountName is for targets that
// are e-mail addresses. An empty list says that nobody is a member. KnownMembers for
// another verb is [ErrInvalid].
//
// Read the members after the sent list that [WithSent] gives: an account that joins
// meanwhile is then pending in the one and a member in the other. The other way round, it
// has accepted and is no member, as if it had left.
func KnownMembers(accounts []Account) BulkOption {
	return invitation.KnownMembers(translated(accounts, Account.Member))
}

// WithSent gives [Client.InviteAll], [Client.ResendExpired] and [Client.CancelPending]
// the complete sent list that the caller has just read, so that they do not read it.
// They read the sent list themselves only after a conflict.
//
// Use a list that is seconds old. What was sent after it was read is not in it; the
// service refuses a second invitation of a target. Whether an invitation has expired is
// decided by the client's clock. WithSent for [Client.AcceptFrom] is [ErrInvalid].
func WithSent(list []Handshake) BulkOption {
	return invitation.WithSent(translated(list, Handshake.Invitation))
}

func translated[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, item := range list {
		out[i] = f(item)
	}
	return out
}

// InviteAll invites every target that has no invitation and is no member, and returns an
// outcome for each. It can be called again with the same list, tomorrow or after a
// crash, until all are created, pending or members: it invites nobody again whose
// invitation the sent list shows. A new one can take about 45 seconds to appear there. Sooner
// after a crash, the service refuses the second invitation: the result is
// [ResultAlreadyPending] with a zero Handshake.
//
// For a slice of inputs, pass [slices.Values]. Where reading the inputs can fail, as
// from a CSV file, end the sequence at the failure and look at the error after the loop:
// see the example.
//
// InviteAll reads the sent list once before the first invitation. A target whose last
// invitation was declined, cancelled or has expired is skipped, unless [Reinvite] names
// that end. A target that comes twice is skipped the second time. Targets are compared
// as they are spelled, except for the case of e-mail addresses: the same account by ID
// and by address is two. It reads the sent list again if the service says that a target
// has an open invitation; for several such refusals in a row that the list does not
// explain, once.
//
// InviteAll reads the members once, before the first invitation that it would send or
// where an invitation was accepted; not if every target has an open invitation or is
// skipped. They tell members by an account ID, and in [Version20220419] an e-mail
// address. A member is [ResultAlreadyMember]. A target that accepted an invitation and
// is no member any more is [ResultSkipped], unless [Reinvite] names [StatusAccepted].
// The members only spare requests that would be refused: if their list cannot be read,
// because a policy denies it for example, InviteAll goes on without it, and the reasons
// say so.
//
// When a quota is used up, of invitations or of members, the rest is
// [ResultQuotaReached]. The cloud allows 20 invitations in 24 hours, accepted ones not
// counted, and as many that are pending. A refusal with an unknown code that is neither a
// conflict nor a 404 counts as one if the list shows as many invitations of the last 24
// hours. Where they explain the refusal, RetryAt is when the oldest of them is 24 hours
// old. See [DailyQuota].
//
// Otherwise the code of a refusal decides. If it concerns its target or input, as
// LegalEntityMismatch does, InviteAll goes on. If it concerns the caller or the
// endpoint, it would meet every target, and InviteAll ends with an error. If its meaning
// is unknown, InviteAll goes on, but after three equal refusals in a row the rest is
// [ResultSkipped]. A conflict with an unknown code concerns its target, and so does a
// status code 404 with one.
//
// Ranging over the iterator starts the work. Inputs are consumed one at a time, and
// break stops at once. An error comes last; the inputs after it have no outcome. It
// means that the sent list could not be read, that something failed that would fail for
// every target, or that the service was busy or unavailable three times in a row.
//
// If a write ends the verb, its target has an outcome with the same error as Err before the
// error comes last. To count failures, count outcomes, and take the last error for the reason
// why there are no more.
//
// API: ListHandshakesForResourceDirectory, ListAccounts,
// InviteAccountToResourceDirectory
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
// API: ListHandshakesForResourceDirectory, ListAccounts,
// InviteAccountToResourceDirectory
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
// inviter whom t trusts. It reports everything else and leaves it alone: one of a
// trusted inviter that is accepted already is [ResultAlreadyAccepted], so that
// AcceptFrom can be called again; pending ones of others are [ResultUntrusted]; those
// that ended, have expired, or are addressed to another account are [ResultSkipped]. An
// account can join only one resource directory: if several trusted invitations are
// pending, AcceptFrom accepts none.
//
// When in doubt, AcceptFrom does not accept. An invitation without an expiry date counts
// as valid for 14 days after its creation; without a creation date, not at all.
// AcceptFrom knows whether an invitation is addressed to this account if the credentials
// contain an account ID and the target is one. A Trust that names nobody or contains an
// empty ID is [ErrInvalid].
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
// its date is [ResultSkipped], as is one without an ID. One that another program cancelled
// in the meantime is [ResultCancelled], and one that ended in another way is
// [ResultFailed] with [ErrConflict]. A nil match is [ErrInvalid]. To cancel every pending
// invitation, pass a function that returns true.
//
// Refusals count as for [Client.InviteAll].
//
// CancelPending reads the complete list before the first outcome. An error comes last:
// it means that the list could not be read, or that something failed that would fail for
// every invitation.
//
// API: ListHandshakesForResourceDirectory, CancelHandshake
func (c *Client) CancelPending(ctx context.Context, match func(Handshake) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	var matches func(invitation.Invitation) bool
	if match != nil {
		matches = func(i invitation.Invitation) bool { return match(native(i)) }
	}
	return outcomes(c.Invitations().CancelPending(ctx, matches, opts...))
}
