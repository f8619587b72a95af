package progress

import (
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal/terminaltest"
)

// process is one whose writers are terminals if they are screens of this width.
func process(stdout, stderr io.Writer, width int) *cli.Process {
	return &cli.Process{
		Stdout: stdout, Stderr: stderr,
		Screen: func(w io.Writer) terminal.Screen {
			if _, ok := w.(*terminaltest.Screen); !ok {
				return terminal.Screen{}
			}
			return terminal.Screen{Terminal: true, Width: width}
		},
	}
}

func put(t *testing.T, w io.Writer, text string) {
	t.Helper()
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
}

// last is the row at the bottom of a screen.
func last(s *terminaltest.Screen) string {
	rows := s.Rows()
	return rows[len(rows)-1]
}

// pass lets time go by, and what it triggers happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
