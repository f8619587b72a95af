package export

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		now:         func() time.Time { return day },
		isTerminal:  func(io.Writer) bool { return false },
		reached:     func(point) {},
		huaweiKeys:  auth.Chain(), // those of the program would look around
		alibabaKeys: auth.Chain(),
	}
}

func do(ctx context.Context, p program, args ...string) result {
	var stdout, stderr bytes.Buffer
	code := p.run(ctx, args, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, args string }{
		{"help.txt", "-h"},
		{"received.jsonl", "-offline -received"},
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
			require.NoError(t, err)
			assert.Equal(t, string(want), got.stdout)
		})
	}
}

func TestAFileHasWhatStdoutWouldHave(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sent.jsonl")
	got := do(t.Context(), onDay(), "-offline", "-o", path)
	require.Equal(t, result{code: cli.Done}, got)
	assert.Equal(t, do(t.Context(), onDay(), "-offline", "-page-size", "7").stdout, read(t, path))
	assert.Equal(t, 540, strings.Count(read(t, path), "\n"))
	assert.Equal(t, []string{"sent.jsonl"}, folder(t, path))
}

func TestAFileThatIsThereIsNotTouched(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "mine")
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	got := do(t.Context(), onDay(), "-offline", "-o", path)
	assert.Equal(t, cli.Misused, got.code)
	assert.Equal(t, "mine", read(t, path))
	assert.Equal(t, []string{"mine"}, folder(t, path))
}

func TestWithoutAListTheFileIsEmptyAndComplete(t *testing.T) {
	t.Parallel()
	s := serve(t, 0)
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.Empty(t, read(t, s.path))
	assert.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
}

func TestAReaderThatGoesAwayIsNoFailure(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	assert.Equal(t, cli.Done, onDay().run(t.Context(), []string{"-offline"}, gone{}, &stderr))
	assert.Empty(t, stderr.String())
}

type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestATerminalShowsProgressAndThatItIsComplete(t *testing.T) {
	t.Parallel()
	p := onDay()
	p.isTerminal = func(io.Writer) bool { return true }
	got := do(t.Context(), p, "-offline", "-page-size", "100")
	assert.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stderr, "\rhuawei: 200 invitations")
	assert.True(t, strings.HasSuffix(got.stderr, "export: 540 invitations, complete\n"), got.stderr)
}

func TestMissingKeysSayWhatToDo(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), onDay())
	assert.Equal(t, cli.Failed, got.code)
	assert.Empty(t, got.stdout)
	for _, what := range []string{"HUAWEICLOUD_SDK_AK", "ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"} {
		assert.Contains(t, got.stderr, what)
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{"an unknown flag", "-offline -out x", "-out"},
		{"an unknown cloud", "-offline -cloud azure", "azure"},
		{"a word that is no flag", "-offline sent.jsonl", "sent.jsonl"},
		{"a page size that one of the services does not have", "-offline -page-size 101", "Alibaba Cloud"},
		{"a folder that is not there", "-offline -o testdata/missing/x", "missing"},
		{"a folder", "-offline -o testdata", "testdata"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"a version of the other cloud", "-offline -cloud huawei -alibaba-version 2022-04-19", "-alibaba-version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), strings.Fields(c.args)...)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "export: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
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
