package change_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/change"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// attack is text that a spreadsheet or a terminal would act upon.
const attack = "=1\x1b[2J\u202e\a"

// hostile starts a service whose invitations and refusals are attacks. The caller has sent h-1,
// which is pending, and h-2, which has expired. If received, it has received both, and the status
// of h-2 is an attack.
func hostile(t *testing.T, received bool) (auth.Provider, string) {
	t.Helper()
	s := huaweiorgtest.New()
	caller := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: attack}
	if received {
		caller = s.AddAccount(huaweiorgtest.Account{})
		target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: caller.ID}
	}
	s.Seed(huaweiorg.Handshake{ID: "h-1", Target: target})
	if !received {
		target.Entity = "another"
	}
	s.Seed(huaweiorg.Handshake{ID: "h-2", Target: target, Status: huaweiorg.StatusExpired})
	for _, id := range []string{"h-1", "h-2"} {
		s.Update(id, func(h *huaweiorg.Handshake) { h.ManagementAccountName, h.Notes, h.URN = attack, attack, attack })
	}
	if received {
		s.Update("h-2", func(h *huaweiorg.Handshake) { h.Status = attack })
	}
	for _, op := range []string{huaweiorgtest.InviteAccount, huaweiorgtest.AcceptHandshake, huaweiorgtest.DeclineHandshake, huaweiorgtest.CancelHandshake} {
		s.Inject(huaweiorgtest.Fault{Op: op, Kind: huaweiorgtest.Refuse(http.StatusBadRequest, attack, attack)},
			huaweiorgtest.Fault{Op: op, Kind: huaweiorgtest.SetField("handshake.id", attack)})
	}
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return auth.StaticCredentials(caller.Credentials), url
}

func TestCommands_HostileText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args, stdin string
		command           cli.Command
		received          bool
		rows              bool // also without -apply
	}{
		{name: "invite", command: change.Invite, args: "-file -", stdin: "target_type,target\nname,one\nname,two\n", rows: true},
		{name: "invite a hostile line", command: change.Invite, args: "-file -", stdin: "target_type,target,tags\n" + attack + ",one,\nname," + attack + ",\nname,two," + attack + "\n"},
		{name: "resend", command: change.Resend, rows: true},
		{name: "accept by ID", command: change.Accept, args: "h-1", received: true, rows: true},
		{name: "accept one of a hostile status", command: change.Accept, args: "h-2", received: true, rows: true},
		{name: "decline one of a hostile status", command: change.Decline, args: "h-2", received: true, rows: true},
		{name: "accept from a sender", command: change.Accept, args: "-inviter 0bad0bad0bad0bad0bad0bad0bad0bad", received: true, rows: true},
		{name: "decline", command: change.Decline, args: "h-1", received: true, rows: true},
		{name: "cancel by ID", command: change.Cancel, args: "h-1 h-2", rows: true},
		{name: "cancel what is pending", command: change.Cancel, args: "-pending", rows: true},
	} {
		for _, format := range []string{"table", "csv", "json", "jsonl"} {
			t.Run(c.name+" as "+format, func(t *testing.T) {
				t.Parallel()
				credentials, url := hostile(t, c.received)
				for _, apply := range []string{"", "-apply", "-apply -v"} { // refused, then another ID
					var stdout, stderr bytes.Buffer
					p := &cli.Process{
						Name: c.command.Name, Stdin: strings.NewReader(c.stdin), Stdout: &stdout, Stderr: &stderr,
						Getenv: func(string) string { return "" }, Now: time.Now, Huawei: credentials, Alibaba: credentials,
						Screen: func(io.Writer) terminal.Screen { return terminal.Screen{} },
					}
					args := strings.Fields("-cloud huawei -wide=" + map[bool]string{true: "true", false: "false"}[format == "table"] +
						" -huawei-endpoint " + url + " -format " + format + " " + apply + " " + c.args)
					code := p.Exit(t.Context(), c.command.Run(t.Context(), p, args))
					assert.Equal(t, !c.rows, code == cli.Misused, stderr.String())
					assert.Equal(t, c.rows, strings.Count(stdout.String(), "\n") > 1 || format == "jsonl" && stdout.Len() > 0, stderr.String())
					for _, r := range stdout.String() + stderr.String() {
						assert.True(t, r == '\n' || terminal.Visible(r), "%q", r)
					}
					assert.NotContains(t, stdout.String(), ",=")
				}
			})
		}
	}
}
