package alibabarm

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestTimeLeft is more than any window of the service; what says more is wrong.
const longestTimeLeft = 24 * time.Hour

// timeLeft is how long the service's windows for one API and for all of them last,
// whichever is longer. Their headers look like
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

// throttleWait is the wait of the header by which the service marks throttling, whatever
// the code; 0 where there is none to be read.
func throttleWait(h http.Header) time.Duration {
	var longest time.Duration
	for _, value := range h.Values("X-Acs-Retry-After") {
		longest = max(longest, milliseconds(value))
	}
	return longest
}

// milliseconds is 0 for what is not a whole number.
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
