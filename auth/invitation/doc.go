// Package invitation is one view of both clouds, and the engine behind their clients. A
// [Service] is a client of either cloud, and an [Invitation] is in words that both share, so
// that a program over both needs no adapter. For one cloud, its own package is the better
// choice.
//
// The engine invites a list of accounts, resends what expired, accepts from trusted
// inviters, cancels what is pending, waits for the end of one invitation or of many, watches
// a list for changes, checks what the caller may do, and settles a write whose response was
// lost. It knows no cloud: a client package hands in a [Cloud].
//
// # Settling a write
//
// When a connection breaks, or a gateway responds in place of the service, a write may
// have taken effect. The engine does not resend it on a guess. It reads the state back,
// and that decides:
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
//	│    ├───► it may not be sent again ────► auth.ErrOutcomeUnknown
//	└────┴ a pause of 1, 2, 4, 8, 16, 16 … seconds, or as long as the service asks
//
// The looks go on for the SettleTime of [auth.Retry].
//
// A refusal can mean that an earlier call succeeded, of a program that was then killed. If
// the state of the invitation may be the reason, the engine looks once, without waiting:
// reached is a success, ended is the error of Cloud.StatusError, and anything else leaves
// the refusal as it is.
//
// This is a write that changes something. An invitation makes something new: the engine
// resends it if it is absent after all looks, once, or as often as MaxRetries allows if
// the service refuses duplicates.
//
// If the service refuses the second attempt, the first one may have succeeded. The
// engine reads the state once more, and does not send again.
//
// The last error, [auth.ErrOutcomeUnknown], matches everything that went wrong under
// [errors.Is] and [errors.As], and says what the caller can check.
package invitation
