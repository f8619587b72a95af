package export

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestCommand_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, args string }{
		{file: "help.txt", args: "-h"},
		{file: "received.jsonl", args: "-offline -received"},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), strings.Fields(c.args)...)
			assert.Equal(t, cli.Done, got.code)
			assert.Empty(t, got.stderr)
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got.stdout), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, ifIntended)
			assert.Equal(t, string(want), got.stdout, ifIntended)
		})
	}
}

func TestCommand_FileEqualsStdout(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sent.jsonl")
	got := do(t.Context(), onDay(), "-offline", "-o", path)
	require.Equal(t, result{code: cli.Done}, got)
	p := onDay()
	p.pageSize = 7
	small := do(t.Context(), p, "-offline")
	assert.Equal(t, small.stdout, read(t, path))
	assert.Equal(t, 540, strings.Count(read(t, path), "\n"))
	assert.Equal(t, []string{"sent.jsonl"}, folder(t, path))
}

func TestCommand_ExistingFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "mine")
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	got := do(t.Context(), onDay(), "-offline", "-o", path)
	assert.Equal(t, cli.Misused, got.code)
	assert.Equal(t, "mine", read(t, path))
	assert.Equal(t, []string{"mine"}, folder(t, path))
}

func TestCommand_EmptyLists(t *testing.T) {
	t.Parallel()
	s := serve(t, 0)
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.Empty(t, read(t, s.path))
	assert.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
}

func TestCommand_ReaderGone(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	assert.Equal(t, cli.Done, onDay().to(t.Context(), []string{"-offline"}, gone{}, &stderr))
	assert.Empty(t, stderr.String())
}

type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestCommand_Terminal(t *testing.T) {
	t.Parallel()
	p := onDay()
	p.Screen = func(io.Writer) terminal.Screen { return terminal.Screen{Terminal: true, Width: 80} }
	p.pageSize = 100
	got := do(t.Context(), p, "-offline")
	assert.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stderr, "\rhuawei: 200 invitations")
	assert.True(t, strings.HasSuffix(got.stderr, "handshakes export: 540 invitations, complete\n"), got.stderr)
}

func TestCommand_NoCredentials(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), onDay())
	assert.Equal(t, cli.Failed, got.code)
	assert.Empty(t, got.stdout)
	for _, what := range []string{"HUAWEICLOUD_SDK_AK", "ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"} {
		assert.Contains(t, got.stderr, what)
	}
}

func TestCommand_Misuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{name: "an unknown flag", args: "-offline -out x", mentions: "-out"},
		{name: "an unknown cloud", args: "-offline -cloud azure", mentions: "azure"},
		{name: "a word that is not a flag", args: "-offline sent.jsonl", mentions: "sent.jsonl"},
		{name: "a missing folder", args: "-offline -o testdata/missing/x", mentions: "testdata/missing/x"},
		{name: "a folder", args: "-offline -o testdata", mentions: "testdata"},
		{name: "an endpoint with -offline", args: "-offline -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "a version of the other cloud", args: "-offline -cloud huawei -alibaba-version 2022-04-19", mentions: "-alibaba-version"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), strings.Fields(c.args)...)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "handshakes export: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}
