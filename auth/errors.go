package auth

import "errors"

// The conditions that both clouds share. The errors of the client packages match
// them under [errors.Is]; the client packages re-export the same values.
var (
	// ErrNoCredentials: no provider had a key pair. Nothing was sent.
	ErrNoCredentials = errors.New("no credentials")
	// ErrNotFound: the invitation, account or directory does not exist, or is
	// not visible to the caller.
	ErrNotFound = errors.New("not found")
	// ErrPermission: the keys are good, but may not do this.
	ErrPermission = errors.New("permission denied")
	// ErrUnauthenticated: the service does not accept the keys, the token or
	// the signature.
	ErrUnauthenticated = errors.New("not authenticated")
	// ErrThrottled: too many requests; the call may succeed later.
	ErrThrottled = errors.New("throttled")
	// ErrQuota: a quota, such as the invitations of a day, is used up.
	ErrQuota = errors.New("quota used up")
	// ErrConflict: the state of the invitation or account does not allow this.
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the request is not valid. Where the library finds it first,
	// nothing was sent.
	ErrInvalid = errors.New("invalid request")
	// ErrUnavailable: the service could not be reached or failed to answer.
	ErrUnavailable = errors.New("service unavailable")
	// ErrTooLarge: the answer is longer than [Config].MaxResponseBytes.
	ErrTooLarge = errors.New("answer too large")
	// ErrOutcomeUnknown: a write may or may not have taken effect.
	ErrOutcomeUnknown = errors.New("outcome unknown")
)
