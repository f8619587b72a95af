package invitation_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestWaited_JSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   invitation.Waited
		want string
	}{
		{name: "keeps the error's text", in: invitation.Waited{ID: "h-1", Err: errLeft}, want: `{"id":"h-1","error":"the user left"}`},
		{name: "leaves out an invitation that it does not have", in: invitation.Waited{ID: "h-1"}, want: `{"id":"h-1"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(c.in)
			require.NoError(t, err)
			assert.Equal(t, c.want, string(got))
		})
	}
	t.Run("has the invitation", func(t *testing.T) {
		t.Parallel()
		got, err := json.Marshal(invitation.Waited{ID: "h-1", Invitation: full()})
		require.NoError(t, err)
		var back struct{ Invitation invitation.Invitation }
		require.NoError(t, json.Unmarshal(got, &back))
		assert.Equal(t, full(), back.Invitation)
	})
}

func TestWaited_LogValue(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	log := slog.New(slog.NewTextHandler(&b, nil))
	log.Info("x", "waited", invitation.Waited{ID: "h-1\nforged", Invitation: full(), Err: errLeft})
	assert.Contains(t, b.String(), `waited.status=pending waited.error="the user left"`)
	assert.NotContains(t, strings.TrimSpace(b.String()), "\n")
}
