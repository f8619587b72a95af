//go:build unix

package ownfile_test

import (
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
)

// strangers put at path what is no regular file of the user's own. Each returns the file
// that must not change, if there is one.
var strangers = []struct {
	name string
	make func(t *testing.T, path string) (victim string)
}{
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

func TestErrNotOwn(t *testing.T) {
	t.Parallel()
	for _, c := range strangers {
		for _, try := range []struct {
			name   string
			suffix string // of the path where the stranger is
			do     func(path string) error
		}{
			{name: "Open", do: func(path string) error { _, err := ownfile.Open(path); return err }},
			{name: "Read", do: func(path string) error { _, err := ownfile.Read(path, 10); return err }},
			{name: "Check", do: func(path string) error { _, err := ownfile.Check(path); return err }},
			{name: "Replace", do: func(path string) error { return ownfile.Replace(path, []byte("new")) }},
			{name: "Replace over .new", suffix: ".new", do: func(path string) error { return ownfile.Replace(path, []byte("new")) }},
		} {
			t.Run(try.name+" refuses "+c.name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(shortDir(t), "f")
				victim := c.make(t, path+try.suffix)
				before, err := os.Lstat(path + try.suffix)
				require.NoError(t, err)
				assert.ErrorIs(t, try.do(path), ownfile.ErrNotOwn)
				after, err := os.Lstat(path + try.suffix)
				require.NoError(t, err)
				assert.Equal(t, before.Mode(), after.Mode())
				assert.True(t, os.SameFile(before, after))
				if victim != "" {
					assert.Equal(t, "mine", read(t, victim))
				}
			})
		}
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
		t.Run("takes no path where there is "+c.name, func(t *testing.T) {
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

func TestRead(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "f"), 0o600)
	text, err := ownfile.Read(path, 4)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	_, err = ownfile.Read(path, 3)
	assert.ErrorContains(t, err, "longer than 3 bytes")
}

func TestReplace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, path string)
	}{
		{name: "where there is no file", prepare: func(*testing.T, string) {}},
		{name: "where others can read the file", prepare: func(t *testing.T, path string) { write(t, path, 0o644) }},
		{name: "where a killed run left its file", prepare: func(t *testing.T, path string) { write(t, path+".new", 0o644) }},
	} {
		t.Run("writes a private file "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "f")
			c.prepare(t, path)
			require.NoError(t, ownfile.Replace(path, []byte("new")))
			assert.Equal(t, "new", read(t, path))
			assert.Equal(t, fs.FileMode(0o600), mode(t, path))
			assert.NoFileExists(t, path+".new")
		})
	}
	t.Run("leaves the old content to those who have the file open", func(t *testing.T) {
		t.Parallel()
		path := write(t, filepath.Join(t.TempDir(), "f"), 0o600)
		f, err := os.Open(path)
		require.NoError(t, err)
		defer func() { assert.NoError(t, f.Close()) }()
		require.NoError(t, ownfile.Replace(path, []byte("new")))
		old, err := io.ReadAll(f)
		require.NoError(t, err)
		assert.Equal(t, "mine", string(old))
	})
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
