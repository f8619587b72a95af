package pagejson

import (
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// appendUnquoted appends the text that raw stands for. raw is the inside of a valid JSON
// string.
func appendUnquoted(dst, raw []byte) []byte {
	for len(raw) > 0 {
		switch c := raw[0]; {
		case c != '\\' && c < utf8.RuneSelf:
			dst, raw = append(dst, c), raw[1:]
		case c != '\\':
			char, size := utf8.DecodeRune(raw) // U+FFFD for a byte that is not UTF-8
			dst, raw = utf8.AppendRune(dst, char), raw[size:]
		case raw[1] == 'u':
			var char rune
			char, raw = escapedRune(raw)
			dst = utf8.AppendRune(dst, char)
		default:
			dst, raw = append(dst, escaped(raw[1])), raw[2:]
		}
	}
	return dst
}

// escaped returns the character that a letter behind a backslash means.
func escaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c
	}
}

// escapedRune reads one \uXXXX or a pair of them. For half a pair, it returns U+FFFD.
func escapedRune(raw []byte) (char rune, rest []byte) {
	char, rest = unit(raw), raw[6:]
	if !utf16.IsSurrogate(char) {
		return char, rest
	}
	if len(rest) > 1 && rest[0] == '\\' && rest[1] == 'u' {
		if pair := utf16.DecodeRune(char, unit(rest)); pair != unicode.ReplacementChar {
			return pair, rest[6:]
		}
	}
	return unicode.ReplacementChar, rest
}

// unit returns the value of the \uXXXX at the beginning of raw.
func unit(raw []byte) rune {
	var u rune
	for _, c := range raw[2:6] {
		digit, _ := hexDigit(c)
		u = u<<4 | digit
	}
	return u
}

func hexDigit(c byte) (rune, bool) {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0'), true
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10, true
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10, true
	default:
		return 0, false
	}
}
