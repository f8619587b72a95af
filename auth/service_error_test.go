package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// serviceErrors returns the errors of both clouds for one response. The codes are those of a
// denied policy.
func serviceErrors(e auth.ServiceError) map[string]error {
	denied := map[string]string{"huaweiorg": "Organizations.1007", "alibabarm": "NoPermission"}
	code := func(cloud string) auth.ServiceError {
		if e.Code != "" {
			e.Code = denied[cloud]
		}
		return e
	}
	return map[string]error{
		"huaweiorg": &huaweiorg.Error{ServiceError: code("huaweiorg"), EncodedAuthorizationMessage: "RU5DT0RFRA"},
		"alibabarm": &alibabarm.Error{ServiceError: code("alibabarm"), HostID: "a.example", AccessDeniedDetail: map[string]string{"EncodedDiagnosticMessage": "RU5DT0RFRA"}},
	}
}

func TestServiceError_As(t *testing.T) {
	t.Parallel()
	for cloud, err := range serviceErrors(auth.ServiceError{Op: "AcceptHandshake", StatusCode: 403, Code: "denied", RequestID: "4f", Attempts: 2, RetryAfter: time.Second}) {
		t.Run("finds the error of "+cloud+" in any chain", func(t *testing.T) {
			t.Parallel()
			for _, chain := range []error{err, fmt.Errorf("call: %w", err), errors.Join(auth.ErrOutcomeUnknown, err), &pagination.Error{Err: err}} {
				e, ok := errors.AsType[*auth.ServiceError](chain)
				require.True(t, ok)
				assert.Equal(t, "AcceptHandshake", e.Op)
				assert.Equal(t, 403, e.StatusCode)
				assert.NotEmpty(t, e.Code)
				assert.Equal(t, "4f", e.RequestID)
				assert.Equal(t, 2, e.Attempts)
				assert.Equal(t, time.Second, e.RetryAfter)
				assert.Equal(t, err.Error(), e.Error(), "both have the same text")
				assert.Equal(t, logged(err), logged(e), "both have the same log record")
				require.ErrorIs(t, e, auth.ErrPermission)
				require.NotErrorIs(t, e, auth.ErrConflict)
			}
		})
		t.Run("does not return the error of "+cloud+" for another type", func(t *testing.T) {
			t.Parallel()
			var other *auth.TransportError
			assert.False(t, errors.As(err, &other))
		})
	}
	_, ok := errors.AsType[*auth.ServiceError](errors.Join(auth.ErrPermission, &auth.TransportError{}))
	assert.False(t, ok, "an error without a response is no ServiceError")
}

func TestServiceError_Error(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err           auth.ServiceError
		begin, end    string // after the name of the package
		not, contains string
	}{
		"begins with the operation, the status code and the message": {
			err: auth.ServiceError{
				Op: "GetHandshake", StatusCode: 400, Message: "denied", RequestID: "4f",
				Attempts: 3,
			},
			begin: ": GetHandshake: 400 Bad Request: denied", end: " (request 4f, 3 attempts)"},
		"says how long to wait, and does not count a single attempt": {
			err: auth.ServiceError{
				Op: "GetHandshake", StatusCode: 429, Message: "too many.",
				RetryAfter: 2 * time.Second, Attempts: 1,
			},
			begin: ": GetHandshake: 429 Too Many Requests: too many: ", end: "2s", not: "("},
		"counts attempts without a request ID": {
			err:   auth.ServiceError{Op: "GetHandshake", StatusCode: 500, Attempts: 5},
			begin: ": GetHandshake: 500 Internal Server Error", end: " (5 attempts)"},
		"names the request of a single attempt": {
			err: auth.ServiceError{
				Op: "GetHandshake", StatusCode: 500, Attempts: 1, RequestID: "4f",
			},
			begin: ": GetHandshake: 500 Internal Server Error", end: " (request 4f)"},
		"names the code instead of the status text": {
			err:      auth.ServiceError{Op: "GetHandshake", StatusCode: 403, Code: "denied"},
			begin:    ": GetHandshake: 403 ",
			contains: ": a policy denies the action: allow ", not: "Forbidden"},
		"has a text for an empty error": {begin: ": : 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for cloud, err := range serviceErrors(c.err) {
				text, ok := strings.CutPrefix(err.Error(), cloud)
				assert.True(t, ok, err)
				assert.True(t, strings.HasPrefix(text, c.begin), text)
				assert.True(t, strings.HasSuffix(text, c.end), text)
				assert.Contains(t, text, c.contains)
				assert.NotContains(t, text, "RU5DT0RFRA")
				if c.not != "" {
					assert.NotContains(t, text, c.not)
				}
			}
		})
	}
}

