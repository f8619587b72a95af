package progress

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal/terminaltest"
)

func TestLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tty := terminaltest.New(40)
		l := New(process(tty, tty, 40))
		defer l.Close()
		out := l.Above(tty)
		assert.Empty(t, tty.Rows(), "it takes no room yet")

		l.Show("huawei: 10 pages")
		assert.Equal(t, []string{"huawei: 10 pages"}, tty.Rows())
		l.Show("huawei: 11")
		assert.Equal(t, []string{"huawei: 11"}, tty.Rows(), "nothing is left of a longer text")
		put(t, out, "row 1\nrow 2\n")
		assert.Equal(t, []string{"row 1", "row 2", "huawei: 11"}, tty.Rows(), "it stands still beneath the output")
		l.Show("two\nlines \x1b[2J")
		assert.Equal(t, `two↵lines \x1b[2J`, last(tty), "it is harmless")
		l.Show(strings.Repeat("研", 100))
		assert.Equal(t, strings.Repeat("研", 19)+"…", last(tty), "it fits in one row")
		assert.Len(t, tty.Rows(), 3)

		l.Close()
		assert.Equal(t, []string{"row 1", "row 2"}, tty.Rows())
		l.Show("more")
		put(t, out, "row 4\n")
		assert.Len(t, tty.Rows(), 3, "nothing is shown any more")
	})
}

func TestLine_Width(t *testing.T) {
	t.Parallel()
	tty := terminaltest.New(100)
	p := process(tty, tty, 100)
	width := 100
	p.Screen = func(io.Writer) terminal.Screen { return terminal.Screen{Terminal: true, Width: width} }
	l := New(p)
	defer l.Close()
	l.Show(strings.Repeat("x", 200))
	assert.Equal(t, strings.Repeat("x", 98)+"…", last(tty))
	width = 50
	l.Show(strings.Repeat("x", 200))
	assert.True(t, strings.HasPrefix(last(tty), strings.Repeat("x", 48)+"…"), "a terminal that was made narrower")

	var b bytes.Buffer
	p.Stderr = &b
	l = New(p)
	defer l.Close()
	width = 100
	l.Show(strings.Repeat("x", 90))
	width = 50
	b.Reset()
	l.Close()
	assert.Equal(t, "\r"+strings.Repeat(" ", 49)+"\r", b.String(), "it is erased in one row")
}

func TestLine_Wait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tty := terminaltest.New(120)
		l := New(process(tty, tty, 120))
		defer l.Close()
		l.Show("huawei: 2 pages")
		l.wait("huawei: throttled, next attempt", 4500*time.Millisecond)
		assert.Equal(t, "huawei: throttled, next attempt in 5 s; huawei: 2 pages", last(tty))
		for _, want := range []string{"4 s", "3 s", "2 s", "1 s"} {
			pass(time.Second)
			assert.Equal(t, "huawei: throttled, next attempt in "+want+"; huawei: 2 pages", last(tty))
		}
		pass(time.Second)
		assert.Equal(t, "no response for 5 s; huawei: 2 pages", last(tty), "the attempt gets no response")
		l.Show("huawei: 3 pages")
		assert.Equal(t, "huawei: 3 pages", last(tty))

		l.wait("alibaba: no response, next attempt", time.Minute)
		l.wait("huawei: throttled, next attempt", 2*time.Minute)
		l.wait("alibaba: no response, next attempt", time.Second)
		assert.Equal(t, "huawei: throttled, next attempt in 120 s; huawei: 3 pages", last(tty), "the longest wait counts")
	})
}

func TestLine_Silence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tty := terminaltest.New(80)
		l := New(process(tty, tty, 80))
		defer l.Close()
		pass(10 * time.Second)
		assert.Empty(t, tty.Rows(), "nothing was shown")
		l.Show("huawei: page 1")
		pass(2 * time.Second)
		assert.Equal(t, "huawei: page 1", last(tty))
		pass(time.Second)
		assert.Equal(t, "no response for 3 s; huawei: page 1", last(tty))
		pass(57 * time.Second)
		assert.Equal(t, "no response for 60 s; huawei: page 1", last(tty))
	})
}

// The output goes to a file: the line stands on stderr alone, and leaves the file as it is.
func TestLine_StdoutIsAFile(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	tty := terminaltest.New(80)
	l := New(process(&file, tty, 80))
	defer l.Close()
	l.Show("page 1")
	put(t, l.Above(&file), "row 1\nan open line")
	assert.Equal(t, "row 1\nan open line", file.String())
	assert.Equal(t, []string{"page 1"}, tty.Rows())
	l.Show("page 2")
	assert.Equal(t, []string{"page 2"}, tty.Rows())
}

func TestLine_StderrIsAFile(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	tty := terminaltest.New(80)
	l := New(process(tty, &file, 80))
	defer l.Close()
	l.Show("page 1")
	l.wait("huawei: throttled, next attempt", time.Minute)
	put(t, l.Above(tty), "row 1\n")
	assert.Empty(t, file.String())
	assert.Equal(t, []string{"row 1"}, tty.Rows())
}

func TestLine_Close(t *testing.T) {
	defer goleak.VerifyNone(t)
	l := New(process(io.Discard, terminaltest.New(80), 80))
	var calls sync.WaitGroup
	for range 3 {
		calls.Go(func() { l.Show("x"); l.wait("huawei: y", time.Second); l.Close() })
	}
	calls.Wait()
	l.Close()
}
