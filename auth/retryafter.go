package auth

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// longestWait is what [RetryAfter] makes of a wait that no Duration can hold.
const longestWait = 100 * 365 * 24 * time.Hour

// RetryAfter reads the wait that the Retry-After header asks for, in seconds or up to a
// date, which counts from the answer's own Date or else from now. Fractions of a second
// are read, and dates with UTC or an offset in place of GMT. Of several waits, in a list
// or in several headers, the longest counts. The wait is at least 0 and at most a hundred
// years; false means that there is none to be read.
func RetryAfter(h http.Header, now time.Time) (longest time.Duration, ok bool) {
	if date, dated := parseDate(h.Get("Date")); dated {
		now = date
	}
	for _, header := range h.Values("Retry-After") {
		for _, text := range splitWaits(header) {
			if wait, readable := parseWait(text, now); readable {
				longest, ok = max(longest, wait), true
			}
		}
	}
	return longest, ok
}

// splitWaits splits a list at its commas, except the one behind the day of a date.
func splitWaits(list string) (waits []string) {
	parts := strings.Split(list, ",")
	for i := 0; i < len(parts); i++ {
		text := strings.TrimSpace(parts[i])
		if lettersOnly(text) && i+1 < len(parts) {
			i++
			text += "," + parts[i]
		}
		waits = append(waits, text)
	}
	return waits
}

func lettersOnly(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func parseWait(text string, now time.Time) (time.Duration, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	if whole != "" && strings.Trim(whole+fraction, "0123456789") == "" {
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil || seconds > longestWait.Seconds() {
			return longestWait, true
		}
		return time.Duration(seconds * float64(time.Second)), true
	}
	until, ok := parseDate(text)
	if !ok {
		return 0, false
	}
	return min(max(until.Sub(now), 0), longestWait), true
}

// dateLayouts are what [parseDate] reads behind the day of the week, if there is one.
// Where a date has no zone, it is UTC, as all dates of HTTP are.
var dateLayouts = []string{
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -07:00", "2 Jan 2006 15:04:05",
	"2-Jan-06 15:04:05 -0700", "2-Jan-2006 15:04:05 -0700",
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
}

// parseDate reads a date of HTTP, and those that some servers and proxies write instead.
func parseDate(text string) (time.Time, bool) {
	if date, err := http.ParseTime(text); err == nil {
		return date, true
	}
	if day, rest, ok := strings.Cut(text, ","); ok && lettersOnly(strings.TrimSpace(day)) {
		text = rest
	}
	fields := strings.Fields(text)
	if last := len(fields) - 1; last > 0 {
		switch strings.ToUpper(fields[last]) {
		case "GMT", "UTC", "UT", "Z":
			fields[last] = "+0000"
		}
	}
	text = strings.Join(fields, " ")
	for _, layout := range dateLayouts {
		if date, err := time.Parse(layout, text); err == nil {
			return date, true
		}
	}
	return time.Time{}, false
}
