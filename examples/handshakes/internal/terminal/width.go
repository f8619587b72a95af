package terminal

import "github.com/mattn/go-runewidth"

// widths is the same on every machine: runewidth's own default follows the locale.
var widths = &runewidth.Condition{StrictEmojiNeutral: true}

// Width is how many columns s takes, if it is [Printable]. Chinese, Japanese and Korean
// characters take two, and so do most emoji, also those of several parts. Marks take none.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return widths.StringWidth(s)
}

// Truncate cuts s to at most width columns, the last of which is then an ellipsis. It cuts
// between characters as people see them: marks, and parts of an emoji, stay together.
func Truncate(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	return widths.Truncate(s, max(1, width), "…")
}
