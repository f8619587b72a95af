package terminal

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

const (
	zeroWidthNonJoiner = '\u200c' // Persian needs it
	zeroWidthJoiner    = '\u200d' // emoji of several parts need it
	maxMarks           = 4        // on one character
)

// Visible reports whether r can be printed as it is: it moves no cursor, starts no
// escape sequence, turns no direction of writing, and is not a line break.
func Visible(r rune) bool {
	return unicode.IsGraphic(r) || r == zeroWidthJoiner || r == zeroWidthNonJoiner
}

// Printable is s on one line and harmless to a terminal: a line break is ↵, a tab
// is a space, and what is not [Visible] is written as in Go source, as \x1b or
// \u202e. Marks that pile up on a character are left out after the fourth.
func Printable(s string) string {
	var b strings.Builder
	marks := 0
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > maxMarks {
			continue
		}
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			b.WriteRune('↵')
		case r == '\t':
			b.WriteByte(' ')
		case Visible(r):
			b.WriteRune(r)
		default:
			b.WriteString(Escape(r))
		}
	}
	return b.String()
}

// Escape writes r in ASCII as Go source does.
func Escape(r rune) string {
	quoted := strconv.QuoteRuneToASCII(r)
	return quoted[1 : len(quoted)-1]
}

// widths is the same on every machine: runewidth's own default follows the locale.
var widths = &runewidth.Condition{StrictEmojiNeutral: true}

// Width is how many columns s takes, if it is [Printable]. Chinese, Japanese and Korean
// characters take two, and so do most emoji, also those of several parts. Marks take none.
func Width(s string) int { return widths.StringWidth(s) }

// Truncate cuts s to at most width columns, the last of which is then an ellipsis. It cuts
// between characters as people see them: marks, and parts of an emoji, stay together.
func Truncate(s string, width int) string { return widths.Truncate(s, max(1, width), "…") }
