package auth

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// The conditions that both clouds share. The errors of the client packages match them under
// [errors.Is], and the client packages re-export the same values.
var (
	// ErrNoCredentials: no provider had an access key. Nothing was sent.
	ErrNoCredentials = errors.New("no credentials")
	// ErrNotFound: the invitation, account or directory does not exist, or is
	// not visible to the caller.
	ErrNotFound = errors.New("not found")
	// ErrPermission: the credentials are valid, but do not allow this call.
	ErrPermission = errors.New("permission denied")
	// ErrUnauthenticated: the service does not accept the access key, the token or the
	// signature.
	ErrUnauthenticated = errors.New("not authenticated")
	// ErrThrottled: too many requests. The call may succeed later.
	ErrThrottled = errors.New("throttled")
	// ErrQuota: a quota, such as the invitations of a day, is used up.
	ErrQuota = errors.New("quota used up")
	// ErrConflict: the state of the invitation or account does not allow this.
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the request is not valid. If the library finds out, nothing was sent.
	ErrInvalid = errors.New("invalid request")
	// ErrUnavailable: the client could not reach the service, or a service that returns the
	// credentials, or it failed to respond.
	ErrUnavailable = errors.New("service unavailable")
	// ErrTooLarge: the response is longer than [Config].MaxResponseBytes.
	ErrTooLarge = errors.New("response too large")
	// ErrOutcomeUnknown: a write may or may not have taken effect.
	ErrOutcomeUnknown = errors.New("outcome unknown")
)

// Finer conditions. An error that matches one of them also matches its coarse condition: test
// for the finer one first. A service that does not say so precisely causes the coarse one only.
var (
	// ErrNotInOrganization, an [ErrPermission]: the caller's account is in no
	// organization or resource directory.
	ErrNotInOrganization = fmt.Errorf("not in an organization: %w", ErrPermission)
	// ErrAlreadyMember, an [ErrConflict]: the target is already a member.
	ErrAlreadyMember = fmt.Errorf("already a member: %w", ErrConflict)
	// ErrAlreadyInvited, an [ErrConflict]: the target already has a pending invitation.
	ErrAlreadyInvited = fmt.Errorf("already invited: %w", ErrConflict)
	// ErrNotPending, an [ErrConflict]: the invitation is no longer pending, so it cannot be
	// accepted, declined or cancelled.
	ErrNotPending = fmt.Errorf("not pending: %w", ErrConflict)
)

// A SignError reports a request that could not be signed: there are no credentials, the scheme
// cannot sign the request, or it is for another host. Nothing was sent, and the client does not
// retry. A later call may succeed if the provider was the cause. A [Cache] that got no
// credentials in time is [ErrUnavailable] under [errors.Is].
type SignError struct {
	// Scheme is the signature scheme, such as SDK-HMAC-SHA256.
	Scheme string
	Err    error
}

// Error returns the reason, without a secret.
func (e *SignError) Error() string {
	return fmt.Sprintf("auth: nothing was sent, because the request could not be signed (%s): %v", e.Scheme, e.Err)
}

// Unwrap gives the cause.
func (e *SignError) Unwrap() error { return e.Err }

// A TransportError reports a call that ended without a complete response.
//
// It is [ErrUnavailable] under [errors.Is], unless a retry cannot succeed, or the caller's
// context ended. Then it is the error of the context and its cause.
type TransportError struct {
	// Sent is false if the request certainly did not leave, because there was no connection.
	// Otherwise the service may have acted on it.
	Sent bool
	// Permanent is true for a fault that a retry would only repeat: a certificate that is not
	// trusted, a proxy that refuses, a peer that does not speak HTTP, and the like. The client
	// did not retry.
	Permanent bool
	// Attempts counts the requests of the call.
	Attempts int
	// Err is the cause. It holds no *[net/url.Error], whose text is the complete URL. It is the
	// error of a context only if the caller's context ended.
	Err error

	advice string // what to do about it
}

// Error returns what failed and whether the request may have arrived.
func (e *TransportError) Error() string {
	what := "no connection, so that nothing was sent"
	if e.Sent {
		what = "no complete response to a request that may have arrived"
	}
	text := fmt.Sprintf("auth: %s (%s): %v", what, plural(e.Attempts, "attempt"), e.Err)
	if e.advice != "" {
		text += ": " + e.advice
	}
	return text
}

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrUnavailable]. The error is not if it is Permanent or the
// caller ended the call.
func (e *TransportError) Is(target error) bool {
	return target == ErrUnavailable && !e.Permanent && !errors.Is(e.Err, context.Canceled) && !errors.Is(e.Err, context.DeadlineExceeded)
}

// Timeout reports whether an attempt took too long.
func (e *TransportError) Timeout() bool {
	var t interface{ Timeout() bool }
	return findAs(e.Err, &t) && t.Timeout()
}

// A stopError reports a call that was given up between two attempts, or because its context
// ended. It keeps the error of the last attempt.
type stopError struct {
	why      error
	attempts int
	last     error
}

func (e *stopError) Error() string {
	text := fmt.Sprintf("auth: given up after %s: %v", plural(e.attempts, "attempt"), e.why)
	if e.last != nil {
		text += "; before: " + e.last.Error()
	}
	return text
}

func (e *stopError) Unwrap() []error {
	if e.last == nil {
		return []error{e.why}
	}
	return []error{e.why, e.last}
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// EndOf returns why ctx ended: its error and its cause, which both match under [errors.Is]. It
// returns nil if ctx has not ended. A nil ctx is [ErrInvalid].
//
// A deadline ends ctx when it passes. EndOf does not wait for the timer of ctx, which may be a
// moment late: a dial with the same deadline may fail before it.
func EndOf(ctx context.Context) error {
	if err := checkContext(ctx); err != nil {
		return err
	}
	end, cause := ctx.Err(), context.Cause(ctx)
	switch deadline, ok := ctx.Deadline(); {
	case end == nil && ok && !time.Now().Before(deadline):
		return context.DeadlineExceeded
	case errors.Is(cause, end): // this includes two nil errors
		return cause
	}
	return fmt.Errorf("%w: %w", end, cause)
}

// endOr returns why ctx ended, or err if it has not. A wait that the context ends has an error
// of its own, which says less.
func endOr(ctx context.Context, err error) error {
	if end := EndOf(ctx); end != nil {
		return end
	}
	return err
}

// A foreignError is an error of a limiter, a provider or a transport. It may be the end of a
// context of theirs, such as the timeout of a dial. It never matches the end of a context, so
// that no caller takes it for the end of its own.
type foreignError struct{ err error }

func (e foreignError) Error() string { return e.err.Error() }

func (e foreignError) Is(target error) bool {
	return target != context.DeadlineExceeded && target != context.Canceled && errors.Is(e.err, target)
}

func (e foreignError) As(target any) bool { return findAs(e.err, target) }

// findAs is [errors.As]. It uses package reflect, which every program that reads JSON links
// anyway.
func findAs(err error, target any) bool {
	into := reflect.ValueOf(target).Elem()
	for err != nil {
		if reflect.TypeOf(err).AssignableTo(into.Type()) {
			into.Set(reflect.ValueOf(err))
			return true
		}
		if own, ok := err.(interface{ As(any) bool }); ok && own.As(target) {
			return true
		}
		switch outer := err.(type) {
		case interface{ Unwrap() error }:
			err = outer.Unwrap()
		case interface{ Unwrap() []error }:
			return slices.ContainsFunc(outer.Unwrap(), func(inner error) bool { return findAs(inner, target) })
		default:
			return false
		}
	}
	return false
}
