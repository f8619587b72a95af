// Package terminal is what the tool knows of terminals: whether there is one, how wide it is
// and whether it shows colours, how wide a text is on it, and how to print a stranger's text
// without letting it take over the screen.
package terminal

import (
	"io"

	"golang.org/x/term"
)

// A Screen is what a writer shows its text on. The zero value is a file or a pipe, where lines
// may have any length.
type Screen struct {
	// Terminal reports whether a person looks at it.
	Terminal bool
	// Width is how many columns it has; 0 is no limit.
	Width int
	// Color reports whether it shows colours, and is asked to.
	Color bool
}

// ScreenOf returns the screen that w writes to. A terminal shows colours unless the variable
// NO_COLOR is set, TERM is dumb, or there is no TERM, as in the console of Windows. A terminal
// that does not report its width, such as a serial console, has 80 columns.
func ScreenOf(w io.Writer, getenv func(string) string) Screen {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return Screen{}
	}
	s := Screen{Terminal: true, Color: getenv("NO_COLOR") == "" && getenv("TERM") != "dumb" && getenv("TERM") != ""}
	if s.Width, _, _ = term.GetSize(int(f.Fd())); s.Width <= 0 {
		s.Width = 80
	}
	return s
}
