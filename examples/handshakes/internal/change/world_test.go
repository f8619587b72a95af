package change

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

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/change -update"

// asProgram is set for a test binary that runs as the program, to test what only a process shows.
const asProgram = "CHANGE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		cli.Main(func(ctx context.Context, p *cli.Process, args []string) int {
			return p.Exit(ctx, Invite.Run(ctx, p, args))
		})
		return
	}
	os.Exit(m.Run())
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// onDay is a process on a fixed day whose standard input is a file.
func onDay(content string) *cli.Process {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return &cli.Process{
		Stdin: strings.NewReader(content), Stdout: io.Discard, Stderr: io.Discard,
		Getenv:  func(string) string { return "" },
		Now:     func() time.Time { return day },
		Screen:  func(io.Writer) terminal.Screen { return terminal.Screen{} },
		Huawei:  ifSet("HUAWEICLOUD_SDK_AK", huaweiorg.DefaultProvider()),
		Alibaba: ifSet("ALIBABA_CLOUD_ACCESS_KEY_ID", alibabarm.DefaultProvider()),
	}
}

// ifSet asks p only if the environment has an access key, so that no test looks for one on the
// machine and in its network.
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
	r := do(t.Context(), c, onDay(""), args)
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

// results are the outcomes of a run with -format json.
func results(t *testing.T, r result) (out []string) {
	t.Helper()
	var rows []struct {
		Result string
		Line   int
	}
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &rows), r.stderr)
	for i, row := range rows {
		assert.Contains(t, []int{0, i + 2}, row.Line)
		out = append(out, row.Result)
	}
	return out
}

// file has a header and a line for each name.
func file(names ...string) string {
	return "target_type,target\nname," + strings.Join(names, "\nname,") + "\n"
}

// ops counts the requests by their operation.
func ops(s *huaweiorgtest.Service) map[string]int {
	out := map[string]int{}
	for _, r := range s.Requests() {
		out[r.Op]++
	}
	return out
}

type reader func([]byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
