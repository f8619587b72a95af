// Package invitation is one view of account invitations in both clouds. The method Invitations
// of either client returns a [Service], whose [Invitation] is in words that both clouds share:
//
//	for _, cloud := range []invitation.Service{huawei.Invitations(), alibaba.Invitations()} {
//		for i, err := range cloud.Sent(ctx) {
//			if err != nil { return err }
//			fmt.Println(i.Cloud, i.ID, i.Status, i.Target.Entity, i.Expires)
//		}
//	}
//
// A program for one cloud alone is better served by huaweiorg or alibabarm, which have all
// fields of their service.
//
// # Many invitations
//
// [Service.InviteAll] invites a list of accounts and can be run again with the same list.
// [Service.ResendExpired] invites again what has expired, [Service.AcceptFrom] accepts from
// trusted inviters, and [Service.CancelPending] cancels. Each yields an [Outcome] for each
// invitation or target, and [DryRun] makes it plan only. [Service.WaitAll] waits for the end of
// many invitations, [Service.Watch] yields the changes of a list, and [Service.Check] finds out
// what the caller may do.
//
// # A write whose response is lost
//
// A write may have taken effect if its response is lost, truncated, too large or unreadable, or
// if it is a 5xx. The engine does not resend such a write on a guess. It reads the state back:
//
//	┌► send ─► a response ──────────────────► the response is the result
//	│    ├───► a refusal ───────────────────► the refusal is the error
//	│    ▼
//	│  ambiguous: the service may have acted
//	│    ▼
//	│  look, until it can decide: after 0, 1, 3, 7 … seconds
//	│    ├───► reached: it took effect ─────► the state is the result
//	│    ├───► ended: something else did ───► Cloud.StatusError makes the error
//	│    ├───► absent or doubtful ──────────► auth.ErrOutcomeUnknown
//	│    ▼
//	│  untouched: it has not taken effect
//	│    ├───► a resend is not allowed ─────► auth.ErrOutcomeUnknown
//	└────┴ a pause of 1, 2, 4, 8, 16, 16 … seconds, or as long as the service asks
//
// The looks continue for the SettleTime of [auth.Retry]. The engine resends a write as often as
// MaxRetries allows. With MaxRetries 0 it still looks, but never resends.
//
// If the service refuses the resend, the first attempt may have succeeded, so the engine reads
// the state once more and does not send again. If the context ends before there is a response,
// the outcome is unknown. [auth.ErrOutcomeUnknown] says what to check, and also matches all of
// its causes under [errors.Is] and [errors.As]: test for it first.
//
// # Accept, decline and cancel
//
// These writes can be repeated. A program may have been killed after its call succeeded. If the
// service refuses the call because of the state of the invitation, the engine looks once,
// without waiting. If the state is the wanted one, the call succeeds. If it is another end, the
// error is the StatusError of the client. If the look fails or shows neither, the error is the
// refusal of the service.
//
// # Invite
//
// The services have no idempotency token. The client takes an invitation in the sent list for
// its own if target and note are equal and, by the dates of the service, which count full
// seconds, it is not from before the call. If the list shows no such invitation after all looks,
// the client resends: once, or as often as MaxRetries allows if the service refuses duplicates.
//
// The client never resends while the target has another open invitation, or one that might be
// its own. That is ErrOutcomeUnknown. Two programs that invite the same target with equal notes
// at the same moment can each take the one invitation for their own. Give them different notes.
//
// # For clients
//
// The engine knows no cloud. A client package passes a [Cloud] to [New].
package invitation
