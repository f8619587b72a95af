package list

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal/terminaltest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// serve starts a service that the program finds through the environment, with 300
// sent invitations, or with those given. The flags are for it alone.
func serve(t *testing.T, seed ...huaweiorg.Handshake) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	if seed == nil {
		seed = s.Believable(300)
	}
	s.Seed(seed...)
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", root.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", root.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", root.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return s, "-cloud huawei -huawei-endpoint " + url + " "
}

// serveAlibaba does the same for the other cloud, with 240.
func serveAlibaba(t *testing.T, seed ...alibabarm.Handshake) (s *alibabarmtest.Service, flags string) {
	t.Helper()
	s = alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	if seed == nil {
		seed = s.Believable(240)
	}
	s.Seed(seed...)
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", root.Credentials.AccessKeyID)
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", root.Credentials.AccessKeySecret)
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
	return s, "-cloud alibaba -alibaba-endpoint " + url + " "
}

func serveBoth(t *testing.T) (*huaweiorgtest.Service, *alibabarmtest.Service, string) {
	t.Helper()
	h, huaweiFlags := serve(t)
	a, alibabaFlags := serveAlibaba(t)
	return h, a, huaweiFlags + alibabaFlags + "-cloud both "
}

func readCSV(t *testing.T, s string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	require.NoError(t, err)
	return rows
}

// A read is what these tests look at in an invitation.
type read struct {
	Cloud, ID string
	Native    json.RawMessage
}

func readJSON(t *testing.T, s string) []read {
	t.Helper()
	var out []read
	require.NoError(t, json.Unmarshal([]byte(s), &out))
	return out
}

func readHuawei(t *testing.T, s string) []huaweiorg.Handshake {
	t.Helper()
	return readHandshakes[huaweiorg.Handshake](t, clouds.HuaweiName, s)
}

func readAlibaba(t *testing.T, s string) []alibabarm.Handshake {
	t.Helper()
	return readHandshakes[alibabarm.Handshake](t, clouds.AlibabaName, s)
}

// readHandshakes reads those of a cloud.
func readHandshakes[T any](t *testing.T, cloud, s string) []T {
	t.Helper()
	out := []T{}
	for _, r := range readJSON(t, s) {
		if r.Cloud == cloud {
			var h T
			require.NoError(t, json.Unmarshal(r.Native, &h))
			out = append(out, h)
		}
	}
	return out
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// lines are those of the result alone, a table's header included.
func (r result) lines() []string {
	return strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
}

func onDay() *cli.Process {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return &cli.Process{
		Name:    "handshakes list",
		Now:     func() time.Time { return day },
		Screen:  screenOf,
		Huawei:  ifSet("HUAWEICLOUD_SDK_AK", huaweiorg.DefaultProvider()),
		Alibaba: ifSet("ALIBABA_CLOUD_ACCESS_KEY_ID", alibabarm.DefaultProvider()),
	}
}

// A tty is a terminal of these tests.
type tty struct {
	*terminaltest.Screen
	width int
}

func newTTY(width int) *tty { return &tty{terminaltest.New(width), width} }

func screenOf(w io.Writer) terminal.Screen {
	if t, ok := w.(*tty); ok {
		return terminal.Screen{Terminal: true, Width: t.width}
	}
	return terminal.Screen{}
}

// ifSet asks p only if the environment has credentials, which is where p finds them: no
// test may search the machine and its network.
func ifSet(name string, p auth.Provider) auth.Provider {
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if os.Getenv(name) == "" {
			return auth.Credentials{}, auth.ErrNoCredentials
		}
		return p.Credentials(ctx)
	})
}

