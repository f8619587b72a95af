package terminal

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLine_RewrittenAndErased(t *testing.T) {
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

func TestLine_Width(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	NewLine(&b).Show(strings.Repeat("研", 100) + "\n")
	assert.Equal(t, "\r"+strings.Repeat("研", 39)+"…", b.String())
}

func TestLine_Beneath(t *testing.T) {
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

func TestLine_NoTerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := NewLine(nil)
	l.Show("page 1")
	_, err := l.Beneath(&b).Write([]byte("row\n"))
	require.NoError(t, err)
	assert.Equal(t, "row\n", b.String())
}
