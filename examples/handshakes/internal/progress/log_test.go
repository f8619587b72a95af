package progress

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal/terminaltest"
)

func TestLogger_Retry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, reason, want string }{
		{name: "a word of the client", reason: auth.Throttled.String(), want: "huawei: throttled, next attempt in 5 s"},
		{name: "an unknown word", reason: "moon phase", want: "huawei: moon phase, next attempt in 5 s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tty := terminaltest.New(80)
			l := New(process(io.Discard, tty, 80))
			defer l.Close()
			log := l.Logger("huawei")
			assert.False(t, log.Enabled(t.Context(), slog.LevelInfo), "no handler takes records of this level")
			log.Info("retry, later")
			assert.Empty(t, tty.Rows())
			log.Warn("retry", "op", "ListHandshakes", "attempt", 1, "wait", 5*time.Second, "reason", c.reason)
			assert.Equal(t, []string{c.want}, tty.Rows())
		})
	}
}

func TestLogger_Verbose(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	p := process(io.Discard, &file, 80)
	p.Verbose = true
	l := New(p)
	defer l.Close()
	log := l.Logger("huawei")
	assert.True(t, log.Enabled(context.Background(), slog.LevelDebug))
	log.Debug("attempt", "op", "List\x1b[2J\u202e")
	log.Warn("retry", "wait", time.Second)
	assert.Contains(t, file.String(), `level=DEBUG msg=attempt cloud=huawei op="List\x1b[2J\u202e"`)
	assert.Contains(t, file.String(), "level=WARN msg=retry cloud=huawei wait=1s")
	assert.Equal(t, 2, strings.Count(file.String(), "\n"))
}

// The log goes above the line, not through it.
func TestLogger_VerboseTerminal(t *testing.T) {
	t.Parallel()
	tty := terminaltest.New(200)
	p := process(io.Discard, tty, 200)
	p.Verbose = true
	l := New(p)
	defer l.Close()
	l.Show("huawei: page 1")
	l.Logger("huawei").Debug("attempt")
	l.Logger("huawei").Warn("retry", "wait", 5*time.Second, "reason", "throttled")
	rows := tty.Rows()
	require.Len(t, rows, 3)
	assert.Contains(t, rows[0], "msg=attempt")
	assert.Contains(t, rows[1], "msg=retry")
	assert.Equal(t, "huawei: throttled, next attempt in 5 s; huawei: page 1", rows[2])
}
