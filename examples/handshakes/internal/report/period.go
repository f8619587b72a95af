package report

import (
	"strings"
	"time"
)

const day = 24 * time.Hour

// left is a time from now on, or ago, in its greatest unit.
func left(d time.Duration) string {
	if d < 0 {
		return span(-d) + " ago"
	}
	return "in " + span(d)
}

func span(d time.Duration) string {
	switch {
	case d >= 2*day:
		return count(int(d/day), "day")
	case d >= 2*time.Hour:
		return count(int(d/time.Hour), "hour")
	default:
		return number(int(d/time.Minute)) + " min"
	}
}

// period is the time of an option as a reader says it.
func period(d time.Duration) string {
	if days := d / day; days > 1 && d%day == 0 {
		return count(int(days), "day")
	}
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}