func TestServiceError_Error_guide(t *testing.T) {
	t.Parallel()
	e := auth.ServiceError{Op: "GetHandshake", StatusCode: 403, Code: "C", Message: "denied"}
	for _, c := range []struct {
		caption, code string
		rule          auth.Rule
		wait          time.Duration
		want          string // what follows the message
	}{
		{caption: "ends with the guide", code: "C", rule: auth.Rule{Hint: "allow it", Guide: "seats/README.md"},
			want: ": allow it; see seats/README.md"},
		{caption: "ends with the guide alone if there is no hint", code: "C", rule: auth.Rule{Guide: "seats/README.md"},
			want: ": see seats/README.md"},
		{caption: "names no guide without a code", rule: auth.Rule{Hint: "allow it", Guide: "seats/README.md"}, want: ": allow it"},
		{caption: "names no guide if there is none", code: "C", rule: auth.Rule{Hint: "allow it"}, want: ": allow it"},
		{caption: "names the wait instead", code: "C", rule: auth.Rule{Hint: "allow it", Guide: "seats/README.md"},
			wait: time.Second, want: ": retry in 1s"},
	} {
		t.Run(c.caption, func(t *testing.T) {
			t.Parallel()
			e := e
			e.Code, e.RetryAfter = c.code, c.wait
			text := auth.NewServiceError("seats", e, c.rule, nil).Error()
			_, after, _ := strings.Cut(text, ": denied")
			assert.Equal(t, c.want, after)
		})
	}
}

func TestServiceError_LogValue(t *testing.T) {
	t.Parallel()
	full := auth.ServiceError{Op: "GetHandshake", StatusCode: 429, Code: "denied", RequestID: "4f", Attempts: 3, RetryAfter: 2 * time.Second}
	for _, err := range serviceErrors(full) {
		got := logged(err)
		for _, want := range []string{"err.op=GetHandshake", "err.status=429", "err.code=", "err.request_id=4f", "err.attempts=3", "err.retry_after=2s"} {
			assert.Contains(t, got, want)
		}
		assert.NotContains(t, got, "err.message", "the record leaves out empty attributes")
		assert.NotContains(t, got, "RU5DT0RFRA")
	}
	for _, err := range serviceErrors(auth.ServiceError{Op: "GetHandshake", StatusCode: 500, Message: "m"}) {
		got := logged(err)
		assert.Contains(t, got, "err.message=m")
		for _, empty := range []string{"err.code", "err.cause", "err.request_id", "err.retry_after"} {
			assert.NotContains(t, got, empty)
		}
	}
}

func logged(err error) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("failed", "err", err)
	_, text, _ := strings.Cut(b.String(), "err.")
	return "err." + text
}

// TestServiceError_Is has the conditions that have no error of their own, but follow from the
// code.
func TestServiceError_Is(t *testing.T) {
	t.Parallel()
	coarse := map[error]error{
		auth.ErrNotInOrganization: auth.ErrPermission,
		auth.ErrAlreadyMember:     auth.ErrConflict,
		auth.ErrAlreadyInvited:    auth.ErrConflict,
		auth.ErrNotPending:        auth.ErrConflict,
	}
	for _, c := range []struct {
		code string
		want error // nil means none of the finer conditions
	}{
		{code: "Organizations.1015", want: auth.ErrNotInOrganization},
		{code: "Organizations.1401", want: auth.ErrNotPending},
		{code: "Organizations.1001"},
		{code: "Organizations.1325"},
		{code: "ResourceDirectoryNotInUse", want: auth.ErrNotInOrganization},
		{code: "EntityNotExists.ResourceDirectory", want: auth.ErrNotInOrganization},
		{code: "EntityAlreadyExists.ResourceDir.Account", want: auth.ErrAlreadyMember},
		{code: "EntityAlreadyExists.Handshake", want: auth.ErrAlreadyInvited},
		{code: "HandshakeStatusMismatch", want: auth.ErrNotPending},
		{code: "NotSupport.AccountInAnotherResourceDirectory"},
		{code: "SpecifiedResourceDirectoryNotExists"},
	} {
		t.Run(fmt.Sprintf("%s is %v", c.code, c.want), func(t *testing.T) {
			t.Parallel()
			shared := auth.ServiceError{StatusCode: 400, Code: c.code}
			var err error = &alibabarm.Error{ServiceError: shared}
			if strings.HasPrefix(c.code, "Organizations.") {
				err = &huaweiorg.Error{ServiceError: shared}
			}
			for fine, broad := range coarse {
				assert.Equal(t, fine == c.want, errors.Is(err, fine), "%v", fine)
				if fine == c.want {
					require.ErrorIs(t, err, broad)
				}
			}
		})
	}
	t.Run("an invitation that ended in another way is not pending", func(t *testing.T) {
		t.Parallel()
		for _, err := range []error{&huaweiorg.StatusError{}, &alibabarm.StatusError{}} {
			require.ErrorIs(t, err, auth.ErrNotPending)
			require.ErrorIs(t, err, auth.ErrConflict)
			require.NotErrorIs(t, err, auth.ErrAlreadyMember)
		}
	})
	t.Run("both clouds share the values", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, []error{auth.ErrNotInOrganization, auth.ErrAlreadyMember, auth.ErrAlreadyInvited, auth.ErrNotPending},
			[]error{huaweiorg.ErrNotInOrganization, huaweiorg.ErrAlreadyMember, huaweiorg.ErrAlreadyInvited, huaweiorg.ErrNotPending})
		assert.Equal(t, []error{auth.ErrNotInOrganization, auth.ErrAlreadyMember, auth.ErrAlreadyInvited, auth.ErrNotPending},
			[]error{alibabarm.ErrNotInOrganization, alibabarm.ErrAlreadyMember, alibabarm.ErrAlreadyInvited, alibabarm.ErrNotPending})
	})
}
