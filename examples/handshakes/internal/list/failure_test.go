package list

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestCommand_Failure(t *testing.T) {
	counts := map[string]func(t *testing.T, stdout string) int{
		"table": func(_ *testing.T, stdout string) int { return strings.Count(stdout, "\n") - 1 },
		"json":  func(t *testing.T, stdout string) int { return len(readJSON(t, stdout)) },
		"csv":   func(t *testing.T, stdout string) int { return len(readCSV(t, stdout)) - 1 },
	}
	for format, count := range counts {
		t.Run(format, func(t *testing.T) {
			s, flags := serve(t)
			s.Inject(secondPage(huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")))
			got := do(t.Context(), onDay(), flags+"-page-size 40 -format "+format)
			assert.Equal(t, cli.Failed, got.code)
			assert.Equal(t, 40, count(t, got.stdout))
			assert.Contains(t, got.stderr, "Organizations.1007")
			assert.NotContains(t, got.stderr, os.Getenv("HUAWEICLOUD_SDK_SK"))
		})
	}
}

func TestCommand_FailureAtOnce(t *testing.T) {
	s, flags := serve(t)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")})
	got := do(t.Context(), onDay(), flags+"-format json")
	assert.Equal(t, cli.Failed, got.code)
	assert.Equal(t, "[]\n", got.stdout)
}

func TestCommand_CtrlC(t *testing.T) {
	t.Run("before the first page nothing is listed", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		got := do(ctx, onDay(), "-offline")
		assert.Equal(t, cli.Interrupted, got.code)
		assert.Empty(t, got.stdout)
	})
	t.Run("between pages the first one is listed", func(t *testing.T) {
		s, flags := serve(t)
		ctx, cancel := context.WithCancel(t.Context())
		s.Inject(secondPage(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang())))
		got := do(ctx, onDay(), flags+"-page-size 40 -format json")
		assert.Equal(t, cli.Interrupted, got.code)
		assert.Len(t, readJSON(t, got.stdout), 40)
	})
	t.Run("within a page the rest of it is left", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		var stdout, stderr bytes.Buffer
		cancelling := writer(func(p []byte) (int, error) {
			cancel()
			return stdout.Write(p)
		})
		code := runTo(ctx, onDay(), "-offline -format csv", cancelling, &stderr)
		assert.Equal(t, cli.Interrupted, code)
		assert.Less(t, strings.Count(stdout.String(), "\n"), 200)
		readCSV(t, stdout.String())
	})
}

func TestCommand_CtrlCEndsTheProcess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send Ctrl-C to one other process there")
	}
	s, flags := serve(t)
	hangs := make(chan struct{})
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
		huaweiorgtest.Hook(func() { close(hangs) }), huaweiorgtest.Hang())})
	cmd := process(t.Context(), t, strings.Fields(flags)...)
	require.NoError(t, cmd.Start())
	<-hangs
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Wait(), &exit)
	assert.Equal(t, 130, exit.ExitCode())
}

func TestCommand_SecondCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send Ctrl-C to one other process there")
	}
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := process(ctx, t, "-offline", "-format", "json")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	// The pipe is too small for the rest.
	_, err = stdout.Read(make([]byte, 1))
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case err := <-ended:
			assert.Error(t, err)
			assert.NoError(t, ctx.Err(), "it was Ctrl-C that ended it")
			return
		case <-again.C:
			_ = cmd.Process.Signal(os.Interrupt)
		}
	}
}

func TestCommand_ReaderGone(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "json", "jsonl", "csv"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			assert.Equal(t, cli.Done, runTo(t.Context(), onDay(), "-offline -format "+format, gone, &stderr))
			assert.Empty(t, stderr.String())
		})
	}
	t.Run("of the process", func(t *testing.T) {
		t.Parallel()
		if runtime.GOOS == "windows" {
			t.Skip("there are no broken pipes")
		}
		r, w, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, r.Close())
		var stderr bytes.Buffer
		cmd := process(t.Context(), t, "-offline")
		cmd.Stdout, cmd.Stderr = w, &stderr
		require.NoError(t, cmd.Start())
		require.NoError(t, w.Close())
		require.NoError(t, cmd.Wait())
		assert.Empty(t, stderr.String())
	})
}

func TestCommand_FullDisk(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "json", "jsonl", "csv"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			full := writer(func([]byte) (int, error) { return 0, errors.New("no space left on device") })
			// Little enough to be in the buffer until the end.
			assert.Equal(t, cli.Failed, runTo(t.Context(), onDay(), "-offline -limit 1 -format "+format, full, &stderr))
			assert.NotEmpty(t, stderr.String())
			screen := newTTY(200)
			assert.Equal(t, cli.Failed, runTo(t.Context(), onDay(), "-offline -limit 1 -format "+format, full, screen))
			assert.NotContains(t, screen.String(), "listed", "no summary says that rows were written")
		})
	}
}
