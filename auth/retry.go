package auth

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	defaultMaxRetries     = 4
	defaultMinWait        = 200 * time.Millisecond
	defaultMaxWait        = 20 * time.Second
	defaultMaxElapsed     = 6 * time.Minute
	defaultAttemptTimeout = 30 * time.Second
)

// Retry limits how often and how long the client retries a call. A zero field takes its
// default. Negative durations are [ErrInvalid]. No wait outlasts the context.
type Retry struct {
	// MaxRetries is how many failures the client retries. Throttling does not count. Default 4.
	// If it is negative, each call sends one request, whatever the response.
	MaxRetries int
	// MinWait and MaxWait are the first and the greatest ceiling of the backoff, which doubles
	// from failure to failure. The wait is a random part of it. Default 200 ms and 20 s.
	MinWait, MaxWait time.Duration
	// MaxElapsed is how long after the start of the call a wait may end that is for throttling,
	// or that the service asks for. The random part on top of such a wait is at most 10 seconds
	// and never the reason to fail. Default 6 minutes.
	MaxElapsed time.Duration
	// AttemptTimeout limits one attempt, from the dial to the last byte of the body. Default 30
	// s.
	AttemptTimeout time.Duration
	// SettleTime is how long the effect of a write may take to appear. After a lost response,
	// the client reads back the state for so long before it resends the write or gives up.
	// Default 15 s.
	SettleTime time.Duration
}

func (r Retry) check() error {
	for _, d := range []time.Duration{r.MinWait, r.MaxWait, r.MaxElapsed, r.AttemptTimeout, r.SettleTime} {
		if d < 0 {
			return errors.New("a duration of Retry is negative: 0 is the default")
		}
	}
	if full := r.withDefaults(); full.MinWait > full.MaxWait {
		return fmt.Errorf("the Retry.MinWait (%v) is more than MaxWait (%v)", full.MinWait, full.MaxWait)
	}
	return nil
}

func (r Retry) withDefaults() Retry {
	if r.MaxRetries == 0 {
		r.MaxRetries = defaultMaxRetries
	}
	for _, f := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&r.MinWait, defaultMinWait}, {&r.MaxWait, defaultMaxWait},
		{&r.MaxElapsed, defaultMaxElapsed}, {&r.AttemptTimeout, defaultAttemptTimeout},
	} {
		if *f.field == 0 {
			*f.field = f.value
		}
	}
	return r
}

// ceiling is the longest backoff after the nth failure in a row: MinWait, doubled each time up
// to MaxWait.
func (r Retry) ceiling(n int) time.Duration {
	wait := r.MinWait
	for range n - 1 {
		if wait > r.MaxWait/2 {
			return r.MaxWait
		}
		wait *= 2
	}
	return wait
}

// longestWait is what [RetryAfter] returns for a wait that no Duration can hold.
const longestWait = 100 * 365 * 24 * time.Hour

// RetryAfter reads the wait that the Retry-After header asks for, in seconds or up to a date.
// It counts from the Date of the response, or else from now. It accepts fractions of a second,
// and dates with UTC or an offset instead of GMT. Of several waits, in a list or in several
// headers, the longest counts. The wait is at least 0 and at most a hundred years. The result
// is false if there is no wait to read.
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

// splitWaits splits a list at its commas, except the one after the day of a date.
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

// dateLayouts are what [parseDate] reads after the day of the week, if there is one. A date
// without a zone is UTC, like all dates of HTTP.
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
