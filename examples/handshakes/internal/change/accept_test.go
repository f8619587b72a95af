package change

import (
	"context"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestAccept(t *testing.T) {
	for _, c := range []struct {
		args    string
		code    int
		want    map[string]string
		accepts int
	}{
		{args: "-organization " + trusted, code: cli.Done, want: map[string]string{"h-1": "planned", "h-2": "untrusted"}, accepts: 0},
		{args: "-organization " + trusted + " -apply", code: cli.Done, want: map[string]string{"h-1": "accepted", "h-2": "untrusted"}, accepts: 1},
		{args: "-inviter " + inviter + " -apply", code: cli.Done, want: map[string]string{"h-1": "untrusted", "h-2": "accepted"}, accepts: 1},
		{args: "-organization o-x -organization " + stranger + " -apply", code: cli.Done, want: map[string]string{"h-1": "untrusted", "h-2": "accepted"}, accepts: 1},
		{args: "-organization " + trusted + " -inviter " + inviter + " -apply", code: cli.Done, want: map[string]string{"h-1": "untrusted", "h-2": "untrusted"}, accepts: 0},
		{args: "-organization " + trusted + "," + stranger + " -apply", code: cli.Done, want: map[string]string{"h-1": "skipped", "h-2": "skipped"}, accepts: 0},
		{args: "h-2", code: cli.Done, want: map[string]string{"h-2": "planned"}, accepts: 0},
		{args: "h-2 -apply", code: cli.Done, want: map[string]string{"h-2": "accepted"}, accepts: 1},
		{args: "h-3 -apply", code: cli.Failed, want: map[string]string{"h-3": "failed"}, accepts: 0},
	} {
		t.Run(c.args, func(t *testing.T) {
			s, flags := serveInvited(t)
			got := do(t.Context(), Accept, now(), flags+"-format json "+c.args)
			assert.Equal(t, c.code, got.code, got.stderr)
			assert.Equal(t, c.want, resultsByID(t, got))
			assert.Equal(t, c.accepts, ops(s)[huaweiorgtest.AcceptHandshake])
		})
	}
}

func TestAccept_InvitationThatEnded(t *testing.T) {
	for name, change := range map[string]func(*huaweiorg.Handshake){
		"declined": func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusDeclined },
		"past its date": func(h *huaweiorg.Handshake) {
			h.CreatedAt, h.ExpiredAt = h.CreatedAt.Add(-15*day), h.CreatedAt.Add(-day)
		},
		"of a status that nobody knows": func(h *huaweiorg.Handshake) { h.Status = "onhold" },
	} {
		t.Run(name, func(t *testing.T) {
			s, flags := serveInvited(t)
			require.True(t, s.Update("h-1", change))
			got := do(t.Context(), Accept, now(), flags+"-apply -format json h-1")
			assert.Equal(t, cli.Failed, got.code)
			assert.Equal(t, map[string]string{"h-1": "skipped"}, resultsByID(t, got))
			assert.Zero(t, ops(s)[huaweiorgtest.AcceptHandshake])
		})
	}
}

func TestAccept_LostResponse(t *testing.T) {
	for _, args := range []string{"h-1", "-organization " + trusted} {
		t.Run(args, func(t *testing.T) {
			s, flags := serveInvited(t)
			s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())})
			got := do(t.Context(), Accept, now(), flags+"-apply -format json "+args)
			assert.Equal(t, cli.Done, got.code, got.stderr)
			assert.Equal(t, "accepted", resultsByID(t, got)["h-1"])
		})
	}
}

func TestAccept_FailingService(t *testing.T) {
	denied := huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")
	for _, c := range []struct{ name, op, want string }{
		{name: "shows why the list cannot be read with", op: huaweiorgtest.ListReceivedHandshakes, want: ""},
		{name: "shows why the service does not accept", op: huaweiorgtest.AcceptHandshake, want: "failed"},
	} {
		for _, args := range []string{"h-1", "-organization " + trusted} {
			t.Run(c.name+" "+args, func(t *testing.T) {
				s, flags := serveInvited(t)
				s.Inject(huaweiorgtest.Fault{Op: c.op, Kind: denied})
				got := do(t.Context(), Accept, now(), flags+"-apply -format json "+args)
				assert.Equal(t, cli.Failed, got.code)
				assert.Equal(t, c.want, resultsByID(t, got)["h-1"])
				assert.Contains(t, got.stdout+got.stderr, "Organizations.1007")
				assert.NotContains(t, got.stdout+got.stderr, os.Getenv("HUAWEICLOUD_SDK_SK"))
			})
		}
	}
}

func TestAccept_CtrlC(t *testing.T) {
	t.Run("accepts nothing if it is interrupted before", func(t *testing.T) {
		s, flags := serveInvited(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.Equal(t, cli.Interrupted, do(ctx, Accept, now(), flags+"h-1 -apply").code)
		assert.Empty(t, s.Requests())
	})
	for _, args := range []string{"h-1", "-organization " + trusted} {
		t.Run("does not know the outcome if it is interrupted while it accepts "+args, func(t *testing.T) {
			s, flags := serveInvited(t)
			ctx, cancel := context.WithCancel(t.Context())
			s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake,
				Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang()))})
			got := do(ctx, Accept, now(), flags+"-apply -format json "+args)
			assert.Equal(t, cli.Interrupted, got.code, got.stderr)
			assert.Equal(t, "unknown", resultsByID(t, got)["h-1"])
		})
	}
}

func TestAccept_ReaderGoesAway(t *testing.T) {
	s, flags := serveInvited(t)
	gone := writer(func([]byte) (int, error) { return 0, syscall.EPIPE })
	p := now()
	p.Stdout = gone
	assert.Equal(t, cli.Done, do(t.Context(), Accept, p, flags+"-apply -organization "+stranger).code)
	assert.Equal(t, 1, ops(s)[huaweiorgtest.AcceptHandshake])
}

func TestAccept_NoInvitations(t *testing.T) {
	s, flags := serveInvited(t)
	s.Remove("h-1")
	s.Remove("h-2")
	got := do(t.Context(), Accept, now(), flags+"-organization "+trusted)
	assert.Equal(t, cli.Done, got.code)
	assert.Empty(t, got.stdout)
	assert.NotEmpty(t, got.stderr)
}

// The service may still show an invitation as pending that is past its date.
func TestPlan_PendingInvitationPastItsDate(t *testing.T) {
	t.Parallel()
	at := onDay("").Now()
	for _, c := range []struct {
		name    string
		expires time.Time
		want    invitation.Result
	}{
		{name: "plans an invitation before its date", expires: at.Add(time.Second), want: invitation.ResultPlanned},
		{name: "skips an invitation after its date", expires: at.Add(-time.Second), want: invitation.ResultSkipped},
		{name: "plans an invitation without a date, on which the service decides", want: invitation.ResultPlanned},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			i := invitation.Invitation{Status: invitation.StatusPending, Expires: c.expires}
			assert.Equal(t, c.want, plan(i, invitation.StatusAccepted, at).Result)
		})
	}
}
