package pagejson

import (
	"bytes"
	"strconv"
)

// maxDigits bounds the whole numbers that are written out. An ID has about 20 digits,
// while 1e999999999 would have a gigabyte of them.
const maxDigits = 64

// A decimal is a number as its digits, without zeros at either end: the first of them is
// worth 10 to the power of point-1.
type decimal struct {
	negative bool
	digits   []byte
	point    int // how many digits are before the decimal point
}

// parseDecimal reads a number of JSON. It is false for any other text.
func parseDecimal(text []byte) (d decimal, ok bool) {
	r := Reader{body: text}
	if r.number(); r.err != nil || r.at != len(text) {
		return decimal{}, false
	}
	text, d.negative = bytes.CutPrefix(text, []byte("-"))
	exponent := 0
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		// One that is out of range is the greatest or smallest int32, which is far
		// enough for all that is done with it.
		n, _ := strconv.ParseInt(string(text[i+1:]), 10, 32)
		text, exponent = text[:i], int(n)
	}
	before, behind, _ := bytes.Cut(text, []byte("."))
	digits := append(bytes.Clone(before), behind...)
	d.digits = bytes.TrimLeft(digits, "0")
	d.point = len(before) + exponent - (len(digits) - len(d.digits))
	if d.digits = bytes.TrimRight(d.digits, "0"); len(d.digits) == 0 {
		return decimal{}, true
	}
	return d, true
}

// slice is the number that the digits from and before to make, with zeros where none are.
func (d decimal) slice(from, to int) (n int64) {
	for i := from; i < to; i++ {
		n *= 10
		if i < len(d.digits) {
			n += int64(d.digits[i] - '0')
		}
	}
	return n
}

// integer writes a whole number without point and exponent, so that the number is the ID
// that it stands for: 1190022334455660 for 119002233445566e1. It is nil where that would
// have more than [maxDigits] digits. Any other number stays as it is written.
func integer(number []byte) []byte {
	if !bytes.ContainsAny(number, ".eE") && string(number) != "-0" { // as nearly all are
		return number
	}
	d, ok := parseDecimal(number)
	switch {
	case !ok || len(d.digits) > max(d.point, 0):
		return number
	case len(d.digits) == 0:
		return []byte("0")
	case d.point > maxDigits:
		return nil
	}
	var text []byte
	if d.negative {
		text = append(text, '-')
	}
	text = append(text, d.digits...)
	return append(text, bytes.Repeat([]byte("0"), d.point-len(d.digits))...)
}
