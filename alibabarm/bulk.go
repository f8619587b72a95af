package alibabarm

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// Progress counts the outcomes that a bulk verb has returned so far.
type Progress = invitation.Progress

// A BulkOption changes how a bulk verb works.
type BulkOption = invitation.BulkOption

// DryRun makes a bulk verb read only. [ResultPlanned] marks what the verb would change.
func DryRun() BulkOption { return invitation.DryRun() }

// WithProgress calls f for each outcome, before the loop receives it.
func WithProgress(f func(Progress)) BulkOption { return invitation.WithProgress(f) }

// Reinvite makes [Client.InviteAll] send a new invitation to targets whose last invitation
// ended in one of these states. They are StatusDeclined, StatusCancelled, StatusExpired, and
// StatusAccepted for members that have left. InviteAll does not invite a target that the
// member list shows. If it cannot read the member list, it invites every target that
// accepted, and the service refuses those that are members.
//
// The verb returns [ErrInvalid] if a status is not final, if there is no status, as from an
// empty list in a configuration, or if it is not InviteAll.
func Reinvite(statuses ...Status) BulkOption {
	return invitation.Reinvite(translated(statuses, Status.neutral)...)
}

// DailyQuota sets how many invitations the service allows in 24 hours, for
// [Client.InviteAll] and [Client.ResendExpired]. They count the invitations in the sent
// list, except accepted ones, and those that they may have sent, and send no more than n in
// all.
//
// Without DailyQuota, they continue until the service refuses. A refusal with an unknown
// code then means the quota if the list shows as many invitations as the published quota,
// 20. The verb returns [ErrInvalid] if n is below 1, or if it is another verb.
func DailyQuota(n int) BulkOption { return invitation.DailyQuota(n) }

// KnownMembers passes the complete list of the resource directory's accounts to
// [Client.InviteAll] and [Client.ResendExpired], such as [Client.ListAccounts] has just
// returned. They then do not read that list. An account needs an ID. Its AccountName matches
// targets that are e-mail addresses. An empty list means that there are no members. Another
// verb returns [ErrInvalid].
//
// If you also use [WithSent], read the sent list first and the members second. An account
// that joins in between is then pending in the first list and a member in the second. In the
// other order, it has accepted and is not a member, as if it had left.
func KnownMembers(accounts []Account) BulkOption {
	return invitation.KnownMembers(translated(accounts, Account.Member))
}

// WithSent passes the complete sent list to [Client.InviteAll], [Client.ResendExpired] and
// [Client.CancelPending], such as the caller has just read. They then read that list
// themselves only after a conflict. [Client.AcceptFrom] returns [ErrInvalid].
//
// Use a list that is only seconds old, because it lacks what was sent after it was read. The
// service refuses a second invitation of a target. The client's clock decides whether an
// invitation has expired.
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

// InviteAll invites every target that has no invitation and is not a member, and yields an
// outcome for each target. For a slice of inputs, pass [slices.Values]. If reading the
// inputs can fail, as from a CSV file, end the sequence at the failure and check the error
// after the loop, as the example does.
//
// Ranging over the iterator starts the work. Inputs are consumed one at a time, and break
// stops at once. An error comes last; the inputs after it have no outcome. The error means
// that InviteAll could not read the sent list, that a failure would repeat for every target,
// or that the service was busy or unavailable three times in a row. If a write caused the
// error, the outcome of its target has the same error as Err. To count failures, count
// outcomes, and use the last error only as the reason why there are no more.
//
// InviteAll can be called again with the same list, tomorrow or after a crash, until every
// target is created, pending or a member. It sends no second invitation if the sent list
// shows the first. A new invitation can take about 45 seconds to appear there. If you call
// sooner after a crash, the service refuses the second invitation, and the result is
// [ResultAlreadyPending] with a zero Handshake.
//
// InviteAll reads the sent list once, before the first invitation. It skips a target whose
// last invitation was declined, cancelled or has expired, unless [Reinvite] names that
// state. It skips a target that repeats an earlier one. It compares targets as they are
// spelled, except that it ignores the case of e-mail addresses. An account ID and an e-mail
// address of the same account are two targets. InviteAll reads the sent list again if the
// service reports that a target has an open invitation. After several such refusals in a row
// that the list does not explain, it reads the list only once.
//
// InviteAll reads the member list once, when it first has an invitation to send or finds an
// accepted one. It does not read the list if it skips every target or every target has an
// open invitation. The member list identifies a member by account ID and, in
// [Version20220419], by e-mail address. A member is [ResultAlreadyMember]. A target that
// accepted an invitation and is no longer a member is [ResultSkipped], unless [Reinvite]
// names [StatusAccepted]. The member list only saves requests that the service would refuse.
// If InviteAll cannot read it, for example because a policy denies it, InviteAll continues
// without it, and Reason says so.
//
// When a quota of invitations or members is used up, the remaining targets are
// [ResultQuotaReached]. The service allows 20 invitations in 24 hours, except accepted ones,
// and 20 that are pending. InviteAll also recognizes a refusal with an unknown code that is
// neither a conflict nor a 404, if the list shows as many invitations of the last 24 hours.
// If they explain the refusal, RetryAt is the time when the oldest of them is 24 hours old.
// See [DailyQuota].
//
// For any other refusal, the code decides:
//
//   - If the code is about the target or the input, such as LegalEntityMismatch,
//     InviteAll continues. An unknown code with a conflict or with status 404 counts
//     as one about the target.
//   - If the code is about the caller or the endpoint, every target would fail, and
//     InviteAll ends with an error.
//   - If the meaning of the code is unknown, InviteAll continues. After three equal
//     refusals in a row, the remaining targets are [ResultSkipped].
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

