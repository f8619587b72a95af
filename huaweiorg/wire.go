package huaweiorg

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// wireText is a string, or a number kept as its text; anything else is "".
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = wireText(text)
	return nil
}

// wireTime is zero where it is not an RFC 3339 time.
type wireTime time.Time

func (t *wireTime) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = wireTime(pagejson.ParseTime([]byte(text)))
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
		return string(b), true
	default:
		return "", false
	}
}
