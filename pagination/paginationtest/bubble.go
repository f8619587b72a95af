package paginationtest

import (
	"bytes"
	"runtime"
	"strings"
)

// goroutines returns the stacks of all goroutines in the synctest bubble of the caller, by
// their names. It reads stack dumps, because only these name the bubble: runtime.NumGoroutine
// would count what other tests do at the same time.
func goroutines() map[string]string {
	bubble, found := bubbleOf(firstLine(stacks(false)))
	if !found {
		return nil
	}
	in := map[string]string{}
	for stack := range strings.SplitSeq(stacks(true), "\n\n") {
		header := firstLine(stack)
		if id, ok := bubbleOf(header); ok && id == bubble {
			name, _, _ := strings.Cut(header, " [")
			in[name] = stack
		}
	}
	return in
}

// bubbleOf reads "goroutine 7 [select, synctest bubble 3]:".
func bubbleOf(header string) (string, bool) {
	_, rest, found := strings.Cut(header, "synctest bubble ")
	end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' })
	if !found || end < 1 {
		return "", false
	}
	return rest[:end], true
}

// stacks starts with room for all stacks, because a dump that does not fit costs as much as one
// that does.
func stacks(all bool) string {
	size := 1 << 14
	if all {
		size += runtime.NumGoroutine() << 10
	}
	for ; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, all); n < size {
			return string(bytes.TrimSpace(buf[:n]))
		}
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// report returns the stacks of the goroutines that are new.
func report(before, after map[string]string) string {
	var b strings.Builder
	for name, stack := range after {
		if _, old := before[name]; !old {
			b.WriteString(stack + "\n\n")
		}
	}
	return b.String()
}
