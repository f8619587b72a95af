package huaweiorg

import (
	"time"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// wireText is a string, or a number kept as its text; anything else is "".
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	*t = wireText(pagejson.NewReader(b).Bytes())
	return nil
}

// wireTime is zero where it is not an RFC 3339 time.
type wireTime time.Time

func (t *wireTime) UnmarshalJSON(b []byte) error {
	*t = wireTime(pagejson.NewReader(b).Time())
	return nil
}
