package tour

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// do runs the tour on a fixed day, with a terminal of 88 columns.
func do(ctx context.Context, wrap func(io.Writer) io.Writer, args ...string) result {
	var stdout, stderr bytes.Buffer
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	p := &cli.Process{
		Name: "handshakes tour", Stdout: wrap(&stdout), Stderr: &stderr, Stdin: strings.NewReader(""),
		Getenv: func(string) string { return "" }, Now: func() time.Time { return day },
		Screen: func(io.Writer) terminal.Screen { return terminal.Screen{Width: 88} },
		Huawei: auth.Chain(), Alibaba: auth.Chain(),
	}
	return result{p.Exit(ctx, Command.Run(ctx, p, args)), stdout.String(), stderr.String()}
}

func same(w io.Writer) io.Writer { return w }

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestCommand(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), same)
	assert.Equal(t, cli.Done, got.code, got.stderr)
	assert.Empty(t, got.stderr, "the messages of the commands are in the tour")
	assert.Equal(t, got, do(t.Context(), same, "-offline"))
	sections := strings.Split(got.stdout, "$ handshakes ")
	for i, shows := range []string{
		"This tour", "read sent: allowed", "pending  ", "look-alike  ", "handshakes invite: 7 planned",
		"handshakes resend: 3 created", "accepted  ", "handshakes cancel: 2 planned",
	} {
		assert.Contains(t, sections[i], shows)
	}
	assert.Less(t, strings.Count(got.stdout, "\n"), 150)
	assert.True(t, strings.HasSuffix(got.stdout, "with your organization.\n"), "it ends with the last line of the script")
	for line := range strings.Lines(script) {
		assert.LessOrEqual(t, terminal.Width(line), 96, line)
	}
}

func TestCommand_Misuse(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-fast", "again", "-offline=maybe"} {
		got := do(t.Context(), same, args)
		assert.Equal(t, cli.Misused, got.code)
		assert.Empty(t, got.stdout)
		assert.True(t, strings.HasPrefix(got.stderr, "handshakes tour: "), got.stderr)
	}
}

func TestCommand_Help(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), same, "-h")
	assert.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stdout, "handshakes tour\n")
	assert.Contains(t, got.stdout, "-offline")
}

func TestCommand_CtrlC(t *testing.T) {
	t.Parallel()
	for _, stop := range []string{"\n2. ", "$ handshakes list"} {
		ctx, cancel := context.WithCancel(t.Context())
		got := do(ctx, func(w io.Writer) io.Writer {
			return writer(func(p []byte) (int, error) {
				if strings.HasPrefix("\n"+string(p), stop) || strings.HasPrefix(string(p), stop) {
					cancel()
				}
				return w.Write(p)
			})
		})
		assert.Equal(t, cli.Interrupted, got.code)
		assert.Equal(t, "handshakes tour: interrupted\n", got.stderr)
		assert.Contains(t, got.stdout, "\n2. ")
		assert.NotContains(t, got.stdout, "\n3. ")
	}
}

func TestCommand_OutputFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code int
	}{{err: syscall.EPIPE, code: cli.Done}, {err: errors.New("no space left on device"), code: cli.Failed}} {
		for _, lines := range []int{0, 4} { // of the script, and of a command
			got := do(t.Context(), func(w io.Writer) io.Writer {
				n := 0
				return writer(func(p []byte) (int, error) {
					if n++; n > lines {
						return 0, c.err
					}
					return w.Write(p)
				})
			})
			assert.Equal(t, c.code, got.code)
			assert.Equal(t, c.code == cli.Failed, got.stderr != "")
		}
	}
}
