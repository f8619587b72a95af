package tour

import (
	"bytes"
	"context"
	"errors"
	"flag"
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

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, args string }{
		{"the help", "help.txt", "-h"},
		{"the tour", "tour.txt", ""},
		{"the tour with the flag of the other programs", "tour.txt", "-offline"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, cli.Done, run(t.Context(), strings.Fields(c.args), &stdout, &stderr))
			assert.Empty(t, stderr.String())
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, stdout.Bytes(), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), stdout.String())
			lines := strings.Split(stdout.String(), "\n")
			assert.Less(t, len(lines), 80)
			for _, line := range lines {
				assert.LessOrEqual(t, terminal.Width(line), 88, line)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-fast", "again", "-offline=maybe"} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, cli.Misused, run(t.Context(), strings.Fields(args), &stdout, &stderr))
		assert.Empty(t, stdout.String())
		assert.True(t, strings.HasPrefix(stderr.String(), "tour: "), stderr.String())
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestCtrlC(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	second := writer(func(p []byte) (int, error) {
		if bytes.HasPrefix(p, []byte("\n2. ")) {
			cancel()
		}
		return stdout.Write(p)
	})
	assert.Equal(t, cli.Interrupted, run(ctx, nil, second, &stderr))
	assert.Contains(t, stdout.String(), "\n2. ")
	assert.NotContains(t, stdout.String(), "\n3. ")
}

func TestAnOutputThatFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code int
	}{{syscall.EPIPE, cli.Done}, {errors.New("no space left on device"), cli.Failed}} {
		var stderr bytes.Buffer
		broken := writer(func([]byte) (int, error) { return 0, c.err })
		assert.Equal(t, c.code, run(t.Context(), nil, broken, &stderr))
		assert.Equal(t, c.code == cli.Failed, stderr.Len() > 0)
	}
}

// What the stories say of the naive loops is true only if the faults hit.
func TestTheNaiveLoopsFail(t *testing.T) {
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
		{"a text that fits stays", "a b c", 5, []string{"a b c"}},
		{"a line is broken between words", "a b c", 4, []string{"a b", "c"}},
		{"a long word has a line of its own", "a bcdefg h", 3, []string{"a", "bcdefg", "h"}},
		{"wide characters count twice", "长 长", 4, []string{"长", "长"}},
		{"nothing is one empty line", "", 4, []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, wrap(c.text, c.width))
		})
	}
}
