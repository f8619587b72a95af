package temporary

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestParseInstant(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 2, 3, 10, 5, 6, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2025-02-03T10:05:06Z":        at,
		"2025-02-03 18:05:06 +0800":   at,
		"2025-02-03T18:05:06+08":      at,
		"2025-02-03 10:05:06 UTC":     at,
		"2025-02-03T10:05:06gmt":      at,
		"2025-02-03T10:05:06.25":      at.Add(250 * time.Millisecond),
		"2025-02-03 10:05":            at.Add(-6 * time.Second),
		"1738577106.25":               at.Add(250 * time.Millisecond),
		"1738577106250":               at.Add(250 * time.Millisecond),
		"1.73857710625e12":            at.Add(250 * time.Millisecond),
		"":                            {},
		"soon":                        {},
		"NaN":                         {},
		"Infinity":                    {},
		"-1738577106":                 {},
		"17385771060":                 {},
		"2025-02-30T10:05:06Z":        {},
		"9999-12-31T23:59:59-01:00":   {},
		"2025-02-03T10:05:06Z+08:00":  {},
		"2025-02-03":                  {},
		"1738577106 2025-02-03T10:05": {},
	} {
		assert.Equal(t, want, parseInstant(text), "%q", text)
	}
}
