//go:build unix

package export

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// notOwn replace one of the program's files. The program must not change the victim.
var notOwn = []struct {
	name  string
	place func(t *testing.T, path, victim string)
}{
	{name: "a symbolic link", place: func(t *testing.T, path, victim string) { require.NoError(t, os.Symlink(victim, path)) }},
	{name: "a hard link", place: func(t *testing.T, path, victim string) { require.NoError(t, os.Link(victim, path)) }},
	{name: "a pipe", place: func(t *testing.T, path, _ string) { require.NoError(t, syscall.Mkfifo(path, 0o600)) }},
	{name: "a directory", place: func(t *testing.T, path, _ string) { require.NoError(t, os.Mkdir(path, 0o700)) }},
}

func TestOutput_open(t *testing.T) {
	t.Parallel()
	for _, c := range notOwn {
		for _, suffix := range []string{"", ".cursor"} {
			t.Run("begins nothing where sent.jsonl"+suffix+" is "+c.name, func(t *testing.T) {
				t.Parallel()
				path, victim := filepath.Join(t.TempDir(), "sent.jsonl"), filepath.Join(t.TempDir(), "victim")
				require.NoError(t, os.WriteFile(victim, []byte("mine"), 0o600))
				c.place(t, path+suffix, victim)
				got := do(t.Context(), onDay(), "-offline", "-o", path)
				assert.Equal(t, cli.Misused, got.code)
				assert.Contains(t, got.stderr, "sent.jsonl"+suffix+" is")
				assert.Equal(t, "mine", read(t, victim))
				assert.Len(t, folder(t, path), 1)
			})
			t.Run("continues nothing where sent.jsonl"+suffix+" is "+c.name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, 4*pageSize+2)
				killed, _ := s.kill(t.Context(), 5)
				require.True(t, killed)
				// The moved file is good, so that only its place is a reason to refuse it.
				victim := filepath.Join(t.TempDir(), "victim")
				if err := os.Rename(s.path+suffix, victim); err != nil {
					require.NoError(t, os.WriteFile(victim, []byte("mine"), 0o600))
				}
				before := read(t, victim)
				c.place(t, s.path+suffix, victim)
				got := s.export(t.Context(), s.program)
				assert.NotEqual(t, cli.Done, got.code)
				assert.Contains(t, got.stderr, "sent.jsonl"+suffix+" is")
				assert.Equal(t, before, read(t, victim))
			})
		}
	}
	t.Run("makes files that nobody else can read", func(t *testing.T) {
		t.Parallel()
		s := serve(t, 4*pageSize+2)
		killed, _ := s.kill(t.Context(), 5)
		require.True(t, killed)
		for _, suffix := range []string{"", ".cursor"} {
			assert.Equal(t, fs.FileMode(0o600), mode(t, s.path+suffix))
			require.NoError(t, os.Chmod(s.path+suffix, 0o644))
		}
		killed, _ = s.kill(t.Context(), 3)
		require.True(t, killed)
		for _, suffix := range []string{"", ".cursor"} {
			assert.Equal(t, fs.FileMode(0o600), mode(t, s.path+suffix), "after others were let in")
		}
	})
}
