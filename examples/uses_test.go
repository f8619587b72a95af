package examples_test

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A copied is a small program, built from a copy of its folder.
type copied struct{ name, path string }

// A use is one thing that people do with a small program.
type use struct {
	name  string
	check func(*testing.T, copied)
}

// command returns a command that is not started yet. The program finds no credentials on this
// machine, and its folder and home are empty.
func (p copied) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.path, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{
		"HOME=" + cmd.Dir, "PATH=" + os.Getenv("PATH"),
		"HUAWEICLOUD_SDK_ECS_METADATA_DISABLED=true", "ALIBABA_CLOUD_ECS_METADATA_DISABLED=true",
	}
	return cmd
}

// An ended is what a program printed and how it ended.
type ended struct {
	stdout, stderr string
	code           int // -1 for a signal
}

func run(t *testing.T, cmd *exec.Cmd) ended {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &stdout
	}
	cmd.Stderr = &stderr
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		require.NoError(t, err)
	}
	assert.NotContains(t, stderr.String(), "goroutine ", "the program panicked")
	return ended{stdout: stdout.String(), stderr: stderr.String(), code: cmd.ProcessState.ExitCode()}
}

// interrupted runs a program, and sends Ctrl-C when the program has made the request that
// hangs. The channel comes from hang.
func interrupted(t *testing.T, cmd *exec.Cmd, asked <-chan struct{}) ended {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-asked:
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		<-done
	case err := <-done:
		assert.Fail(t, "the program ended before its request", "%v", err)
	}
	return ended{stderr: stderr.String(), code: cmd.ProcessState.ExitCode()}
}

// hang returns a fault that makes a request to Huawei Cloud hang, after skip others. It closes
// asked when that request arrives.
func hang(skip int) (fault huaweiorgtest.Fault, asked chan struct{}) {
	asked = make(chan struct{})
	kind := huaweiorgtest.Together(huaweiorgtest.Hook(func() { close(asked) }), huaweiorgtest.Hang())
	return huaweiorgtest.Fault{Skip: skip, Kind: kind}, asked
}

// An expected says what a program must print for its arguments, and with which code it must end.
// If stderr is nil, the program must print nothing there.
type expected struct {
	args           string
	code           int
	stdout, stderr []string // texts that the output must contain
}

func (e expected) check(t *testing.T, p copied) {
	t.Helper()
	r := run(t, p.command(t, strings.Fields(e.args)...))
	assert.Equal(t, e.code, r.code, r.stderr)
	for _, text := range e.stdout {
		assert.Contains(t, r.stdout, text)
	}
	for _, text := range e.stderr {
		assert.Contains(t, r.stderr, text)
	}
	if e.stderr == nil {
		assert.Empty(t, r.stderr)
	}
}

// commonUses hold for every small program.
var commonUses = []use{
	{name: "runs the command of its comment", check: func(t *testing.T, p copied) {
		for _, args := range documentedCommands(t, p.name) {
			r := run(t, p.command(t, args...))
			assert.Contains(t, []int{0, 1}, r.code, r.stderr)
		}
	}},
	{name: "refuses an unknown flag", check: func(t *testing.T, p copied) {
		r := run(t, p.command(t, "-nosuch"))
		assert.Equal(t, 2, r.code)
		assert.Contains(t, r.stderr, "-offline")
	}},
	{name: "refuses a useless argument", check: func(t *testing.T, p copied) {
		if slices.Contains([]string{"invite", "wait", "webpage"}, p.name) {
			t.Skip("its arguments are targets or IDs, or it ignores them")
		}
		r := run(t, p.command(t, append(documentedCommands(t, p.name)[0], "word")...))
		assert.Equal(t, 2, r.code)
		assert.Contains(t, r.stderr, "-offline")
	}},
	{name: "reports that there are no credentials", check: func(t *testing.T, p copied) {
		r := run(t, p.command(t, withoutOffline(documentedCommands(t, p.name)[0])...))
		assert.Equal(t, 1, r.code)
		assert.Contains(t, r.stderr, "no credentials")
	}},
	{name: "does not panic after the reader of stdout left", check: func(t *testing.T, p copied) {
		read, write, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, read.Close())
		cmd := p.command(t, documentedCommands(t, p.name)[0]...)
		cmd.Stdout = write
		r := run(t, cmd)
		require.NoError(t, write.Close())
		assert.NotContains(t, r.stderr, "panic")
	}},
	{name: "reports a full disk", check: func(t *testing.T, p copied) {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil || p.name == "resume" {
			t.Skip("this system has no full disk, or the program does not print")
		}
		cmd := p.command(t, documentedCommands(t, p.name)[0]...)
		cmd.Stdout = full
		r := run(t, cmd)
		require.NoError(t, full.Close())
		assert.Equal(t, 1, r.code)
		assert.Contains(t, r.stderr, "no space left")
	}},
}

func withoutOffline(args []string) []string {
	return slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "-offline" })
}

// start starts a program. It returns the lines of its stderr, and a function that waits for its
// end and returns the exit code.
func start(t *testing.T, cmd *exec.Cmd) (lines *bufio.Scanner, wait func() int) {
	t.Helper()
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines = bufio.NewScanner(stderr)
	return lines, func() int {
		for lines.Scan() {
			t.Log(lines.Text())
			assert.NotContains(t, lines.Text(), "goroutine ", "the program panicked")
		}
		if err := cmd.Wait(); err != nil {
			assert.IsType(t, &exec.ExitError{}, err)
		}
		return cmd.ProcessState.ExitCode()
	}
}
