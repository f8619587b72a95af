package pagejson_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// parseTime reads a time of RFC 3339 with [time.Parse] and returns it in UTC.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.UTC().Year() < 0 || t.UTC().Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// times are texts near the form that services write.
var times = []string{
	"2025-02-03T04:05:06Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
	"1969-12-31T23:59:59Z",
	"2024-02-29T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z",
	"2025-04-31T00:00:00Z", "2025-01-31T00:00:00Z",
	"2025-00-03T04:05:06Z", "2025-13-03T04:05:06Z", "2025-02-00T04:05:06Z", "2025-01-32T04:05:06Z",
	"2025-02-03T24:05:06Z", "2025-02-03T23:60:06Z", "2025-02-03T23:59:60Z",
	"2025-02-03T04:05:06+", "2025-02-03T4:05:06Z", "2025-02-03T04:05:6Z", "2025-02-03T04:05:06-",
	"2025-02-03T04:05:06+8", "2025-02-03T04:05:06+080",
	"2025-02-03T04:05:06.5Z", "2025-02-03T04:05:06,5Z", "2025-02-03T04:05:06.123456789Z",
	"2025-02-03T04:05:06.1234567891Z", "2025-02-03T4:05:06.5Z", "2025-02-03T4:05:060Z",
	"2025-06-01T16:00:00+08:00", "2025-06-01T16:00:00-23:59", "2025-06-01T16:00:00+24:00",
	"2025-06-01T16:00:00+00:00",
	"9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00", "20250-2-03T04:05:06Z",
	"2025-0a-03T04:05:06Z", "2025-02-03T04:05:06\x00", "-025-02-03T04:05:06Z", "", "yesterday",
	"2025-02-03", "2025-02-03T", "2025-02-03 ", "2025-02-03T04", "2025-02-03T04Z",
	"2025-02-03T04:05:06 CST", "2025-02-03T04:05:06ZZ", "2025-02-03T04:05:06 Z+08:00",
	"2025-02-03T04:05:0 6", "2025-02-03_04:05:06", "2025-02-03T04:05.5",
	"2025-02-03T04:05:06 +08:00 ABC", "2025-02-03T04:05:06Z7", "03.02.2025 04:05",
}

// usualForms are times in other forms than RFC 3339, and the same times in RFC 3339.
var usualForms = map[string]string{
	"2017-01-17T09:41Z":              "2017-01-17T09:41:00Z",
	"2017-01-17T09:41":               "2017-01-17T09:41:00Z",
	"2017-01-17 09:41":               "2017-01-17T09:41:00Z",
	"2017-01-17T17:41+08:00":         "2017-01-17T09:41:00Z",
	"2017-01-17T17:41+0800":          "2017-01-17T09:41:00Z",
	"2017-01-17 09:41:07":            "2017-01-17T09:41:07Z",
	"2017-01-17T09:41:07":            "2017-01-17T09:41:07Z",
	"2017-01-17 09:41:07Z":           "2017-01-17T09:41:07Z",
	"2017-01-17t09:41:07z":           "2017-01-17T09:41:07Z",
	"2017-01-17T09:41:07z":           "2017-01-17T09:41:07Z",
	"2017-01-17t17:41:07+08:00":      "2017-01-17T09:41:07Z",
	"2017-01-17T17:41:07+0800":       "2017-01-17T09:41:07Z",
	"2017-01-17T17:41:07+08":         "2017-01-17T09:41:07Z",
	"2017-01-17T05:11:07-0430":       "2017-01-17T09:41:07Z",
	"2017-01-17 17:41:07 +0800":      "2017-01-17T09:41:07Z",
	"2017-01-17 17:41:07 +08:00":     "2017-01-17T09:41:07Z",
	"2017-01-17 09:41:07 UTC":        "2017-01-17T09:41:07Z",
	"2017-01-17T09:41:07 GMT":        "2017-01-17T09:41:07Z",
	"2017-01-17 09:41:07utc":         "2017-01-17T09:41:07Z",
	"2017-01-17 09:41:07.25":         "2017-01-17T09:41:07.25Z",
	"2017-01-17 17:41:07,250 +0800":  "2017-01-17T09:41:07.25Z",
	"2017-01-17t09:41:07.000000001z": "2017-01-17T09:41:07.000000001Z",
	" 2017-01-17T09:41:07Z\r\n":      "2017-01-17T09:41:07Z",
	"\t2017-01-17 09:41 ":            "2017-01-17T09:41:00Z",
	"1484646067":                     "2017-01-17T09:41:07Z",
	"1484646067000":                  "2017-01-17T09:41:07Z",
	"1484646067250":                  "2017-01-17T09:41:07.25Z",
	" 1484646067 ":                   "2017-01-17T09:41:07Z",
	"1484646067.123456789":           "2017-01-17T09:41:07.123456789Z",
	"1484646067123.456789":           "2017-01-17T09:41:07.123456789Z",
	"1484646067.1234567891":          "2017-01-17T09:41:07.123456789Z",
	"1484646067.0":                   "2017-01-17T09:41:07Z",
	"1.484646067e9":                  "2017-01-17T09:41:07Z",
	"1.484646067E+12":                "2017-01-17T09:41:07Z",
	"1.48464606725e12":               "2017-01-17T09:41:07.25Z",
	"14846460670000e-1":              "2017-01-17T09:41:07Z",
	"148464606725e-2":                "2017-01-17T09:41:07.25Z",
	"1000000000":                     "2001-09-09T01:46:40Z",
	"1e9":                            "2001-09-09T01:46:40Z",
	"9999999999999":                  "2286-11-20T17:46:39.999Z",
}

