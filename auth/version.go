package auth

import (
	"runtime"
	"strings"
)

// Version is the library's version, as its User-Agent names it.
const Version = "0.1.0"

// userAgent is "<prefix> handshakes-go/0.1.0 (go1.26; linux)".
func userAgent(prefix string) string {
	own := "handshakes-go/" + Version + " (" + goVersion(runtime.Version()) + "; " + runtime.GOOS + ")"
	if prefix == "" {
		return own
	}
	return prefix + " " + own
}

// goVersion shortens "go1.26.8 X:experiment" to "go1.26": patch levels are nobody's
// business, and builds from source have whole sentences here.
func goVersion(full string) string {
	for word := range strings.FieldsSeq(full) {
		if number, ok := strings.CutPrefix(word, "go"); ok {
			number, _, _ = strings.Cut(number, "-")
			parts := strings.SplitN(number, ".", 3)
			return "go" + strings.Join(parts[:min(2, len(parts))], ".")
		}
	}
	return "go"
}