// ResendExpired sends a new invitation to every target whose last invitation has expired.
// The service does not return everything that the old invitation contained. For each one,
// the function input returns what to send, including tags and folder, or false to leave the
// target out. If it returns neither entity nor type, the target of the expired invitation is
// used.
//
// Only expired targets have an outcome. A pending invitation without an expiry date has not
// expired. Otherwise ResendExpired works like [Client.InviteAll]. A nil input is
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

// Trust lists the inviters whose invitations may be accepted. It lists IDs, because anyone
// can choose a name. The client compares IDs byte by byte. If both lists are set, an
// invitation must match both.
type Trust struct {
	ResourceDirectoryIDs []string
	MasterAccountIDs     []string
}

// AcceptFrom accepts the pending invitation that the caller's account received from an
// inviter that t trusts. It reports all other invitations and does not change them:
//
//   - An accepted invitation from a trusted inviter is [ResultAlreadyAccepted], so
//     AcceptFrom can be called again.
//   - A pending invitation from any other inviter is [ResultUntrusted].
//   - An invitation that ended in another way, has expired or is addressed to another
//     account is [ResultSkipped].
//
// An account can join only one resource directory. If several trusted invitations are
// pending, AcceptFrom accepts none.
//
// When in doubt, AcceptFrom does not accept. An invitation without an expiry date counts as
// valid for 14 days after its creation; without a creation date, not at all. AcceptFrom can
// check that an invitation is addressed to this account if the credentials contain an
// account ID and the target is one. If t lists no inviter or contains an empty ID, the error
// is [ErrInvalid].
//
// AcceptFrom reads the complete list before the first outcome. An error comes last.
//
// API: ListHandshakesForAccount, AcceptHandshake
func (c *Client) AcceptFrom(ctx context.Context, t Trust, opts ...BulkOption) iter.Seq2[Outcome, error] {
	trust := invitation.Trust{OrganizationIDs: t.ResourceDirectoryIDs, InviterIDs: t.MasterAccountIDs}
	return outcomes(c.Invitations().AcceptFrom(ctx, trust, opts...))
}

// CancelPending cancels every pending invitation that the caller's resource directory sent
// and for which match returns true. Only those invitations have an outcome. An invitation
// that is past its expiry date or has no ID is [ResultSkipped]. If another program cancelled
// an invitation in the meantime, the result is [ResultCancelled]. If the invitation ended in
// another way, the result is [ResultFailed] with [ErrConflict]. A nil match is [ErrInvalid].
// To cancel every pending invitation, pass a function that returns true.
//
// CancelPending treats refusals as [Client.InviteAll] does. It reads the complete list
// before the first outcome. An error comes last. It means that CancelPending could not read
// the list, or that a failure would repeat for every invitation.
//
// API: ListHandshakesForResourceDirectory, CancelHandshake
func (c *Client) CancelPending(ctx context.Context, match func(Handshake) bool, opts ...BulkOption) iter.Seq2[Outcome, error] {
	var matches func(invitation.Invitation) bool
	if match != nil {
		matches = func(i invitation.Invitation) bool { return match(native(i)) }
	}
	return outcomes(c.Invitations().CancelPending(ctx, matches, opts...))
}
