package auth

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A view is what a reader may take a text for: the text itself, or what it decodes to. Its
// bytes are folded.
type view struct {
	text []byte
	at   []int // where each byte, and the end, came from; nil means the same place
	raw  []byte
}

// span returns where the bytes from i to before j came from.
func (v view) span(i, j int) span {
	if v.at == nil {
		return span{i, j}
	}
	return span{v.at[i], v.at[j]}
}

func (v view) from(i int) int {
	if v.at == nil {
		return i
	}
	return v.at[i]
}

// maxEscapes is how often a text may be escaped: a token in a query, in JSON, in the text of an
// error, in HTML.
const maxEscapes = 4

// escapes are the characters that an escape begins with.
const escapes = `%\&`

// views yields text, and then what it becomes each time its escapes are resolved.
func views(text string) iter.Seq[view] {
	return func(yield func(view) bool) {
		v := view{raw: []byte(text)}
		for range maxEscapes + 1 {
			v.text = fold(bytes.Clone(v.raw))
			if !yield(v) {
				return
			}
			var changed bool
			if v, changed = v.unescaped(); !changed {
				return
			}
		}
	}
}

// unescapedFully resolves the escapes of a secret, which may look as if it had some.
func unescapedFully(text string) string {
	if !strings.ContainsAny(text, escapes) {
		return text
	}
	last := text
	for v := range views(text) {
		last = string(v.raw)
	}
	return last
}

// unescaped resolves one level of percent signs, backslashes and ampersands.
func (v view) unescaped() (view, bool) {
	if !bytes.ContainsAny(v.raw, escapes) {
		return v, false
	}
	next := view{raw: make([]byte, 0, len(v.raw)), at: make([]int, 0, len(v.raw)+1)}
	changed := false
	for i := 0; i < len(v.raw); {
		text, n := unescape(v.raw[i:])
		if n == 0 {
			text, n = string(v.raw[i:i+1]), 1
		} else {
			changed = true
		}
		for range len(text) {
			next.at = append(next.at, v.from(i))
		}
		next.raw = append(next.raw, text...)
		i += n
	}
	next.at = append(next.at, v.from(len(v.raw)))
	return next, changed
}

// unescape resolves the escape that text begins with, of n bytes, or returns 0 if it begins
// with none.
func unescape(text []byte) (plain string, n int) {
	if len(text) < 2 {
		return "", 0
	}
	switch text[0] {
	case '%':
		if text[1] == 'u' {
			return codePoint(text, 2, 4)
		}
		return hexByte(text, 1)
	case '\\':
		switch text[1] {
		case 'x':
			return hexByte(text, 2)
		case 'u':
			return codePoint(text, 2, 4)
		case 'U':
			return codePoint(text, 2, 8)
		case 'n', 'r', 't', 'b', 'f', 'v', 'a':
			return " ", 2
		case '/', '\\', '"', '\'', '`':
			return string(text[1:2]), 2
		}
	case '&':
		return entity(text)
	}
	return "", 0
}

func hexByte(text []byte, at int) (string, int) {
	n, ok := hexNumber(text, at, 2)
	if !ok {
		return "", 0
	}
	return string([]byte{byte(n)}), at + 2
}

func codePoint(text []byte, at, digits int) (string, int) {
	n, ok := hexNumber(text, at, digits)
	if !ok || n > utf8.MaxRune {
		return "", 0
	}
	return string(rune(n)), at + digits
}

func hexNumber(text []byte, at, digits int) (uint64, bool) {
	if len(text) < at+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[at:at+digits]), 16, 32)
	return n, err == nil
}

