package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/serve"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const asProgram = "HANDSHAKES_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program starts this test's binary as the program, and waits for the line that it writes.
func program(t *testing.T, args ...string) (cmd *exec.Cmd, stdin io.WriteCloser) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	require.NoError(t, err)
	var a serve.Announcement
	require.NoError(t, json.Unmarshal(line, &a))
	assert.NotEmpty(t, a.Huawei.Endpoint)
	return cmd, stdin
}

func TestMain_serve(t *testing.T) {
	t.Parallel()
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run("ends well on "+s.String(), func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" {
				t.Skip("a process cannot be sent this signal")
			}
			cmd, _ := program(t, "serve")
			require.NoError(t, cmd.Process.Signal(s))
			assert.NoError(t, cmd.Wait())
		})
	}
	t.Run("ends well when standard input closes, if asked to", func(t *testing.T) {
		t.Parallel()
		cmd, stdin := program(t, "serve", "-until-stdin-closes")
		require.NoError(t, stdin.Close())
		assert.NoError(t, cmd.Wait())
	})
}

// start starts this test's binary as the program, and returns its output.
func start(t *testing.T, stdout io.Writer, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent these signals")
	}
	stderr = new(bytes.Buffer)
	cmd = exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stderr
}

// awaited keeps what is written, and signals when the first line arrives.
type awaited struct {
	once sync.Once
	came chan struct{}
	text bytes.Buffer
}

func (a *awaited) Write(p []byte) (int, error) {
	a.once.Do(func() { close(a.came) })
	return a.text.Write(p)
}

func TestMain_Signals(t *testing.T) {
	t.Parallel()
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run("ends the command with 130 on "+s.String(), func(t *testing.T) {
			t.Parallel()
			cmd, _ := start(t, io.Discard, "watch", "-offline", "-v")
			logged := &awaited{came: make(chan struct{})}
			cmd.Stderr = logged
			require.NoError(t, cmd.Start())
			<-logged.came
			require.NoError(t, cmd.Process.Signal(s))
			require.Error(t, cmd.Wait())
			assert.Equal(t, cli.Interrupted, cmd.ProcessState.ExitCode())
			assert.True(t, strings.HasSuffix(logged.text.String(), "\nhandshakes watch: interrupted\n"), logged.text.String())
		})
	}
	t.Run("ends the process on the second signal", func(t *testing.T) {
		t.Parallel()
		// The command cannot end by itself: nobody reads what it writes, and there is no room.
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer func() { _ = r.Close() }()
		for err == nil {
			require.NoError(t, w.SetWriteDeadline(time.Now().Add(time.Millisecond)))
			_, err = w.Write(make([]byte, 4<<10))
		}
		cmd, _ := start(t, w, "check", "-offline", "-format", "json", "-v")
		logged := &awaited{came: make(chan struct{})}
		cmd.Stderr = logged
		require.NoError(t, cmd.Start())
		require.NoError(t, w.Close())
		<-logged.came
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		for {
			select {
			case err := <-done:
				require.Error(t, err)
				assert.Equal(t, cli.Interrupted, cmd.ProcessState.ExitCode())
				return
			default:
				_ = cmd.Process.Signal(os.Interrupt)
			}
		}
	})
}

func TestMain_Output(t *testing.T) {
	t.Parallel()
	t.Run("is quiet and done when the reader goes away", func(t *testing.T) {
		t.Parallel()
		r, w, err := os.Pipe()
		require.NoError(t, err)
		cmd, stderr := start(t, w, "watch", "-offline", "-interval", "1s")
		require.NoError(t, r.Close())
		require.NoError(t, cmd.Start())
		require.NoError(t, w.Close())
		require.NoError(t, cmd.Wait())
		assert.Empty(t, stderr.String())
	})
	t.Run("fails when the disk is full", func(t *testing.T) {
		t.Parallel()
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip("there is no /dev/full")
		}
		defer func() { _ = full.Close() }()
		for _, command := range []string{"help", "version", "check -offline", "list -offline", "list -h"} {
			cmd, stderr := start(t, full, strings.Fields(command)...)
			require.Error(t, cmd.Run(), command)
			assert.Equal(t, cli.Failed, cmd.ProcessState.ExitCode(), command)
			assert.Contains(t, stderr.String(), "no space left on device", command)
		}
	})
}

