package change

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const day = 24 * time.Hour

// expired adds an invitation for each target. The first one expired yesterday, and each further one
// ten days earlier.
func expired(s *huaweiorgtest.Service, targets ...string) {
	for i, name := range targets {
		s.Seed(huaweiorg.Handshake{
			Target: huaweiorg.Target{Type: "name", Entity: name}, Status: huaweiorg.StatusExpired, Notes: "note of " + name,
			CreatedAt: time.Now().Add(-15*day - time.Duration(i)*10*day), ExpiredAt: time.Now().Add(-day - time.Duration(i)*10*day),
		})
	}
}

// resend runs the command with the real clock, which the service has, too.
func resend(t *testing.T, args string) result {
	p := onDay("")
	p.Now = time.Now
	return do(t.Context(), Resend, p, args)
}

func TestResend(t *testing.T) {
	for _, c := range []struct {
		name, args string
		want       []string
		sent       int
	}{
		{name: "a plan sends nothing", want: []string{"planned", "planned", "planned"}},
		{name: "sends all with -apply", args: "-apply", want: []string{"created", "created", "created"}, sent: 3},
		{name: "sends what expired recently", args: "-apply -expired-within 2w", want: []string{"created", "created"}, sent: 2},
		{name: "sends no more than the quota", args: "-apply -daily-quota 1", want: []string{"created", "quota reached", "quota reached"}, sent: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serveInviter(t)
			expired(s, "a", "b", "c")
			got := resend(t, flags+"-format json "+c.args)
			assert.Equal(t, c.want, results(t, got))
			assert.Equal(t, len(c.want) > 2 && c.sent == 1, got.code == cli.Failed, got.stderr)
			assert.Equal(t, c.sent, ops(s)[huaweiorgtest.InviteAccount])
			for _, h := range s.Handshakes()[3:] {
				assert.Equal(t, "note of "+h.Target.Entity, h.Notes)
			}
		})
	}
}

func TestResend_Undated(t *testing.T) {
	s, flags := serveInviter(t)
	expired(s, "a", "b")
	require.True(t, s.Update(s.Handshakes()[1].ID, func(h *huaweiorg.Handshake) { h.ExpiredAt = time.Time{} }))
	got := resend(t, flags+"-apply -expired-within 4w -format json")
	assert.Equal(t, cli.Done, got.code, got.stderr)
	assert.Equal(t, []string{"created"}, results(t, got))
}

func TestResend_FailingService(t *testing.T) {
	s, flags := serveInviter(t)
	expired(s, "a", "b", "c")
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Skip: 1, Kind: huaweiorgtest.Refuse(http.StatusUnauthorized, "Organizations.1001", "denied")})
	got := resend(t, flags+"-apply -format json")
	assert.Equal(t, cli.Failed, got.code)
	assert.Equal(t, []string{"created", "failed"}, results(t, got))
	assert.Contains(t, got.stderr, "1 of 2 remain")
	assert.Contains(t, got.stderr, "Organizations.1001")
}

func TestResend_Mistakes(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "-cloud both", "-cloud huawei x", "-cloud huawei -expired-within 3x", "-cloud huawei -format xml"} {
		assert.Equal(t, cli.Misused, do(t.Context(), Resend, onDay(""), args).code, args)
	}
}
