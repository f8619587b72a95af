package huaweiorg

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// unmarshal reads the JSON of IAM, STS and the services of this machine, which may have
// a byte order mark.
func unmarshal(body []byte, v any) error {
	return json.Unmarshal(withoutMark(body), v)
}

func withoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\ufeff")) }

// wireText is a string, or a number as [pagejson.Reader.Text] writes it; anything else
// is "".
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	r := pagejson.NewReader(b)
	r.Text((*string)(t))
	return r.End()
}

// wireTime is zero where [pagejson.ParseTime] reads no time.
type wireTime time.Time

func (t *wireTime) UnmarshalJSON(b []byte) error {
	*t = wireTime(pagejson.NewReader(b).Time())
	return nil
}
