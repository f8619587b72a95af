// Package settle performs a write whose answer may be lost, and tells how it came out.
// The client packages are built on it; their users need nothing of it.
//
// When a connection breaks, or a gateway answers in place of the service, the write may
// have taken effect. It is not sent again on a guess: the state is read back, and
// decides.
//
//	┌► Send ─► an answer ───────────────────► it is the result
//	│    ├───► a refusal ───────────────────► it is the error
//	│    ▼
//	│  ambiguous: the service may have acted
//	│    ▼
//	│  Look, until it can tell: at 0, 1, 3, 7 … seconds
//	│    ├───► Reached: it took effect ─────► the state is the result
//	│    ├───► Ended: something else did ───► Write.Ended makes the error
//	│    ├───► Absent, or Doubtful ─────────► ErrOutcomeUnknown
//	│    ▼
//	│  Untouched: it has not taken effect
//	│    ├───► it may not be sent again ────► ErrOutcomeUnknown
//	└────┴ a pause of 1, 2, 4, 8, 16, 16 … seconds, or as long as the service asks
//
// The looks go on for [Write].SettleTime.
//
// That is a write which changes something that is there. One that makes something
// ([Write].Anew) is resent where that is Absent after all looks: once, or as often as
// [Write].MaxRetries allows where the service refuses duplicates.
//
// A refusal after an ambiguous attempt may come from the first one's success. It is
// looked for once more, and not sent again.
//
// The last error, [auth.ErrOutcomeUnknown], matches all that went wrong under
// [errors.Is] and [errors.As], and says what the caller can check.
package settle
