package examples_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

var resumeUses = []use{
	{name: "continues after each page", check: func(t *testing.T, p copied) {
		dir := t.TempDir()
		for range 2 {
			r := runIn(t, p, dir, "-offline", "-pages", "1")
			assert.Equal(t, 1, r.code)
			assert.Contains(t, r.stderr, "start again to go on: ")
		}
		assert.Equal(t, ended{}, runIn(t, p, dir, "-offline"))
		assertComplete(t, dir)
	}},
	{name: "continues after Ctrl-C", check: func(t *testing.T, p copied) {
		w, dir := newOnlineWorld(t), t.TempDir()
		for _, h := range w.huawei.Handshakes() {
			require.True(t, w.huawei.Remove(h.ID))
		}
		w.huawei.Seed(w.huawei.Believable(300)...)
		cmd := w.command(t, p, w.huaweiKey)
		cmd.Dir = dir
		fault, asked := hang(1)
		w.huawei.Inject(fault)
		r := interrupted(t, cmd, asked)
		assert.Equal(t, 1, r.code)
		assert.Contains(t, r.stderr, "start again to go on: ")

		cmd = w.command(t, p, w.huaweiKey)
		cmd.Dir = dir
		assert.Equal(t, ended{}, run(t, cmd))
		assertComplete(t, dir)
		assert.Len(t, w.huawei.Requests(), 4, "the second run does not read the first page")
	}},
	{
		name: "overwrites rows that the second file does not count",
		check: func(t *testing.T, p copied) {
			dir := t.TempDir()
			runIn(t, p, dir, "-offline", "-pages", "1")
			file, err := os.OpenFile(
				filepath.Join(dir, "invitations.jsonl"), os.O_APPEND|os.O_WRONLY, 0,
			)
			require.NoError(t, err)
			_, err = file.Write(bytes.Repeat([]byte("half a page, then it was killed\n"), 20_000))
			require.NoError(t, err)
			require.NoError(t, file.Close())
			assert.Equal(t, ended{}, runIn(t, p, dir, "-offline"))
			assertComplete(t, dir)
		},
	},
	{name: "replaces no file and follows no link", check: func(t *testing.T, p copied) {
		dir, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
		require.NoError(t, os.Symlink(other, filepath.Join(dir, "invitations.jsonl")))
		r := runIn(t, p, dir, "-offline")
		assert.Equal(t, 1, r.code)
		assert.Equal(t, "open invitations.jsonl: file exists\n", r.stderr)
		assert.NoFileExists(t, other)
	}},
	{name: "does not trust a damaged cursor", check: func(t *testing.T, p copied) {
		for _, next := range []string{"", "12", "x y", "12 damaged"} {
			dir := t.TempDir()
			runIn(t, p, dir, "-offline", "-pages", "1")
			before, err := os.ReadFile(filepath.Join(dir, "invitations.jsonl"))
			require.NoError(t, err)
			require.NoError(
				t,
				os.WriteFile(filepath.Join(dir, "invitations.jsonl.next"), []byte(next), 0o600),
			)
			assert.Equal(t, 1, runIn(t, p, dir, "-offline").code, next)
			after, err := os.ReadFile(filepath.Join(dir, "invitations.jsonl"))
			require.NoError(t, err)
			assert.Equal(t, before, after, next)
		}
	}},
}

func runIn(t *testing.T, p copied, dir string, args ...string) ended {
	t.Helper()
	cmd := p.command(t, args...)
	cmd.Dir = dir
	return run(t, cmd)
}

// assertComplete asserts that a folder holds only the file with all invitations, each once, and
// that only the user may read it.
func assertComplete(t *testing.T, dir string) {
	t.Helper()
	assert.Equal(t, []string{"invitations.jsonl"}, entries(t, dir))
	path := filepath.Join(dir, "invitations.jsonl")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	ids := map[string]bool{}
	for line := range bytes.Lines(text) {
		var i invitation.Invitation
		require.NoError(t, json.Unmarshal(line, &i))
		ids[i.ID] = true
	}
	assert.Len(t, ids, 300)
	assert.Equal(t, 300, bytes.Count(text, []byte("\n")))
	file, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), file.Mode().Perm())
}
