package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScreenOf(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = null.Close() })
	env := func(name string) string { return map[string]string{"TERM": "xterm", "COLUMNS": "40"}[name] }
	assert.Zero(t, ScreenOf(file, env), "a file has no width, whatever COLUMNS says")
	assert.Zero(t, ScreenOf(&bytes.Buffer{}, env), "a buffer")
	assert.Zero(t, ScreenOf(null, env), "a device that is no terminal")
}

func TestScreenOf_Terminal(t *testing.T) {
	t.Parallel()
	tty := openTerminal(t)
	for _, c := range []struct {
		name string
		env  map[string]string
		want Screen
	}{
		{name: "colours are shown", env: map[string]string{"TERM": "xterm"}, want: Screen{Terminal: true, Width: 80, Color: true}},
		{name: "NO_COLOR turns colours off", env: map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, want: Screen{Terminal: true, Width: 80}},
		{name: "a dumb terminal has no colours", env: map[string]string{"TERM": "dumb"}, want: Screen{Terminal: true, Width: 80}},
		{name: "an unknown terminal has no colours", want: Screen{Terminal: true, Width: 80}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, ScreenOf(tty, func(name string) string { return c.env[name] }))
		})
	}
}

// openTerminal opens a pseudo-terminal of no size yet.
func openTerminal(t *testing.T) *os.File {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("pseudo-terminals are opened in another way here")
	}
	tty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals here:", err)
	}
	t.Cleanup(func() { _ = tty.Close() })
	return tty
}
