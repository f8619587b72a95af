package accept

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const (
	trusted  = "o-9zs2640k7li9mj8l"
	stranger = "o-0z5h7j2f9d4s8g1a"
)

// serve starts a service that the program finds through the environment, with two
// invitations to its account: h-1 of the trusted organization, h-2 of a stranger.
func serve(t *testing.T) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: trusted})
	own := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: own.ID}
	s.Seed(huaweiorg.Handshake{ID: "h-1", Target: target},
		huaweiorg.Handshake{ID: "h-2", Target: target, OrganizationID: stranger, ManagementAccountID: "b"})
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", own.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", own.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", own.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return s, "-huawei-endpoint " + url + " "
}

// now is a program by the true clock, as the service is.
func now() program {
	p := onDay()
	p.now = time.Now
	return p
}

// results are the outcomes of a run with -format json, by invitation.
func results(t *testing.T, r result) map[string]string {
	t.Helper()
	var rows []struct {
		Result    string
		Handshake struct{ ID string }
	}
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &rows), r.stderr)
	out := map[string]string{}
	for _, row := range rows {
		out[row.Handshake.ID] = row.Result
	}
	return out
}

func accepts(s *huaweiorgtest.Service) (n int) {
	for _, r := range s.Requests() {
		if r.Op == huaweiorgtest.AcceptHandshake {
			n++
		}
	}
	return n
}

func TestWhatIsAcceptedAndWhatIsNot(t *testing.T) {
	for _, c := range []struct {
		args    string
		code    int
		want    map[string]string
		accepts int
	}{
		{"-organization " + trusted, cli.Done, map[string]string{"h-1": "planned", "h-2": "untrusted"}, 0},
		{"-organization " + trusted + " -accept", cli.Done, map[string]string{"h-1": "accepted", "h-2": "untrusted"}, 1},
		{"-management-account b -accept", cli.Done, map[string]string{"h-1": "untrusted", "h-2": "accepted"}, 1},
		{"-organization o-x -organization " + stranger + " -accept", cli.Done, map[string]string{"h-1": "untrusted", "h-2": "accepted"}, 1},
		{"-organization " + trusted + " -management-account b -accept", cli.Done, map[string]string{"h-1": "untrusted", "h-2": "untrusted"}, 0},
		{"-organization " + trusted + "," + stranger + " -accept", cli.Done, map[string]string{"h-1": "skipped", "h-2": "skipped"}, 0},
		{"-id h-2", cli.Done, map[string]string{"h-2": "planned"}, 0},
		{"-id h-2 -accept", cli.Done, map[string]string{"h-2": "accepted"}, 1},
		{"-id h-3 -accept", cli.Failed, map[string]string{"": "failed"}, 0},
	} {
		t.Run(c.args, func(t *testing.T) {
			s, flags := serve(t)
			got := do(t.Context(), now(), flags+"-format json "+c.args)
			assert.Equal(t, c.code, got.code, got.stderr)
			assert.Equal(t, c.want, results(t, got))
			assert.Equal(t, c.accepts, accepts(s))
		})
	}
}

func TestInAlibabaCloud(t *testing.T) {
	for args, want := range map[string]alibabarm.Status{
		"-directory rd-A8kqJ4 -accept":                alibabarm.StatusAccepted,
		"-directory rd-A8kqJ4":                        alibabarm.StatusPending,
		"-directory rd-A8kqJ4 -master-account 1911":   alibabarm.StatusPending,
		"-id h-1 -accept -alibaba-version 2022-04-19": alibabarm.StatusAccepted,
	} {
		t.Run(args, func(t *testing.T) {
			s := alibabarmtest.New()
			s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management, ResourceDirectoryID: "rd-A8kqJ4"})
			own := s.AddAccount(alibabarmtest.Account{})
			s.Seed(alibabarm.Handshake{ID: "h-1", TargetType: alibabarm.TargetTypeAccount, TargetEntity: own.ID})
			url, err := s.Start()
			require.NoError(t, err)
			t.Cleanup(func() { assert.NoError(t, s.Close()) })
			t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", own.Credentials.AccessKeyID)
			t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", own.Credentials.AccessKeySecret)
			t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
			got := do(t.Context(), now(), "-cloud alibaba -alibaba-endpoint "+url+" "+args)
			assert.Equal(t, cli.Done, got.code, got.stderr)
			assert.Equal(t, want, s.Handshakes()[0].Status)
		})
	}
}

func TestAnInvitationThatIsOverIsNotAccepted(t *testing.T) {
	for name, change := range map[string]func(*huaweiorg.Handshake){
		"declined": func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusDeclined },
		"past its date": func(h *huaweiorg.Handshake) {
			h.CreatedAt, h.ExpiredAt = h.CreatedAt.Add(-15*day), h.CreatedAt.Add(-day)
		},
		"of a status that nobody knows": func(h *huaweiorg.Handshake) { h.Status = "onhold" },
	} {
		t.Run(name, func(t *testing.T) {
			s, flags := serve(t)
			require.True(t, s.Update("h-1", change))
			got := do(t.Context(), now(), flags+"-accept -format json -id h-1")
			assert.Equal(t, cli.Failed, got.code)
			assert.Equal(t, map[string]string{"h-1": "skipped"}, results(t, got))
			assert.Zero(t, accepts(s))
		})
	}
}

