package pagejson

import (
	"bytes"
	"strconv"
)

// maxDigits bounds the integers that are written as digits. An ID has about 20 digits, while
// 1e999999999 would have a gigabyte of them.
const maxDigits = 64

// A decimal is a number as its digits, without zeros at either end. The first digit is worth 10
// to the power of point-1.
type decimal struct {
	negative bool
	digits   []byte
	point    int // the number of digits before the decimal point
}

// parseDecimal reads a number of JSON. It returns false for any other text.
func parseDecimal(text []byte) (d decimal, ok bool) {
	r := Reader{body: text}
	if r.number(); r.err != nil || r.at != len(text) {
		return decimal{}, false
	}
	text, d.negative = bytes.CutPrefix(text, []byte("-"))
	exponent := 0
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		// ParseInt returns the greatest or smallest int32 for an exponent that is out of range.
		// That is large enough for every use of the exponent.
		n, _ := strconv.ParseInt(string(text[i+1:]), 10, 32)
		text, exponent = text[:i], int(n)
	}
	whole, fraction, _ := bytes.Cut(text, []byte("."))
	digits := append(bytes.Clone(whole), fraction...)
	d.digits = bytes.TrimLeft(digits, "0")
	d.point = len(whole) + exponent - (len(digits) - len(d.digits))
	if d.digits = bytes.TrimRight(d.digits, "0"); len(d.digits) == 0 {
		return decimal{}, true
	}
	return d, true
}

// slice returns the number that the digits between from and to make. Behind the last digit, it
// reads zeros.
func (d decimal) slice(from, to int) (n int64) {
	for i := from; i < to; i++ {
		n *= 10
		if i < len(d.digits) {
			n += int64(d.digits[i] - '0')
		}
	}
	return n
}

// integer writes an integer without point and exponent, as the ID that it stands for:
// 1190022334455660 for 119002233445566e1. It returns nil if that takes more than [maxDigits]
// digits, and any other number as it is written.
func integer(number []byte) []byte {
	if !bytes.ContainsAny(number, ".eE") && string(number) != "-0" { // nearly all numbers
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
