package terminal

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestALineIsRewrittenAndErasedWithoutRemains(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := NewLine(&b)
	l.Show("ten pages!")
	l.Show("one")
	assert.Equal(t, "\rten pages!\rone       ", b.String())
	b.Reset()
	l.Erase()
	assert.Equal(t, "\r          \r", b.String())
	b.Reset()
	l.Erase()
	assert.Empty(t, b.String(), "there is nothing left to erase")
}

func TestALineFitsItsTerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	NewLine(&b).Show(strings.Repeat("研", 100) + "\n")
	assert.Equal(t, "\r"+strings.Repeat("研", 39)+"…", b.String())
}

func TestOutputBeneathALineErasesIt(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := NewLine(&b)
	w := l.Beneath(&b)
	l.Show("page 1")
	_, err := w.Write([]byte("row\n"))
	require.NoError(t, err)
	_, err = w.Write([]byte("row\n"))
	require.NoError(t, err)
	assert.Equal(t, "\rpage 1\r      \rrow\nrow\n", b.String())
}

func TestWithoutATerminalNothingIsShown(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := NewLine(nil)
	l.Show("page 1")
	_, err := l.Beneath(&b).Write([]byte("row\n"))
	require.NoError(t, err)
	assert.Equal(t, "row\n", b.String())
}

func TestIs(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	assert.False(t, Is(file), "a file")
	assert.False(t, Is(&bytes.Buffer{}), "a buffer")
	assert.True(t, Is(&device{}), "a character device")
}

type device struct{ bytes.Buffer }

func (*device) Stat() (fs.FileInfo, error) { return deviceInfo{}, nil }

type deviceInfo struct{ fs.FileInfo }

func (deviceInfo) Mode() fs.FileMode { return fs.ModeDevice | fs.ModeCharDevice }
