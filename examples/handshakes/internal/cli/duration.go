package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// durations have so few digits before w and d that they fit into a [time.Duration].
var durations = regexp.MustCompile(`^(?:(\d{1,4})w)?(?:(\d{1,4})d)?([\d.hms]*)$`)

// parseDuration reads a duration such as 90s, 36h, 3d, 2w or 1d12h. A day has 24 hours.
func parseDuration(text string) (sum time.Duration, err error) {
	m := durations.FindStringSubmatch(text)
	if m == nil || text == "" {
		return 0, errDuration
	}
	weeks, _ := strconv.Atoi(m[1]) // 0 without
	days, _ := strconv.Atoi(m[2])
	if m[3] != "" {
		sum, err = time.ParseDuration(m[3])
	}
	sum += time.Duration(7*weeks+days) * day
	if err != nil || sum < 0 {
		return 0, errDuration
	}
	return sum, nil
}

var errDuration = errors.New("no duration: write it as 90s, 36h, 3d, 2w or 1d12h")

// FormatDuration writes a duration as [Duration] reads it.
func FormatDuration(d time.Duration) string {
	if d <= 0 {
		return "0"
	}
	text, rest := "", d%day
	if d >= day {
		text = fmt.Sprintf("%dd", d/day)
	}
	if rest == 0 {
		return text
	}
	text += rest.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}
