package temporary

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// Unmarshal decodes JSON that may begin with a byte order mark.
func Unmarshal(body []byte, v any) error {
	return json.Unmarshal(WithoutMark(body), v)
}

// WithoutMark drops a byte order mark from the beginning of body.
func WithoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\ufeff")) }

// A Text is a JSON string, or a number in decimal digits. Any other value decodes to "".
type Text string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Text) UnmarshalJSON(b []byte) error {
	switch {
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case isNumber(b):
		*t = Text(decimal(string(b)))
	}
	return nil
}

func isNumber(b []byte) bool { return b[0] == '-' || '0' <= b[0] && b[0] <= '9' }

// maxExact is the limit up to which a float64 represents every integer.
const maxExact = 1 << 53

// decimal writes an integer in digits only, because some encoders give it an exponent.
func decimal(number string) string {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || !strings.ContainsAny(number, ".eE") || f != math.Trunc(f) || math.Abs(f) > maxExact {
		return number
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// An Instant is a time in UTC. A text that is not a time decodes to zero.
type Instant time.Time

// UnmarshalJSON implements [json.Unmarshaler].
func (i *Instant) UnmarshalJSON(b []byte) error {
	var t Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*i = Instant(parseInstant(strings.TrimSpace(string(t))))
	return nil
}

// UnmarshalText implements [encoding.TextUnmarshaler], for XML.
func (i *Instant) UnmarshalText(b []byte) error {
	*i = Instant(parseInstant(strings.TrimSpace(string(b))))
	return nil
}

// parseInstant reads a time of RFC 3339 or a number of seconds or milliseconds since 1970. The
// seconds, the offset and the colon in the offset may be missing.
func parseInstant(text string) time.Time {
	t, ok := parseEpoch(text)
	if !ok {
		t, ok = parseClock(text)
	}
	if t = t.UTC(); !ok || t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// parseEpoch distinguishes seconds from milliseconds by the number of digits, which is constant
// from the year 2001 to 2286.
func parseEpoch(text string) (time.Time, bool) {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || n < 1e9 || n >= 1e13:
		return time.Time{}, false
	case n < 1e10:
		return time.UnixMicro(int64(math.Round(n * 1e6))), true
	case n >= 1e12:
		return time.UnixMicro(int64(math.Round(n * 1e3))), true
	}
	return time.Time{}, false
}

func parseClock(text string) (time.Time, bool) {
	text = strings.ToUpper(text)
	if len(text) > len(time.DateOnly) && text[len(time.DateOnly)] == ' ' {
		text = text[:len(time.DateOnly)] + "T" + text[len(time.DateOnly)+1:]
	}
	for _, zone := range []string{"UTC", "GMT"} {
		text = strings.TrimSuffix(text, zone)
	}
	text = strings.ReplaceAll(text, " ", "")
	for _, clock := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", "Z07", ""} {
			if t, err := time.Parse(clock+zone, text); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}
