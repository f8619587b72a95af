package invitation_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestOutcome_JSON(t *testing.T) {
	t.Parallel()
	refusal := fmt.Errorf("refused: %w", auth.ErrQuota)
	long := strings.Repeat("x", 10_000)
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name              string
		full, empty, long any
	}{
		{name: "neutral",
			full: invitation.Outcome{Target: account("2002"), Result: invitation.ResultQuotaReached, Invitation: invitation.Invitation{ID: "h-1", Status: "pending"},
				MemberID: "2002", Reason: "retry later", RetryAt: at, Err: refusal},
			empty: invitation.Outcome{},
			long: invitation.Outcome{Target: invitation.Target{Type: invitation.TargetType(long), Entity: long}, MemberID: long,
				Invitation: invitation.Invitation{ID: long, Status: invitation.Status(long)}}},
		{name: "huawei",
			full: huaweiorg.Outcome{Target: huaweiorg.Target{Type: "account", Entity: "2002"}, Result: huaweiorg.ResultQuotaReached, Handshake: huaweiorg.Handshake{ID: "h-1", Status: "pending"},
				MemberID: "2002", Reason: "retry later", RetryAt: at, Err: refusal},
			empty: huaweiorg.Outcome{},
			long: huaweiorg.Outcome{Target: huaweiorg.Target{Type: huaweiorg.TargetType(long), Entity: long}, MemberID: long,
				Handshake: huaweiorg.Handshake{ID: long, Status: huaweiorg.Status(long)}}},
		{name: "alibaba",
			full: alibabarm.Outcome{Target: alibabarm.Target{Type: "Account", Entity: "2002"}, Result: alibabarm.ResultQuotaReached, Handshake: alibabarm.Handshake{ID: "h-1", Status: "Pending"},
				MemberID: "2002", Reason: "retry later", RetryAt: at, Err: refusal},
			empty: alibabarm.Outcome{},
			long: alibabarm.Outcome{Target: alibabarm.Target{Type: alibabarm.TargetType(long), Entity: long}, MemberID: long,
				Handshake: alibabarm.Handshake{ID: long, Status: alibabarm.Status(long)}}},
	} {
		t.Run(c.name+"/keeps the error", func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(c.full)
			require.NoError(t, err)
			var fields map[string]any
			require.NoError(t, json.Unmarshal(got, &fields))
			for name, want := range map[string]string{
				"result": "quota reached", "member_id": "2002", "reason": "retry later", "retry_at": "2026-11-03T09:00:00Z", "error": refusal.Error(),
			} {
				assert.Equal(t, want, fields[name], name)
			}
			assert.Contains(t, string(got), `"h-1"`)
			assert.Contains(t, string(got), `"2002"`)

			var log strings.Builder
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "outcome", c.full)
			for _, part := range []string{`"error":"` + refusal.Error() + `"`, `"retry_at":"2026-11-03T09:00:00Z"`, `"invitation":"h-1"`, `"target":"2002"`, `"status":"pending"`} {
				assert.Contains(t, log.String(), part)
			}
		})
		t.Run(c.name+"/shortens long words in a log", func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "outcome", c.long)
			assert.Contains(t, log.String(), `"invitation":"xxx`)
			assert.Less(t, log.Len(), 1500)
		})
		t.Run(c.name+"/leaves out what is unknown", func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(c.empty)
			require.NoError(t, err)
			var log strings.Builder
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "outcome", c.empty)
			for _, name := range []string{"retry_at", "error", "invitation", "handshake", "member_id", "reason"} {
				assert.NotContains(t, string(got)+log.String(), name)
			}
		})
	}
}
