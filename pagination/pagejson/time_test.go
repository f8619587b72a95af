package pagejson_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// parseTime is what [pagejson.ParseTime] promises, in as few words.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.UTC().Year() < 0 || t.UTC().Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// times are texts near the form that services write.
var times = []string{
	"2025-02-03T04:05:06Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
	"2024-02-29T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "2025-04-31T00:00:00Z", "2025-01-31T00:00:00Z",
	"2025-00-03T04:05:06Z", "2025-13-03T04:05:06Z", "2025-02-00T04:05:06Z", "2025-01-32T04:05:06Z", "2025-02-03T24:05:06Z", "2025-02-03T23:60:06Z", "2025-02-03T23:59:60Z",
	"2025-02-03t04:05:06Z", "2025-02-03T04:05:06z", "2025-02-03 04:05:06Z", "2025-02-03T04:05:06", "2025-02-03T04:05:06+", "2025-02-03T4:05:06Z", "2025-02-03T04:05:6Z",
	"2025-02-03T04:05:06.5Z", "2025-02-03T04:05:06,5Z", "2025-02-03T04:05:06.123456789Z", "2025-02-03T04:05:06.1234567891Z", "2025-02-03T4:05:06.5Z", "2025-02-03T4:05:060Z",
	"2025-06-01T16:00:00+08:00", "2025-06-01T16:00:00+0800", "2025-06-01T16:00:00-23:59", "2025-06-01T16:00:00+24:00", "2025-06-01T16:00:00+00:00",
	"9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00", "20250-2-03T04:05:06Z", "2025-0a-03T04:05:06Z", "2025-02-03T04:05:06\x00", "-025-02-03T04:05:06Z", "", "yesterday",
}

func TestTimesAreReadAsTheStandardLibraryReadsThem(t *testing.T) {
	t.Parallel()
	for _, text := range times {
		assert.Equal(t, parseTime(text), pagejson.ParseTime([]byte(text)), text)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		text := []byte(fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", n("year", 9999), n("month", 13), n("day", 32), n("hour", 25), n("minute", 61), n("second", 61)))
		if rapid.Bool().Draw(t, "damaged") {
			text[n("at", len(text)-1)] = rapid.Byte().Draw(t, "byte")
		}
		require.Equal(t, parseTime(string(text)), pagejson.ParseTime(text), "%q", text)
	})
}

func FuzzParseTime(f *testing.F) {
	for _, text := range times {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.Equal(t, parseTime(text), pagejson.ParseTime([]byte(text)), "%q", text)
	})
}

func TestOddTimesAreZero(t *testing.T) {
	t.Parallel()
	want := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2025-02-03T04:05:06Z"`: want, `"2025-02-03T05:05:06+01:00"`: want, `"2025-02-03T04:05:0\u0036Z"`: want,
		`"soon"`: {}, `1738555506`: {}, `null`: {}, `{}`: {}, `["2025-02-03T04:05:06Z"]`: {}, `true`: {},
	} {
		r := pagejson.NewReader([]byte(text))
		assert.Equal(t, want, r.Time(), text)
		assert.NoError(t, r.End(), text)
	}
}
