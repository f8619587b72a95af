package tour

import (
	"bytes"
	"context"
	"errors"
	"flag"
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

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/tour -update"

func do(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	p := &cli.Process{Name: "handshakes tour", Stdout: stdout, Stderr: stderr}
	return p.Exit(ctx, run(ctx, p, args))
}

func TestCommand_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, args string }{
		{name: "the help", file: "help.txt", args: "-h"},
		{name: "the tour", file: "tour.txt", args: ""},
		{name: "the tour with the flag of the other programs", file: "tour.txt", args: "-offline"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, cli.Done, do(t.Context(), strings.Fields(c.args), &stdout, &stderr))
			assert.Empty(t, stderr.String())
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, stdout.Bytes(), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, ifIntended)
			assert.Equal(t, string(want), stdout.String(), ifIntended)
			lines := strings.Split(stdout.String(), "\n")
			assert.Less(t, len(lines), 80)
			for _, line := range lines {
				assert.LessOrEqual(t, terminal.Width(line), 88, line)
			}
		})
	}
}

func TestCommand_Misuse(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-fast", "again", "-offline=maybe"} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, cli.Misused, do(t.Context(), strings.Fields(args), &stdout, &stderr))
		assert.Empty(t, stdout.String())
		assert.True(t, strings.HasPrefix(stderr.String(), "handshakes tour: "), stderr.String())
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestCommand_CtrlC(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	second := writer(func(p []byte) (int, error) {
		if bytes.HasPrefix(p, []byte("\n2. ")) {
			cancel()
		}
		return stdout.Write(p)
	})
	assert.Equal(t, cli.Interrupted, do(ctx, nil, second, &stderr))
	assert.Contains(t, stdout.String(), "\n2. ")
	assert.NotContains(t, stdout.String(), "\n3. ")
}

func TestCommand_OutputFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code int
	}{{err: syscall.EPIPE, code: cli.Done}, {err: errors.New("no space left on device"), code: cli.Failed}} {
		var stderr bytes.Buffer
		broken := writer(func([]byte) (int, error) { return 0, c.err })
		assert.Equal(t, c.code, do(t.Context(), nil, broken, &stderr))
		assert.Equal(t, c.code == cli.Failed, stderr.Len() > 0)
	}
}

// What the stories say of the naive loops is true only if the faults hit.
func TestNaiveAlibaba(t *testing.T) {
	t.Parallel()
	_, s, keys, err := moving()
	require.NoError(t, err)
	ids, total, err := naiveAlibaba(t.Context(), s, keys, 20)
	require.NoError(t, err)
	assert.Empty(t, s.Unused())
	assert.Len(t, ids, total)
	there := 0
	for _, h := range s.Handshakes() {
		for _, id := range ids {
			if h.ID == id {
				there++
			}
		}
	}
	assert.Equal(t, len(s.Handshakes())-1, there, "one is missing")
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{name: "a text that fits stays", text: "a b c", width: 5, want: []string{"a b c"}},
		{name: "a line is broken between words", text: "a b c", width: 4, want: []string{"a b", "c"}},
		{name: "a long word has a line of its own", text: "a bcdefg h", width: 3, want: []string{"a", "bcdefg", "h"}},
		{name: "wide characters count twice", text: "长 长", width: 4, want: []string{"长", "长"}},
		{name: "nothing is one empty line", text: "", width: 4, want: []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, wrap(c.text, c.width))
		})
	}
}
