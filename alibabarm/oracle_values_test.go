package alibabarm

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// wireCount is a whole number that is not negative, perhaps written as a string; a
// bool counts as 0 or 1. Of anything else only is known that it was there.
type wireCount struct {
	seen, read bool
	n          int
}

func (c *wireCount) UnmarshalJSON(b []byte) error {
	text, ok := scalar(b)
	if !ok {
		text = map[byte]string{'f': "0", 't': "1"}[b[0]]
	}
	return c.UnmarshalText([]byte(text))
}

func (c *wireCount) UnmarshalText(text []byte) error {
	n, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
	c.seen, c.read = true, err == nil && n >= 0 && n <= math.MaxInt32 && n == math.Trunc(n)
	if c.read {
		c.n = int(n)
	}
	return nil
}

func (c *wireCount) or(absent int) int {
	if c.read {
		return c.n
	}
	return absent
}

// parseTime is in UTC, and zero where s is not a time. A time that leaves
// the years 0 to 9999 there has no JSON form and counts as unreadable.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return pagejson.ParseTime([]byte(s)) // whose tests have the other forms
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// oracleText is a string, or a number kept as its text; anything else is "".
type oracleText string

func (t *oracleText) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = oracleText(text)
	return nil
}

// scalar is the text of a JSON string, number or null; false for anything else.
func scalar(b []byte) (string, bool) {
	switch c := b[0]; {
	case c == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b):
		return string(b[1 : len(b)-1]), true // nothing to unescape
	case c == '"':
		var s string
		err := json.Unmarshal(b, &s)
		return s, err == nil
	case c == 'n':
		return "", true
	case c == '-' || '0' <= c && c <= '9':
		return number(string(b)), true
	default:
		return "", false
	}
}

// number writes a whole number as its digits, as long as there are no more than 64.
func number(text string) string {
	digits, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	switch {
	case !strings.ContainsAny(text, ".eE"):
		if text == "-0" {
			return "0"
		}
		return text
	case strings.Trim(digits, "-0.") == "":
		return "0"
	case len(exponent) > 4 && exponent[0] == '-':
		return text
	case len(exponent) > 4:
		return ""
	}
	n, _ := new(big.Rat).SetString(text)
	if !n.IsInt() {
		return text
	}
	if len(new(big.Int).Abs(n.Num()).String()) > 64 {
		return ""
	}
	return n.Num().String()
}