// noTimes are numbers that are no time, or could be one of several times.
var noTimes = []string{
	"0", "1", "999999999", "14846460670", "148464606700", "14846460670000", "1484646067000000",
	"-1484646067", "+1484646067", "01484646067", "1484646067e", "1484646067.",
	"1e400", "1e-400", "1e99999999999999999999", "0e9", "0x587de8f3", "1484646067s",
	"1,484,646,067", "Infinity", "NaN", "1484646067 0", "1484646067 2017-01-17",
}

func TestParseTime(t *testing.T) {
	t.Parallel()
	t.Run("reads RFC 3339 as the standard library does", func(t *testing.T) {
		t.Parallel()
		for _, text := range times {
			assert.Equal(t, parseTime(text), pagejson.ParseTime([]byte(text)), text)
		}
		rapid.Check(t, func(t *rapid.T) {
			n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
			text := []byte(fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", n("year", 9999), n("month", 13),
				n("day", 32), n("hour", 25), n("minute", 61), n("second", 61)))
			if rapid.Bool().Draw(t, "damaged") {
				text[n("at", len(text)-1)] = rapid.Byte().Draw(t, "byte")
			}
			if want := parseTime(string(text)); !want.IsZero() {
				require.Equal(t, want, pagejson.ParseTime(text), "%q", text)
			}
		})
	})
	t.Run("reads the other usual forms", func(t *testing.T) {
		t.Parallel()
		for text, want := range usualForms {
			assert.Equal(t, want, pagejson.ParseTime([]byte(text)).Format(time.RFC3339Nano), "%q", text)
		}
	})
	t.Run("returns the zero time for other numbers", func(t *testing.T) {
		t.Parallel()
		long := []string{strings.Repeat("1", 1<<20), strings.Repeat(" ", 100) + "x", "1484646067." + strings.Repeat("0", 100)}
		for _, text := range append(long, noTimes...) {
			assert.Zero(t, pagejson.ParseTime([]byte(text)), "%.80q", text)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, text := range times {
		f.Add(text)
	}
	for text := range usualForms {
		f.Add(text)
	}
	for _, text := range noTimes {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := pagejson.ParseTime([]byte(text))
		if want := parseTime(text); !want.IsZero() && len(text) <= 64 {
			require.Equal(t, want, got, "%q", text)
		}
		require.Equal(t, got, pagejson.ParseTime([]byte(got.Format(time.RFC3339Nano))), "%q", text)
	})
}

func TestReader_Time(t *testing.T) {
	t.Parallel()
	want := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2025-02-03T04:05:06Z"`: want, `"2025-02-03T05:05:06+01:00"`: want,
		`"2025-02-03T04:05:0\u0036Z"`: want,
		`1738555506`:                  want, `"1738555506"`: want, `1738555506000`: want,
		`"1738555506000"`: want,
		`1.738555506e9`:   want, `"2025-02-03 04:05:06"`: want,
		`"soon"`: {}, `null`: {}, `{}`: {}, `["2025-02-03T04:05:06Z"]`: {}, `true`: {},
		`-1738555506`: {}, `17385555060`: {}, `0`: {},
	} {
		r := pagejson.NewReader([]byte(text))
		assert.Equal(t, want, r.Time(), text)
		assert.NoError(t, r.End(), text)
	}
}
