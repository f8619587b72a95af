//go:build unix

package command

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// script writes a shell script and returns the command that runs it.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys of prod")
	require.NoError(t, os.WriteFile(path, []byte(text+"\n"), 0o600))
	return "sh '" + path + "'"
}

const printsKeys = `echo '{"mode":"StsToken","access_key_id":"EXT","access_key_secret":"` + secretKey + `","sts_token":"` + secretToken + `","expiration":"2099-01-02T03:04:05Z"}'`

func TestRunCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, reason string }{
		{name: "it prints credentials", text: printsKeys},
		{
			name: "it also prints to standard error",
			text: "echo " + secretKey + " >&2; " + printsKeys,
		},
		{name: "its standard input is empty", text: "cat; " + printsKeys},
		{
			name: "it leaves a process behind that holds its output open",
			text: "sleep 30 & " + printsKeys,
		},
		{
			name:   "it prints a line before the credentials",
			text:   "echo WARN: token renewed; " + printsKeys,
			reason: "must print JSON and nothing else",
		},
		{name: "it prints nothing", text: "true", reason: "must print JSON"},
		{
			name:   "it prints half an access key",
			text:   `echo '{"mode":"AK","access_key_secret":"` + secretKey + `"}'`,
			reason: "set access_key_id",
		},
		{
			name: "it prints no token",
			text: `echo '{"mode":"StsToken","access_key_id":"EXT","access_key_secret":"` +
				secretKey + `"}'`,
			reason: "set sts_token",
		},
		{
			name:   "it fails",
			text:   "echo " + secretKey + "; echo " + secretKey + " >&2; exit 3",
			reason: "the command failed: exit status 3",
		},
		{
			name:   "it prints without an end",
			text:   "while echo " + secretKey + "; do :; done",
			reason: "the command prints more than 65536 bytes",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			keys, err := runCommand(t.Context(), script(t, c.text)+" --for prod")
			if c.reason == "" {
				require.NoError(t, err)
				assert.Equal(t, auth.Credentials{AccessKeyID: "EXT", AccessKeySecret: secretKey, SecurityToken: secretToken, Expires: testExpiry}, keys)
				return
			}
			require.ErrorContains(t, err, c.reason)
			assertNoSecret(t, err)
		})
	}
}

func TestRunCommand_start(t *testing.T) {
	t.Parallel()
	for command, reason := range map[string]string{
		"":                             "set process_command",
		`""`:                           "set process_command",
		`keys "` + secretKey:           "ends within quotes",
		"no-such-program " + secretKey: "cannot be started: executable file not found",
		"/no/such/" + secretKey + " " + secretKey: "cannot be started: no such file",
	} {
		_, err := runCommand(t.Context(), command)
		require.ErrorContains(t, err, reason)
		assertNoSecret(t, err)
	}
}

// The pipe ends when no process holds it open any more.
func TestRunCommand_killed(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	command := script(t, "exec 3>"+pipe+"; echo started >&3; sleep 1000 & wait")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all Runner
	ended := make(chan error)
	go func() {
		_, err := all.Credentials(ctx, command)
		ended <- err
	}()
	f, err := os.Open(pipe)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	held := bufio.NewReader(f)
	line, err := held.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "started\n", line)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	rest, err := io.ReadAll(held)
	require.NoError(t, err)
	assert.Empty(t, rest)
}