func TestRun_Help(t *testing.T) {
	t.Parallel()
	p, stdout := newProcess()
	require.Equal(t, cli.Done, run(t.Context(), p, []string{"help"}))
	for _, c := range commands {
		assert.Contains(t, stdout.String(), "\n  "+c.Name+" ")
		for _, args := range [][]string{{c.Name, "-h"}, {"help", c.Name}} {
			p, stdout := newProcess()
			assert.Equal(t, cli.Done, run(t.Context(), p, args), args)
			assert.Equal(t, strings.Contains(stdout.String(), "\n  -fail-on "), strings.Contains(stdout.String(), "  3  found"), "the exit code of -fail-on")
			for line := range strings.Lines(stdout.String()) {
				assert.LessOrEqual(t, utf8.RuneCountInString(line), 111, "%s: %s", args, line)
			}
		}
	}
}

func newProcess() (*cli.Process, *bytes.Buffer) {
	stdout := new(bytes.Buffer)
	return &cli.Process{
		Stdin: strings.NewReader(""), Stdout: stdout, Stderr: io.Discard, Now: time.Now, Getenv: func(string) string { return "" },
		Screen: func(io.Writer) terminal.Screen { return terminal.Screen{} },
	}, stdout
}

// flagLine is that of a flag in a help.
var flagLine = regexp.MustCompile(`(?m)^  -([a-z-]+)`)

func TestRun_EmptyValues(t *testing.T) {
	t.Parallel()
	for _, c := range commands {
		p, stdout := newProcess()
		require.Equal(t, cli.Done, run(t.Context(), p, []string{c.Name, "-h"}))
		flags := flagLine.FindAllStringSubmatch(stdout.String(), -1)
		require.NotEmpty(t, flags, c.Name)
		for _, fl := range flags {
			p, stdout := newProcess()
			var stderr bytes.Buffer
			p.Stderr = &stderr
			assert.Equal(t, cli.Misused, run(t.Context(), p, []string{c.Name, "-" + fl[1] + "="}), "%s -%s", c.Name, fl[1])
			assert.Contains(t, stderr.String(), "-"+fl[1]+": ", c.Name)
			assert.Empty(t, stdout.String())
		}
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	all := strings.Join(names(), ", ")
	for _, c := range []struct {
		name, stderr string
		args         []string
		code         int
	}{
		{name: "no subcommand", code: 2, stderr: "handshakes: give one of the commands " + all + "\nhandshakes: try -h for help\n"},
		{
			name: "an unknown subcommand", args: []string{"lst"}, code: 2,
			stderr: "handshakes: give one of the commands " + all + "\nhandshakes: try -h for help\n",
		},
		{name: "help", args: []string{"-h"}},
		{name: "help of a subcommand", args: []string{"serve", "-h"}},
		{name: "help with the name of a subcommand", args: []string{"help", "serve"}},
		{
			name: "an address that is not loopback", args: []string{"serve", "-huawei", "0.0.0.0:80"}, code: 2,
			stderr: "handshakes serve: \"0.0.0.0:80\" is not a loopback address with a port, such as 127.0.0.1:0\nhandshakes serve: try -h for help\n",
		},
		{
			name: "a number of accounts that is none", args: []string{"serve", "-accounts", "many"}, code: 2,
			stderr: "handshakes serve: invalid value \"many\" for flag -accounts: give a number from 1 to 10000\nhandshakes serve: try -h for help\n",
		},
	} {
		t.Run("takes "+c.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, c.code, run(t.Context(), &cli.Process{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}, c.args))
			assert.Equal(t, c.stderr, stderr.String())
			assert.Equal(t, c.code == 0, stdout.Len() > 0)
		})
	}
}
