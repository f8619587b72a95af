package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A serviceError is the error of a service, of either cloud.
type serviceError struct {
	error
	op, code, message, requestID string
	status, attempts             int
}

// serviceErrorOf looks at err itself, not at the errors that it wraps.
func serviceErrorOf(err error) (serviceError, bool) {
	switch e := err.(type) {
	case *huaweiorg.Error:
		return serviceError{e, neutralOp(huaweiOps, e.Op), e.Code, e.Message, e.RequestID, e.StatusCode, e.Attempts}, true
	case *alibabarm.Error:
		return serviceError{e, neutralOp(alibabaOps, e.Op), e.Code, e.Message, e.RequestID, e.StatusCode, e.Attempts}, true
	}
	return serviceError{}, false
}

// causes returns err and all that it wraps, in order.
func causes(err error) []error {
	if err == nil {
		return nil
	}
	all := []error{err}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		all = append(all, causes(e.Unwrap())...)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			all = append(all, causes(inner)...)
		}
	}
	return all
}

// A condition is what an error may match.
type condition struct {
	name string
	err  error
}

// conditions are in the order in which they name the outcome of a call: the errors of reading
// a state back come after those of the write.
var conditions = []condition{
	{name: "ErrUnavailable", err: auth.ErrUnavailable}, {name: "ErrThrottled", err: auth.ErrThrottled}, {name: "ErrConflict", err: auth.ErrConflict},
	{name: "ErrUnauthenticated", err: auth.ErrUnauthenticated}, {name: "ErrTooLarge", err: auth.ErrTooLarge}, {name: "ErrQuota", err: auth.ErrQuota},
	{name: "ErrPermission", err: auth.ErrPermission}, {name: "ErrNoCredentials", err: auth.ErrNoCredentials}, {name: "ErrNotFound", err: auth.ErrNotFound},
	{name: "ErrInvalid", err: auth.ErrInvalid}, {name: "ErrOutcomeUnknown", err: auth.ErrOutcomeUnknown},
}

// outcomeOf names the condition of an error.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	for _, c := range conditions {
		if errors.Is(err, c.err) {
			return c.name
		}
	}
	for _, e := range causes(err) {
		if _, ok := serviceErrorOf(e); ok {
			return "*Error"
		}
	}
	return err.Error()
}

// assertCondition checks that err has no condition but want.
func assertCondition(t *testing.T, err, want error) {
	t.Helper()
	for _, c := range conditions {
		assert.Equal(t, c.err == want, errors.Is(err, c.err), "%v under %s", err, c.name)
	}
}

// assertAttempts checks that an error counts the attempts, and knows the response.
func assertAttempts(t *testing.T, err error, attempts int) {
	t.Helper()
	for _, cause := range causes(err) {
		if e, ok := serviceErrorOf(cause); ok {
			assert.Equal(t, attempts, e.attempts)
			assert.NotZero(t, e.status)
			assert.NotEmpty(t, e.requestID)
			break // the following errors are those of reading back
		}
		if e, ok := cause.(*auth.TransportError); ok {
			assert.Equal(t, attempts, e.Attempts)
			break
		}
	}
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "the caller set no deadline")
}

func assertPrintable(t *testing.T, text string) {
	t.Helper()
	assert.Less(t, len(text), 900)
	assert.True(t, utf8.ValidString(text))
	assert.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), fmt.Sprintf("%q", text))
}

// codeOf returns the service's code in an error.
func codeOf(err error) string {
	if e, ok := errors.AsType[*huaweiorg.Error](err); ok {
		return e.Code
	}
	if e, ok := errors.AsType[*alibabarm.Error](err); ok {
		return e.Code
	}
	return ""
}

// A statusError is the error of an invitation that ended in another state, of either cloud.
type statusError struct {
	op   string
	want invitation.Status
	got  invitation.Invitation
}

func statusErrorOf(err error) (statusError, bool) {
	if e, ok := errors.AsType[*huaweiorg.StatusError](err); ok {
		return statusError{op: e.Op, want: invitation.Status(e.Want), got: fromHuawei(e.Handshake)}, true
	}
	if e, ok := errors.AsType[*alibabarm.StatusError](err); ok {
		return statusError{op: e.Op, want: alibabaStatus(e.Want), got: fromAlibaba(e.Handshake)}, true
	}
	return statusError{}, false
}
