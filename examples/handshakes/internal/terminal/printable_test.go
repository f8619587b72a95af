package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

var printableCases = []struct{ name, in, want string }{
	{"plain text stays", "Please join by Friday", "Please join by Friday"},
	{"other scripts and emoji stay", "欢迎加入组织 Grüße 🚀 👨‍👩‍👧", "欢迎加入组织 Grüße 🚀 👨‍👩‍👧"},
	{"a wide space stays", "欢迎\u3000加入", "欢迎\u3000加入"},
	{"line breaks of every kind are one sign", "a\nb\r\nc\u2028d\u2029e", "a↵b↵c↵d↵e"},
	{"a lone carriage return cannot overwrite the line", "abc\rx", `abc\rx`},
	{"a tab is a space", "a\tb", "a b"},
	{"an escape sequence is text", "\x1b[2J\x1b]0;title\a", `\x1b[2J\x1b]0;title\a`},
	{"an escape sequence of one character is text", "\u009b2J", `\u009b2J`},
	{"delete and backspace are text", "a\b\x7f", `a\b\x7f`},
	{"the direction of writing cannot be turned", "\u202egpj.exe\u2066", `\u202egpj.exe\u2066`},
	{"invisible characters are seen", "a\u200bb\ufeffc\U000e0041", `a\u200bb\ufeffc\U000e0041`},
	{"bytes that are no text are replaced", "a\xffb", "a\ufffdb"},
	{"marks cannot pile up", "e" + strings.Repeat("\u0301", 50) + "x\u0301", "e\u0301\u0301\u0301\u0301x\u0301"},
	{"nothing is nothing", "", ""},
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	for _, c := range printableCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Printable(c.in))
		})
	}
}

func FuzzPrintable(f *testing.F) {
	for _, c := range printableCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Printable(s)
		if !utf8.ValidString(out) {
			t.Errorf("%q is not UTF-8", out)
		}
		for _, r := range out {
			if !Visible(r) {
				t.Errorf("%q has %q", out, r)
			}
		}
		if again := Printable(out); again != out {
			t.Errorf("%q changes again to %q", out, again)
		}
		for width := range 5 {
			cut := Truncate(out, width)
			if got := Width(cut); got > max(1, width) || got == 0 && Width(out) > 0 {
				t.Errorf("%q cut to %d is %q, %d wide", out, width, cut, got)
			}
		}
	})
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     int
	}{
		{"ASCII is one column a character", "abc", 3},
		{"accents are in the character", "köln", 4},
		{"marks take no column", "ko\u0308ln", 4},
		{"Chinese is two", "研发", 4},
		{"full width punctuation is two", "，", 2},
		{"Korean is two, composed or not", "한\u1112\u1161\u11ab", 4},
		{"Japanese is two", "ひカ", 4},
		{"half width Japanese is one", "ｶ", 1},
		{"emoji are two", "🚀✅", 4},
		{"rare ideographs are two", "\U00020000", 2},
		{"the signs of this package are one", "…↵", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Width(c.in))
		})
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		width    int
		want     string
	}{
		{"what fits stays", "abcd", 4, "abcd"},
		{"what does not is cut", "abcde", 4, "abc…"},
		{"wide characters that fit stay", "研发", 4, "研发"},
		{"a wide character is not halved", "研发组", 4, "研…"},
		{"a wide character may just fit", "研发组", 5, "研发…"},
		{"a mark stays with its character", "e\u0301e\u0301e\u0301", 2, "e\u0301…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Truncate(c.in, c.width))
		})
	}
}
