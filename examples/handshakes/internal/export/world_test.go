package export

import (
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/export -update"

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// A program is the command, with the parts that a test replaces.
type program struct {
	cli.Process
	exporter
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		Process: cli.Process{
			Name:    "handshakes export",
			Getenv:  func(string) string { return "" },
			Now:     func() time.Time { return day },
			Screen:  func(io.Writer) terminal.Screen { return terminal.Screen{} },
			Huawei:  auth.Chain(), // those of the process would look around
			Alibaba: auth.Chain(),
		},
		exporter: exporter{reached: func(string) {}},
	}
}

func do(ctx context.Context, p program, args ...string) result {
	var stdout, stderr bytes.Buffer
	code := p.to(ctx, args, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func (p program) to(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	p.Stdout, p.Stderr = stdout, stderr
	return p.Process.Exit(ctx, p.run(ctx, &p.Process, args))
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	require.NoError(t, err)
	return info.Mode()
}

// folder returns the names in the folder of the file.
func folder(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
