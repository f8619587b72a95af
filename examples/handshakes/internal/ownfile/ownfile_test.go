//go:build unix

package ownfile_test

import (
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
)

// A stranger is something that another user can put at a path.
type stranger struct {
	name string
	make func(t *testing.T, path string) (victim string)
}

// strangers put something at the path that is not a regular file of the user's own. Each returns
// the file that must not change, if there is one.
var strangers = []stranger{
	{name: "a symbolic link", make: func(t *testing.T, path string) string {
		victim := write(t, path+".victim", 0o600)
		require.NoError(t, os.Symlink(victim, path))
		return victim
	}},
	{name: "a symbolic link to nothing", make: func(t *testing.T, path string) string {
		require.NoError(t, os.Symlink(path+".nothing", path))
		t.Cleanup(func() { assert.NoFileExists(t, path+".nothing") })
		return ""
	}},
	{name: "a hard link", make: func(t *testing.T, path string) string {
		victim := write(t, path+".victim", 0o600)
		require.NoError(t, os.Link(victim, path))
		return victim
	}},
	{name: "a pipe", make: func(t *testing.T, path string) string {
		require.NoError(t, syscall.Mkfifo(path, 0o600))
		return ""
	}},
	{name: "a socket", make: func(t *testing.T, path string) string {
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
		require.NoError(t, err)
		t.Cleanup(func() { _ = l.Close() })
		return ""
	}},
	{name: "a directory", make: func(t *testing.T, path string) string {
		require.NoError(t, os.Mkdir(path, 0o700))
		return ""
	}},
	{name: "a file of another user", make: func(t *testing.T, path string) string {
		write(t, path, 0o600)
		if err := os.Chown(path, os.Geteuid()+1, -1); err != nil {
			t.Skip("only root can give a file away")
		}
		return path
	}},
}

func TestOpen_NotOwn(t *testing.T) {
	t.Parallel()
	for _, c := range strangers {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(shortDir(t), "f")
			victim := c.make(t, path)
			before, err := os.Lstat(path)
			require.NoError(t, err)
			_, err = ownfile.Open(path)
			assert.ErrorIs(t, err, ownfile.ErrNotOwn)
			after, err := os.Lstat(path)
			require.NoError(t, err)
			assert.Equal(t, before.Mode(), after.Mode())
			assert.True(t, os.SameFile(before, after))
			if victim != "" {
				assert.Equal(t, "mine", read(t, victim))
			}
		})
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	t.Run("makes a file that nobody else can read", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f")
		f, err := ownfile.Create(path)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.Equal(t, fs.FileMode(0o600), mode(t, path))
	})
	for _, c := range strangers {
		t.Run("refuses a path with "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(shortDir(t), "f")
			c.make(t, path)
			_, err := ownfile.Create(path)
			assert.ErrorIs(t, err, fs.ErrExist)
		})
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, wide := range []fs.FileMode{0o644, 0o640, 0o666, 0o602, 0o755} {
		t.Run("takes the others' permissions from "+wide.String(), func(t *testing.T) {
			t.Parallel()
			path := write(t, filepath.Join(t.TempDir(), "f"), wide)
			f, err := ownfile.Open(path)
			require.NoError(t, err)
			defer func() { assert.NoError(t, f.Close()) }()
			assert.Equal(t, fs.FileMode(0o600), mode(t, path))
			text, err := io.ReadAll(f)
			require.NoError(t, err)
			assert.Equal(t, "mine", string(text))
		})
	}
	t.Run("does not make a file", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f")
		_, err := ownfile.Open(path)
		assert.ErrorIs(t, err, fs.ErrNotExist)
		assert.NoFileExists(t, path)
	})
}

func TestDraft_Publish(t *testing.T) {
	t.Parallel()
	draft := func(t *testing.T, path string) *ownfile.Draft {
		d, err := ownfile.NewDraft(path)
		require.NoError(t, err)
		t.Cleanup(d.Discard)
		_, err = d.Write([]byte("new"))
		require.NoError(t, err)
		return d
	}
	t.Run("gives a private file its name when it is complete", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f")
		d := draft(t, path)
		assert.NoFileExists(t, path)
		assert.Equal(t, fs.FileMode(0o600), mode(t, filepath.Join(filepath.Dir(path), folder(t, path)[0])))
		require.NoError(t, d.Publish())
		assert.Equal(t, "new", read(t, path))
		assert.Equal(t, fs.FileMode(0o600), mode(t, path))
		assert.Equal(t, []string{"f"}, folder(t, path))
	})
	for _, c := range append(slices.Clone(strangers), stranger{name: "a file", make: func(t *testing.T, path string) string {
		return write(t, path, 0o600)
	}}) {
		t.Run("does not replace "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(shortDir(t), "f")
			d := draft(t, path)
			victim := c.make(t, path)
			before := folder(t, path)
			assert.ErrorIs(t, d.Publish(), fs.ErrExist)
			assert.Len(t, folder(t, path), len(before)-1, "the draft is removed")
			if victim != "" {
				assert.Equal(t, "mine", read(t, victim))
			}
		})
	}
}

func TestNewDraft(t *testing.T) {
	t.Parallel()
	for _, c := range strangers {
		t.Run("refuses a path with "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(shortDir(t), "f")
			c.make(t, path)
			before := folder(t, path)
			_, err := ownfile.NewDraft(path)
			assert.ErrorIs(t, err, fs.ErrExist)
			assert.Equal(t, before, folder(t, path))
		})
	}
	t.Run("names the file and not the draft", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "missing", "f")
		_, err := ownfile.NewDraft(path)
		assert.ErrorIs(t, err, fs.ErrNotExist)
		assert.ErrorContains(t, err, filepath.Join("missing", "f")+":")
	})
}

func TestDraft_Discard(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	d, err := ownfile.NewDraft(path)
	require.NoError(t, err)
	d.Discard()
	assert.Empty(t, folder(t, path))
	_, err = d.Write([]byte("late"))
	assert.Error(t, err)
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "f"), 0o600)
	first, err := ownfile.Open(path)
	require.NoError(t, err)
	second, err := ownfile.Open(path)
	require.NoError(t, err)
	defer func() { assert.NoError(t, second.Close()) }()
	require.NoError(t, ownfile.Lock(first))
	assert.ErrorContains(t, ownfile.Lock(second), "another program is writing this file")
	require.NoError(t, first.Close())
	assert.NoError(t, ownfile.Lock(second))
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

// shortDir is a folder whose path leaves room for the name of a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "own")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func write(t *testing.T, path string, mode fs.FileMode) string {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	require.NoError(t, os.Chmod(path, mode))
	return path
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
