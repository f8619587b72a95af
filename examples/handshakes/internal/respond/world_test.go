package respond

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const day = 24 * time.Hour

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/respond -update"

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// onDay is a process on a fixed day.
func onDay() *cli.Process {
	today := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return &cli.Process{
		Stdout: io.Discard, Stderr: io.Discard,
		Getenv:  func(string) string { return "" },
		Now:     func() time.Time { return today },
		Screen:  func(io.Writer) terminal.Screen { return terminal.Screen{} },
		Huawei:  ifSet("HUAWEICLOUD_SDK_AK", huaweiorg.DefaultProvider()),
		Alibaba: ifSet("ALIBABA_CLOUD_ACCESS_KEY_ID", alibabarm.DefaultProvider()),
	}
}

// ifSet asks p only where the environment has keys, which is where p finds them: no
// test shall look around on the machine and its network.
func ifSet(name string, p auth.Provider) auth.Provider {
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if os.Getenv(name) == "" {
			return auth.Credentials{}, auth.ErrNoCredentials
		}
		return p.Credentials(ctx)
	})
}

// do runs a command with arguments that have no space in them.
func do(ctx context.Context, c cli.Command, p *cli.Process, args string) result {
	return doArgs(ctx, c, p, strings.Fields(args))
}

func doArgs(ctx context.Context, c cli.Command, p *cli.Process, args []string) result {
	var stdout, stderr bytes.Buffer
	if p.Stdout == io.Discard {
		p.Stdout = &stdout
	}
	p.Stderr, p.Name = &stderr, c.Name
	code := p.Exit(ctx, c.Run(ctx, p, args))
	return result{code, stdout.String(), stderr.String()}
}

// golden compares what a terminal would show with a file.
func golden(t *testing.T, file string, c cli.Command, args string, code int) {
	t.Helper()
	r := do(t.Context(), c, onDay(), args)
	assert.Equal(t, code, r.code)
	got := fmt.Sprintf("$ %s %s\n%s%s$ exit code %d\n", c.Name, args, r.stdout, r.stderr, r.code)
	path := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, ifIntended)
	assert.Equal(t, string(want), got, ifIntended)
}

// results are the outcomes of a run with -format json, by invitation.
func results(t *testing.T, r result) map[string]string {
	t.Helper()
	var rows []struct {
		Result     string
		Invitation struct{ ID string }
	}
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &rows), r.stderr)
	out := map[string]string{}
	for _, row := range rows {
		out[row.Invitation.ID] = row.Result
	}
	return out
}

const (
	trusted  = "o-9zs2640k7li9mj8l"
	stranger = "o-0z5h7j2f9d4s8g1a"
	inviter  = "0bad0bad0bad0bad0bad0bad0bad0bad" // the stranger
)

// serve starts a service that the program finds through the environment, with two invitations to
// its account: h-1 of the trusted organization, h-2 of a stranger.
func serve(t *testing.T) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: trusted})
	own := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: own.ID}
	s.Seed(huaweiorg.Handshake{ID: "h-1", Target: target},
		huaweiorg.Handshake{ID: "h-2", Target: target, OrganizationID: stranger, ManagementAccountID: inviter})
	return s, start(t, s, own)
}

// serveSender starts a service whose account sent invitations: h-1, h-2 and h-3 are pending for 1,
// 11 and 12 days, h-4 has no date, h-5 is cancelled, and h-6 accepted.
func serveSender(t *testing.T) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: trusted})
	for n, h := range []huaweiorg.Handshake{
		{CreatedAt: time.Now().Add(-day)}, {CreatedAt: time.Now().Add(-11 * day)}, {CreatedAt: time.Now().Add(-12 * day)},
		{}, {Status: huaweiorg.StatusCancelled}, {Status: huaweiorg.StatusAccepted},
	} {
		h.ID = fmt.Sprintf("h-%d", n+1)
		h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: fmt.Sprintf("account-%d", n+1)}
		s.Seed(h)
	}
	s.Update("h-4", func(h *huaweiorg.Handshake) { h.CreatedAt = time.Time{} })
	return s, start(t, s, root)
}

func start(t *testing.T, s *huaweiorgtest.Service, own huaweiorgtest.Account) (flags string) {
	t.Helper()
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", own.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", own.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", own.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return "-cloud huawei -huawei-endpoint " + url + " "
}

// now is a process by the true clock, as the service is.
func now() *cli.Process {
	p := onDay()
	p.Now = time.Now
	return p
}

// count counts the requests of an operation.
func count(s *huaweiorgtest.Service, op string) (n int) {
	for _, r := range s.Requests() {
		if r.Op == op {
			n++
		}
	}
	return n
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
