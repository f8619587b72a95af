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

// wireCount is a non-negative integer, which may be a string. A bool counts as 0 or 1. For any
// other value, wireCount knows only that it was there.
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

// parseTime returns a time in UTC, or zero if s is not a time. A time outside of the years 0 to
// 9999 has no JSON form, and counts as unreadable.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return pagejson.ParseTime([]byte(s)) // its own tests have the other forms
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// oracleText is a string, or the text of a number. Any other value is "".
type oracleText string

func (t *oracleText) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = oracleText(text)
	return nil
}

// scalar returns the text of a JSON string, number or null. It returns false for any other
// value.
func scalar(b []byte) (string, bool) {
	switch c := b[0]; {
	case c == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b):
		return string(b[1 : len(b)-1]), true // there are no escapes
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

// number writes an integer as its digits, if there are at most 64.
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
