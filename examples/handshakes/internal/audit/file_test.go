package audit

import (
	"errors"
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
		{name: "a file that exists", path: existing, says: "remove it"},
		{name: "a link, even to nothing", path: link, says: "symbolic link"},
		{name: "a folder", path: folder, says: "directory"},
		{name: "a folder that is not there", path: filepath.Join(folder, "no", "report"), says: "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
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
	path := filepath.Join(t.TempDir(), "report.html")
	got := do(t.Context(), onDay(), "-offline -cloud alibaba -format html -open -o "+path)
	require.Equal(t, cli.Done, got.code, got.stderr)
	assert.Equal(t, []string{path}, got.browsed)

	t.Setenv("TMPDIR", t.TempDir())
	got = do(t.Context(), onDay(), "-offline -format html -open")
	assert.Equal(t, cli.Failed, got.code, "a list that failed is no reason not to show the report")
	require.Len(t, got.browsed, 1)
	assert.Contains(t, got.stderr, got.browsed[0])
	assert.Empty(t, got.stdout)
	info, err := os.Stat(got.browsed[0])
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
	assert.True(t, strings.HasSuffix(got.browsed[0], ".html"))
}

func TestProgram_write_NoBrowser(t *testing.T) {
	t.Parallel()
	missing := errors.New("xdg-open: not found")
	browse := func(string) error { return missing }
	write := func(cut bool) (path, stderr string, _ error) {
		o := options{show: true, file: filepath.Join(t.TempDir(), "report.html")}
		draft, err := o.draft()
		require.NoError(t, err)
		a := auditOf(o)
		a.Cut = cut
		p := onDay()
		var said strings.Builder
		p.Stderr = &said
		err = program{p, browse, smallBaseline}.write(a, draft)
		return o.file, said.String(), err
	}
	path, stderr, err := write(false)
	require.ErrorIs(t, err, missing)
	assert.Contains(t, stderr, path, "it says where the report is")
	assert.FileExists(t, path)

	path, _, err = write(true)
	require.NoError(t, err, "an interrupted audit opens nothing")
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
