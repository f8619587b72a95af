package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/serve"
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

func TestRun(t *testing.T) {
	t.Parallel()
	all := strings.Join(names(), ", ")
	for _, c := range []struct {
		name, stderr string
		args         []string
		code         int
	}{
		{name: "no subcommand", code: 2, stderr: "handshakes: give a command, one of: "+all+"\nhandshakes: try -h for help\n"},
		{
			name: "an unknown subcommand", args: []string{"lst"}, code: 2,
			stderr: "handshakes: there is no command \"lst\" (did you mean list?); use "+all+"\nhandshakes: try -h for help\n",
		},
		{name: "help", args: []string{"-h"}},
		{name: "help of a subcommand", args: []string{"serve", "-h"}},
		{name: "help with the name of a subcommand", args: []string{"help", "serve"}},
		{
			name: "an address that is not loopback", args: []string{"serve", "-huawei", "0.0.0.0:80"}, code: 2,
			stderr: "handshakes serve: wrong settings: \"0.0.0.0\" is no loopback address: use 127.0.0.1, ::1 or localhost\nhandshakes serve: try -h for help\n",
		},
		{
			name: "a number of accounts that is none", args: []string{"serve", "-accounts", "many"}, code: 2,
			stderr: "handshakes serve: invalid value \"many\" for flag -accounts: parse error\nhandshakes serve: try -h for help\n",
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
