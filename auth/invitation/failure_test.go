package invitation_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// failuresOf returns the failures of equal outcomes, in neutral terms and of both clouds.
func failuresOf(r invitation.Result, reason string, err error) map[string]error {
	return map[string]error{
		"neutral": invitation.Outcome{Target: account("2002"), Result: r, Reason: reason, Err: err}.Failure(),
		"huawei":  huaweiorg.Outcome{Target: huaweiorg.Target{Type: "account", Entity: "2002"}, Result: r, Reason: reason, Err: err}.Failure(),
		"alibaba": alibabarm.Outcome{Target: alibabarm.Target{Type: "Account", Entity: "2002"}, Result: r, Reason: reason, Err: err}.Failure(),
	}
}

func TestOutcome_Failure(t *testing.T) {
	t.Parallel()
	for _, r := range []invitation.Result{
		invitation.ResultCreated, invitation.ResultAccepted, invitation.ResultCancelled, invitation.ResultPlanned,
		invitation.ResultAlreadyPending, invitation.ResultAlreadyMember, invitation.ResultAlreadyAccepted,
	} {
		t.Run("is nil for "+string(r), func(t *testing.T) {
			for name, err := range failuresOf(r, "a remark", nil) {
				assert.NoError(t, err, name)
			}
		})
	}
	refused := fmt.Errorf("refused: %w", auth.ErrPermission)
	for _, c := range []struct {
		name   string
		result invitation.Result
		reason string
		err    error
		text   string
		is     error
	}{
		{name: "wraps the error", result: invitation.ResultFailed, err: refused, text: "2002: failed: refused: permission denied", is: auth.ErrPermission},
		{name: "says the reason without an error", result: invitation.ResultUntrusted, reason: "not a trusted sender", text: "2002: untrusted: not a trusted sender"},
		{name: "says the reason before the error", result: invitation.ResultSkipped, reason: "same refusal", err: refused, text: "2002: skipped: same refusal: refused: permission denied", is: auth.ErrPermission},
		{name: "is a quota where nothing was sent", result: invitation.ResultQuotaReached, reason: "not sent", text: "2002: quota reached: not sent", is: auth.ErrQuota},
		{name: "is a quota where the code of the refusal is unknown", result: invitation.ResultQuotaReached, err: refused, text: "2002: quota reached: refused: permission denied", is: auth.ErrQuota},
		{name: "names the quota if it has no time of room", result: invitation.ResultQuotaReached, reason: "as many members as allowed", err: refused, text: "2002: quota reached: as many members as allowed: refused: permission denied", is: auth.ErrQuota},
		{name: "fails for a result that it does not know", result: "postponed", text: "2002: postponed"},
		{name: "fails for the zero result", text: "2002: no result"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, err := range failuresOf(c.result, c.reason, c.err) {
				require.EqualError(t, err, c.text, name)
				assert.True(t, c.is == nil || errors.Is(err, c.is), name)
			}
		})
	}
}