func TestALostAnswerIsSettled(t *testing.T) {
	for _, args := range []string{"-id h-1", "-organization " + trusted} {
		t.Run(args, func(t *testing.T) {
			s, flags := serve(t)
			s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())})
			got := do(t.Context(), now(), flags+"-accept -format json "+args)
			assert.Equal(t, cli.Done, got.code, got.stderr)
			assert.Equal(t, "accepted", results(t, got)["h-1"])
		})
	}
}

func TestAFailingServiceIsTold(t *testing.T) {
	denied := huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")
	for _, c := range []struct{ name, op, want string }{
		{"the list cannot be read", huaweiorgtest.ListReceivedHandshakes, ""},
		{"it cannot be accepted", huaweiorgtest.AcceptHandshake, "failed"},
	} {
		for _, args := range []string{"-id h-1", "-organization " + trusted} {
			t.Run(c.name+" "+args, func(t *testing.T) {
				s, flags := serve(t)
				s.Inject(huaweiorgtest.Fault{Op: c.op, Kind: denied})
				got := do(t.Context(), now(), flags+"-accept -format json "+args)
				assert.Equal(t, cli.Failed, got.code)
				assert.Equal(t, c.want, results(t, got)["h-1"])
				assert.Contains(t, got.stdout+got.stderr, "Organizations.1007")
				assert.NotContains(t, got.stdout+got.stderr, os.Getenv("HUAWEICLOUD_SDK_SK"))
			})
		}
	}
}

func TestCtrlC(t *testing.T) {
	t.Run("before, nothing is accepted", func(t *testing.T) {
		s, flags := serve(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.Equal(t, cli.Interrupted, do(ctx, now(), flags+"-id h-1 -accept").code)
		assert.Empty(t, s.Requests())
	})
	for _, args := range []string{"-id h-1", "-organization " + trusted} {
		t.Run("while one is accepted, it is unknown "+args, func(t *testing.T) {
			s, flags := serve(t)
			ctx, cancel := context.WithCancel(t.Context())
			s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake,
				Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang()))})
			got := do(ctx, now(), flags+"-accept -format json "+args)
			assert.Equal(t, cli.Interrupted, got.code, got.stderr)
			assert.Equal(t, "unknown", results(t, got)["h-1"])
		})
	}
}

func TestAReaderThatGoesAwayKeepsNothingFromBeingAccepted(t *testing.T) {
	s, flags := serve(t)
	gone := writer(func([]byte) (int, error) { return 0, syscall.EPIPE })
	code := now().run(t.Context(), strings.Fields(flags+"-accept -organization "+trusted), gone, io.Discard)
	assert.Equal(t, cli.Done, code)
	assert.Equal(t, 1, accepts(s))
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestNoInvitations(t *testing.T) {
	s, flags := serve(t)
	s.Remove("h-1")
	s.Remove("h-2")
	got := do(t.Context(), now(), flags+"-organization "+trusted)
	assert.Equal(t, cli.Done, got.code)
	assert.Empty(t, got.stdout)
	assert.NotEmpty(t, got.stderr)
}

func TestAHostileInvitationIsHarmlessInEveryFormat(t *testing.T) {
	const attack = "=1\x1b[2J\u202e\a"
	for _, format := range []string{"table", "json", "csv"} {
		t.Run(format, func(t *testing.T) {
			s, flags := serve(t)
			s.Update("h-2", func(h *huaweiorg.Handshake) {
				h.ManagementAccountName, h.Notes, h.URN = attack, attack, attack
				h.Status = huaweiorg.Status(attack)
			})
			for _, args := range []string{"-organization " + trusted, "-id h-2"} {
				got := do(t.Context(), now(), flags+"-format "+format+" "+args)
				for _, r := range got.stdout + got.stderr {
					assert.True(t, r == '\n' || terminal.Visible(r), "%q", r)
				}
				assert.NotContains(t, got.stdout, ",=")
			}
		})
	}
}

// The service shows such an invitation as expired; perhaps not at once.
func TestAPendingInvitationPastItsDateIsNotPlanned(t *testing.T) {
	t.Parallel()
	at := onDay().now()
	for _, c := range []struct {
		name    string
		expires time.Time
		want    huaweiorg.Result
	}{
		{"before its date", at.Add(time.Second), huaweiorg.ResultPlanned},
		{"at its date", at, huaweiorg.ResultSkipped},
		{"without a date, the service decides", time.Time{}, huaweiorg.ResultPlanned},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := outcome.Row{Row: clouds.Row{Status: "pending", Expires: c.expires}}
			assert.Equal(t, c.want, judge(r, at).Result)
		})
	}
}
