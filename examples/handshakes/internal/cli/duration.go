package cli

import (
	"cmp"
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
func parseDuration(text string) (time.Duration, error) {
	m := durations.FindStringSubmatch(text)
	if m == nil || text == "" {
		return 0, errDuration
	}
	weeks, _ := strconv.Atoi(m[1]) // 0 without
	days, _ := strconv.Atoi(m[2])
	rest, err := time.ParseDuration(cmp.Or(m[3], "0"))
	sum := rest + time.Duration(7*weeks+days)*day
	if err != nil || sum < 0 {
		return 0, errDuration
	}
	return sum, nil
}

var errDuration = errors.New("no duration: write it as 90s, 36h, 3d, 2w or 1d12h")

// FormatDuration writes a duration as [Duration] reads it.
func FormatDuration(d time.Duration) string {
	text := d.String()
	if d >= day {
		text = fmt.Sprintf("%dd%s", d/day, d%day)
	}
	for _, zero := range []string{"m0s", "h0m", "d0s"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}