func do(ctx context.Context, p *cli.Process, args string) result {
	var stdout, stderr bytes.Buffer
	code := runTo(ctx, p, args, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func runTo(ctx context.Context, p *cli.Process, args string, stdout, stderr io.Writer) int {
	p.Stdout, p.Stderr = stdout, stderr
	return exit(ctx, p, strings.Fields(args))
}

func exit(ctx context.Context, p *cli.Process, args []string) int {
	return p.Exit(ctx, Command.Run(ctx, p, args))
}

// process is this test binary as the program.
func process(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// gone is a pipe whose reader went away.
var gone = writer(func([]byte) (int, error) { return 0, syscall.EPIPE })

// secondPage hits the request for it.
func secondPage(kind huaweiorgtest.Kind) huaweiorgtest.Fault {
	return huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 1, Kind: kind}
}

// secondNumber hits the request for page 2.
func secondNumber(kind alibabarmtest.Kind) alibabarmtest.Fault {
	return alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForResourceDirectory, Skip: 1, Kind: kind}
}

// hostile is a stranger's invitation: each text takes the screen, or the spreadsheet.
func hostile() huaweiorg.Handshake {
	const attack = "=1\x1b[2J\x1b]0;owned\a\u009b31m\u202e\r\noops\r\b\x7f"
	return huaweiorg.Handshake{
		ID:                    "h-" + attack,
		URN:                   "=urn" + attack,
		Status:                huaweiorg.Status("@status" + attack),
		Notes:                 attack + strings.Repeat(" 长", 60),
		ManagementAccountID:   "+1" + attack,
		ManagementAccountName: "-1" + attack,
		Target:                huaweiorg.Target{Type: huaweiorg.TargetType("=t" + attack), Entity: "@e" + attack},
	}
}

// A world is a service of each cloud in memory, and who calls it.
type world struct {
	huawei  *huaweiorgtest.Service
	alibaba *alibabarmtest.Service
	h       huaweiorgtest.Account
	a       alibabarmtest.Account
}

func newWorld(now func() time.Time) world {
	w := world{huawei: huaweiorgtest.New(huaweiorgtest.WithClock(now)), alibaba: alibabarmtest.New(alibabarmtest.WithClock(now))}
	w.h = w.huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	w.a = w.alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	return w
}

// wideWorld has invitations with characters of every width.
func wideWorld(now func() time.Time) world {
	w := newWorld(now)
	for i, h := range w.huawei.Believable(40)[30:] {
		h.Notes = wideTexts[i%len(wideTexts)]
		if h.Target.Type == huaweiorg.TargetTypeName && i%2 == 0 {
			h.Target.Entity = "研发-ko\u0308ln-07"
		}
		w.huawei.Seed(h)
	}
	for i, h := range w.alibaba.Believable(40)[34:] {
		h.Note = wideTexts[i%len(wideTexts)]
		w.alibaba.Seed(h)
	}
	return w
}

var wideTexts = []string{
	"欢迎加入组织，请在月底前接受邀请，谢谢", "Gru\u0308\u00dfe aus Ko\u0308ln", "the family 👨‍👩‍👧👨‍👩‍👧 says 👍🏽 and 🇩🇪",
	"", "ｶﾀｶﾅ 한\u1112\u1161\u11ab", "two\nlines\x1b[2J\u202e",
}

// throttledWorld throttles a page of each cloud in the middle.
func throttledWorld(now func() time.Time) world {
	w := newWorld(now)
	w.huawei.Seed(w.huawei.Believable(300)...)
	w.alibaba.Seed(w.alibaba.Believable(90)...)
	w.huawei.Inject(secondPage(huaweiorgtest.Throttled("5")))
	w.alibaba.Inject(secondNumber(alibabarmtest.Delay(4 * time.Second)))
	return w
}

// listOf runs the command over the world.
func listOf(t *testing.T, p *cli.Process, args string, w world) error {
	t.Helper()
	o, err := parse(p, strings.Fields(args))
	require.NoError(t, err)
	line := progress.New(p)
	defer line.Close()
	o.access.Offline, o.access.Log = true, line.Logger
	clients, err := o.access.OpenAll(func(func() time.Time) clouds.Services {
		return clouds.Services{Huawei: w.huawei, HuaweiCaller: w.h, Alibaba: w.alibaba, AlibabaCaller: w.a}
	})
	require.NoError(t, err)
	return o.list(t.Context(), p, line, clients)
}
