package alibabarm

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestTimeLeft is longer than any window of the service. A longer value is wrong.
const longestTimeLeft = 24 * time.Hour

// timeLeft returns the rest of the service's rate limit window, for one API or for all of
// them, whichever is longer. The headers look like
// "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000", in milliseconds.
func timeLeft(h http.Header) time.Duration {
	var longest time.Duration
	for _, name := range [...]string{"X-Ratelimit-User-Api", "X-Ratelimit-User"} {
		for _, value := range h[name] {
			longest = max(longest, parseTimeLeft(value))
		}
	}
	return longest
}

func parseTimeLeft(value string) time.Duration {
	var longest time.Duration
	for part := range strings.SplitSeq(value, ",") {
		name, text, _ := strings.Cut(part, ":")
		if strings.EqualFold(strings.TrimSpace(name), "TimeLeft") {
			longest = max(longest, milliseconds(text))
		}
	}
	return longest
}

// throttleWait returns the wait from the header that marks throttling, whatever the code. It
// returns 0 without such a header.
func throttleWait(h http.Header) time.Duration {
	var longest time.Duration
	for _, value := range h.Values("X-Acs-Retry-After") {
		longest = max(longest, milliseconds(value))
	}
	return longest
}

// milliseconds parses an integer. It returns 0 for any other text.
func milliseconds(text string) time.Duration {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil || ms > longestTimeLeft.Milliseconds() {
		return longestTimeLeft
	}
	return time.Duration(ms) * time.Millisecond
}