// entity resolves what HTML and XML write between & and a semicolon, for characters that
// a secret may have.
func entity(text []byte) (string, int) {
	const longest = 20
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(text[1:end])
	_, plain, ok := strings.Cut(entities, " "+name+"=")
	plain = plain[:min(1, len(plain))]
	if digits, numeric := strings.CutPrefix(name, "#"); numeric {
		base := 10
		if digits[:min(1, len(digits))] == "x" || digits[:min(1, len(digits))] == "X" {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		plain, ok = string(rune(min(n, utf8.MaxRune))), err == nil
	}
	if !ok {
		return "", 0
	}
	return plain, end + 1
}

// entities are the names of the marks of ASCII, in one text, because a map would be ten times
// as large in every program. Package html knows two thousand more.
const entities = " amp=& AMP=& lt=< LT=< gt=> GT=> quot=\" QUOT=\" apos=' plus=+ sol=/ equals== lowbar=_" +
	" UnderBar=_ period=. comma=, colon=: semi=; commat=@ percnt=% num=# excl=! dollar=$" +
	" ast=* midast=* lpar=( rpar=) lsqb=[ lbrack=[ rsqb=] rbrack=] lcub={ lbrace={ rcub=}" +
	" rbrace=} verbar=| vert=| VerticalLine=| bsol=\\ Hat=^ grave=` DiacriticalGrave=`" +
	" quest=? Tab=  NewLine=  nbsp= "

// encodedViews yields what the words of v decode to as base64 or hexadecimal digits, wherever
// they begin in an encoded text. A view is valid until the next one, which overwrites it.
func encodedViews(v view) iter.Seq[view] {
	return func(yield func(view) bool) {
		var decoded view
		for _, c := range []coding{{4, 6, base64Digit}, {2, 4, hexDigit}} {
			shortest := secretRun * 8 / c.bits
			words := digitWords(v.raw, c.digit, shortest)
			for skip := 0; skip < c.alignments && len(words) > 0; skip++ {
				decoded = v.decoded(decoded, words, c, skip)
				if !yield(decoded) {
					return
				}
			}
		}
	}
}

// A coding writes bytes as digits of some bits each.
type coding struct {
	alignments, bits int
	digit            func(byte) (value uint, ok bool)
}

func base64Digit(b byte) (uint, bool) {
	switch {
	case 'A' <= b && b <= 'Z':
		return uint(b - 'A'), true
	case 'a' <= b && b <= 'z':
		return uint(b-'a') + 26, true
	case '0' <= b && b <= '9':
		return uint(b-'0') + 52, true
	case b == '+' || b == '-':
		return 62, true
	case b == '/' || b == '_':
		return 63, true
	}
	return 0, false
}

func hexDigit(b byte) (uint, bool) {
	switch {
	case '0' <= b && b <= '9':
		return uint(b - '0'), true
	case 'a' <= b && b <= 'f':
		return uint(b-'a') + 10, true
	case 'A' <= b && b <= 'F':
		return uint(b-'A') + 10, true
	}
	return 0, false
}

// digitWords returns the runs of digits in text that are long enough to hold a secret.
func digitWords(text []byte, digit func(byte) (uint, bool), shortest int) (words []span) {
	for i := 0; i < len(text); i++ {
		from := i
		for i < len(text) {
			if _, ok := digit(text[i]); !ok {
				break
			}
			i++
		}
		if i-from >= shortest {
			words = append(words, span{from, i})
		}
	}
	return words
}

// noByte separates two words, so that no run reaches from one into the next. It does not occur
// in UTF-8.
const noByte = 0xff

// decoded decodes words, without the first skip digits of each, and overwrites another view.
// A byte comes from the last two digits read.
func (v view) decoded(into view, words []span, c coding, skip int) view {
	// A decoded byte takes more than one digit, and one more byte follows each word.
	room := len(v.raw) + 1
	next := view{raw: slices.Grow(into.raw[:0], room), at: slices.Grow(into.at[:0], room)}
	for _, word := range words {
		var bits uint
		have := 0
		for i := word.from + skip; i < word.to; i++ {
			value, _ := c.digit(v.raw[i])
			bits = bits<<c.bits | value
			if have += c.bits; have >= 8 {
				have -= 8
				next.raw = append(next.raw, byte(bits>>have))
				next.at = append(next.at, v.from(i-1))
			}
		}
		next.raw, next.at = append(next.raw, noByte), append(next.at, v.from(word.to))
	}
	next.at = append(next.at, v.from(len(v.raw)))
	next.text = fold(next.raw)
	return next
}
