//go:build unix

package ownfile_test

import (
	"fmt"
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
			name string
			do   func(path string) error
		}{
			{name: "Open", do: func(path string) error { _, err := ownfile.Open(path); return err }},
			{name: "Read", do: func(path string) error { _, err := ownfile.Read(path, 10); return err }},
			{name: "Check", do: func(path string) error { _, err := ownfile.Check(path); return err }},
			{name: "Replace", do: func(path string) error { return ownfile.Replace(path, []byte("new")) }},
			{name: "NewDraft", do: func(path string) error { _, err := ownfile.NewDraft(path, false); return err }},
			{name: "NewDraft that replaces", do: func(path string) error { _, err := ownfile.NewDraft(path, true); return err }},
		} {
			t.Run(try.name+" refuses "+c.name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(shortDir(t), "f")
				victim := c.make(t, path)
				before, err := os.Lstat(path)
				require.NoError(t, err)
				assert.ErrorIs(t, try.do(path), ownfile.ErrNotOwn)
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
	} {
		t.Run("writes a private file "+c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "f")
			c.prepare(t, path)
			require.NoError(t, ownfile.Replace(path, []byte("new")))
			assert.Equal(t, "new", read(t, path))
			assert.Equal(t, fs.FileMode(0o600), mode(t, path))
			assert.Equal(t, []string{"f"}, folder(t, path))
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

func TestDraft_Publish(t *testing.T) {
	t.Parallel()
	draft := func(t *testing.T, path string, replace bool) *ownfile.Draft {
		d, err := ownfile.NewDraft(path, replace)
		require.NoError(t, err)
		t.Cleanup(d.Discard)
		_, err = d.Write([]byte("new"))
		require.NoError(t, err)
		return d
	}
	t.Run("gives a private file its name when it is complete", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f")
		d := draft(t, path, false)
		assert.NoFileExists(t, path)
		assert.Equal(t, fs.FileMode(0o600), mode(t, filepath.Join(filepath.Dir(path), folder(t, path)[0])))
		require.NoError(t, d.Publish())
		assert.Equal(t, "new", read(t, path))
		assert.Equal(t, fs.FileMode(0o600), mode(t, path))
		assert.Equal(t, []string{"f"}, folder(t, path))
		_, err := ownfile.Check(path)
		assert.NoError(t, err, "it has one name")
	})
	for _, c := range strangers {
		for _, replace := range []bool{false, true} {
			t.Run(fmt.Sprintf("refuses %s that came meanwhile, replace %t", c.name, replace), func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(shortDir(t), "f")
				d := draft(t, path, replace)
				victim := c.make(t, path)
				before := folder(t, path)
				assert.ErrorIs(t, d.Publish(), ownfile.ErrNotOwn)
				assert.Len(t, folder(t, path), len(before)-1, "the draft is removed")
				if victim != "" {
					assert.Equal(t, "mine", read(t, victim))
				}
			})
		}
	}
	t.Run("replaces no file that came meanwhile, unless asked to", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f")
		d := draft(t, path, false)
		write(t, path, 0o600)
		assert.ErrorIs(t, d.Publish(), fs.ErrExist)
		assert.Equal(t, "mine", read(t, path))
		require.NoError(t, draft(t, path, true).Publish())
		assert.Equal(t, "new", read(t, path))
		assert.Equal(t, []string{"f"}, folder(t, path))
	})
}

func TestNewDraft(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "f"), 0o600)
	_, err := ownfile.NewDraft(path, false)
	assert.ErrorIs(t, err, fs.ErrExist)
	_, err = ownfile.NewDraft(filepath.Join(path+".missing", "f"), false)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.ErrorContains(t, err, filepath.Join("f.missing", "f")+":", "the name is the caller's")
	assert.Equal(t, []string{"f"}, folder(t, path))
}

func TestDraft_Discard(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	d, err := ownfile.NewDraft(path, false)
	require.NoError(t, err)
	d.Discard()
	assert.Empty(t, folder(t, path))
	_, err = d.Write([]byte("late"))
	assert.Error(t, err)
}

func TestSweep(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	for _, suffix := range []string{".0123456789.draft", ".0123456789abcde.draft", ".0123456789", ".mine.draft", "2.0123456789.draft"} {
		write(t, path+suffix, 0o600)
	}
	require.NoError(t, os.Symlink(path+".mine.draft", path+".9876543210.draft"))
	require.NoError(t, ownfile.Sweep(path))
	assert.Equal(t, []string{
		"f.0123456789", "f.0123456789abcde.draft", "f.9876543210.draft", "f.mine.draft", "f2.0123456789.draft",
	}, folder(t, path), "only drafts of this file are removed")
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
	assert.ErrorIs(t, ownfile.Lock(second), ownfile.ErrLocked)
	require.NoError(t, first.Close())
	assert.NoError(t, ownfile.Lock(second))
}

// folder lists what is beside the file, itself included.
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
