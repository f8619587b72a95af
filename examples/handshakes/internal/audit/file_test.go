package audit

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestRun_File(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "csv", "json", "jsonl", "html"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, "report")
			args := "-offline -cloud alibaba -format " + format
			got := do(t.Context(), onDay(), args+" -o "+path)
			require.Equal(t, cli.Done, got.code, got.stderr)
			assert.Empty(t, got.stdout)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, do(t.Context(), onDay(), args).stdout, string(text))
			info, err := os.Stat(path)
			require.NoError(t, err)
			if runtime.GOOS != "windows" {
				assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
			}
			left, err := os.ReadDir(folder)
			require.NoError(t, err)
			assert.Len(t, left, 1, "no temporary file is left")
		})
	}
}

func TestRun_File_Refused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	existing, link := filepath.Join(folder, "existing"), filepath.Join(folder, "link")
	require.NoError(t, os.WriteFile(existing, []byte("mine"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(folder, "nowhere"), link))
	for _, c := range []struct{ name, path, says string }{
		{name: "a file that exists", path: existing, says: "already exists"},
		{name: "a link, even to nothing", path: link, says: "already exists"},
		{name: "a folder", path: folder, says: "already exists"},
		{name: "a folder that is not there", path: filepath.Join(folder, "no", "report"), says: "no such file"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline -o "+c.path)
			assert.Equal(t, cli.Misused, got.code)
			assert.Contains(t, got.stderr, "-o "+c.path)
			assert.Contains(t, got.stderr, c.says)
			assert.Empty(t, got.stdout)
		})
	}
	text, err := os.ReadFile(existing)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	_, err = os.Lstat(filepath.Join(folder, "nowhere"))
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

func TestRun_Open(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
	}{
		{args: "-cloud alibaba", code: cli.Done},
		{args: "-cloud huawei", code: cli.Failed}, // a list that failed is no reason not to show the report
	} {
		path := filepath.Join(t.TempDir(), "report.html")
		got := do(t.Context(), onDay(), "-offline -format html -open -o "+path+" "+c.args)
		assert.Equal(t, c.code, got.code, got.stderr)
		assert.Equal(t, []string{path}, got.browsed)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "report.html")
	got := do(ctx, onDay(), "-offline -format html -open -o "+path)
	assert.Equal(t, cli.Interrupted, got.code)
	assert.Empty(t, got.browsed, "an interrupted audit opens nothing")
	assert.FileExists(t, path)
}

func TestRun_Open_NoBrowser(t *testing.T) {
	t.Parallel()
	missing := errors.New("xdg-open: not found")
	p := onDay()
	p.Stdout, p.Stderr = io.Discard, io.Discard
	path := filepath.Join(t.TempDir(), "report.html")
	err := run(t.Context(), p, strings.Fields("-offline -cloud alibaba -format html -open -o "+path), func(string) error { return missing })
	require.ErrorIs(t, err, missing)
	assert.FileExists(t, path)
}

func TestRun_File_NotLeft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	got := do(t.Context(), onDay(), "-offline -o "+filepath.Join(folder, "report")+" -baseline testdata/missing")
	assert.Equal(t, cli.Misused, got.code)
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, left, "no draft of a report that was not made")
}
