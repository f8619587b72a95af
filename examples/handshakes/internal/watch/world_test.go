package watch

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/watch -update"

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, ifIntended)
	assert.Equal(t, string(want), text, ifIntended)
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// do runs the command offline, in the world.
func do(ctx context.Context, w clouds.Services, now func() time.Time, args ...string) result {
	return doOn(ctx, w, 0, now, args...)
}

// doOn runs it with a terminal of this width for its output, or a file if that is 0.
func doOn(ctx context.Context, w clouds.Services, width int, now func() time.Time, args ...string) result {
	return doIn(ctx, always(w), width, now, args...)
}

func doIn(ctx context.Context, offline func(bool) clouds.World, width int, now func() time.Time, args ...string) result {
	var stdout, stderr bytes.Buffer
	p := &cli.Process{
		Name: "handshakes watch", Stdout: &stdout, Stderr: &stderr, Now: now,
		Screen: func(w io.Writer) terminal.Screen {
			if w == &stdout {
				return terminal.Screen{Terminal: width > 0, Width: width}
			}
			return terminal.Screen{}
		},
		Huawei: auth.Chain(), Alibaba: auth.Chain(),
	}
	code := p.Exit(ctx, run(ctx, p, args, offline))
	return result{code, stdout.String(), stderr.String()}
}

// day is the clock of the tests that need no other one.
func day() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }

// always is an offline world that is this one, whichever list is asked for.
func always(w clouds.Services) func(bool) clouds.World {
	return func(bool) clouds.World { return func(func() time.Time) clouds.Services { return w } }
}
