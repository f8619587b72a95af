package show

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
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/show -update"

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

// do runs a command offline, with these services.
func do[T any](ctx context.Context, name string, c command[T], s clouds.Services, now func() time.Time, args ...string) result {
	c.offline = func(func() time.Time) clouds.Services { return s }
	return runIn(ctx, name, c, now, args...)
}

func runIn[T any](ctx context.Context, name string, c command[T], now func() time.Time, args ...string) result {
	var stdout, stderr bytes.Buffer
	p := &cli.Process{
		Name: "handshakes " + name, Stdout: &stdout, Stderr: &stderr, Now: now,
		Screen: func(io.Writer) terminal.Screen { return terminal.Screen{} },
		Huawei: auth.Chain(), Alibaba: auth.Chain(),
	}
	code := p.Exit(ctx, c.run(ctx, p, args))
	return result{code, stdout.String(), stderr.String()}
}

// day is when the tests run that need no other time.
func day() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }
