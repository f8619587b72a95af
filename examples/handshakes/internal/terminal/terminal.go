// Package terminal is what the programs know of terminals: whether there is one,
// how to rewrite a line of it, how wide a text is, and how to print a stranger's
// text without letting it take over the screen.
package terminal

import (
	"io"
	"io/fs"
)

// Is reports whether w writes to a terminal.
func Is(w io.Writer) bool {
	f, ok := w.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}
