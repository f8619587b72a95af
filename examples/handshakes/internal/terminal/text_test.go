package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/assert"
)

var printableCases = []struct{ name, in, want string }{
	{name: "plain text stays", in: "Please join by Friday", want: "Please join by Friday"},
	{name: "other scripts and emoji stay", in: "欢迎加入组织 Grüße 🚀 👨‍👩‍👧", want: "欢迎加入组织 Grüße 🚀 👨‍👩‍👧"},
	{name: "a wide space stays", in: "欢迎\u3000加入", want: "欢迎\u3000加入"},
	{name: "line breaks of every kind are one sign", in: "a\nb\r\nc\u2028d\u2029e", want: "a↵b↵c↵d↵e"},
	{name: "a lone carriage return cannot overwrite the line", in: "abc\rx", want: `abc\rx`},
	{name: "a tab is a space", in: "a\tb", want: "a b"},
	{name: "an escape sequence is text", in: "\x1b[2J\x1b]0;title\a", want: `\x1b[2J\x1b]0;title\a`},
	{name: "an escape sequence of one character is text", in: "\u009b2J", want: `\u009b2J`},
	{name: "delete and backspace are text", in: "a\b\x7f", want: `a\b\x7f`},
	{name: "the direction of writing cannot be turned", in: "\u202egpj.exe\u2066", want: `\u202egpj.exe\u2066`},
	{name: "invisible characters are seen", in: "a\u200bb\ufeffc\U000e0041", want: `a\u200bb\ufeffc\U000e0041`},
	{name: "bytes that are no text are replaced", in: "a\xffb", want: "a\ufffdb"},
	{name: "marks cannot pile up", in: "e" + strings.Repeat("\u0301", 50) + "x\u0301", want: "e\u0301\u0301\u0301\u0301x\u0301"},
	{name: "nothing is nothing", in: "", want: ""},
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
		{name: "ASCII is one column a character", in: "abc", want: 3},
		{name: "accents are in the character", in: "köln", want: 4},
		{name: "marks take no column", in: "ko\u0308ln", want: 4},
		{name: "Chinese is two", in: "研发", want: 4},
		{name: "full width punctuation is two", in: "，", want: 2},
		{name: "Korean is two, composed or not", in: "한\u1112\u1161\u11ab", want: 4},
		{name: "Japanese is two", in: "ひカ", want: 4},
		{name: "half width Japanese is one", in: "ｶ", want: 1},
		{name: "emoji are two", in: "🚀✅", want: 4},
		{name: "rare ideographs are two", in: "\U00020000", want: 2},
		{name: "an emoji of several parts is one", in: "👨‍👩‍👧👍🏽🇩🇪", want: 6},
		{name: "the signs of this package are one", in: "…↵", want: 2},
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
		{name: "what fits stays", in: "abcd", width: 4, want: "abcd"},
		{name: "what does not is cut", in: "abcde", width: 4, want: "abc…"},
		{name: "wide characters that fit stay", in: "研发", width: 4, want: "研发"},
		{name: "a wide character is not halved", in: "研发组", width: 4, want: "研…"},
		{name: "a wide character may just fit", in: "研发组", width: 5, want: "研发…"},
		{name: "an emoji stays with its parts", in: "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", width: 5, want: "👨‍👩‍👧👨‍👩‍👧…"},
		{name: "nothing is as wide as an ellipsis", in: "abc", width: 0, want: "…"},
		{name: "a mark stays with its character", in: "e\u0301e\u0301e\u0301", width: 2, want: "e\u0301…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Truncate(c.in, c.width))
		})
	}
}

// A locale of East Asia makes no difference, neither to the width of a text nor to its cutting.
func TestWidth_Locale(t *testing.T) {
	assert.False(t, widths.EastAsianWidth)
	before := runewidth.DefaultCondition.EastAsianWidth
	runewidth.DefaultCondition.EastAsianWidth = true
	t.Cleanup(func() { runewidth.DefaultCondition.EastAsianWidth = before })
	assert.Equal(t, 4, Width("§…↵é"))
	assert.Equal(t, "§…", Truncate("§§§", 2))
}
