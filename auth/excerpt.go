package auth

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What comes before a secret: a name, quotes that may be escaped or encoded, and a sign that a
// value follows. %3d, or %253d, is an equals sign within an encoded query.
const (
	secretName = `(?:[-\w]*tokens?(?:[-_ ]?id)?|signature|access[-_ ]?key(?:[-_ ]?(?:id|secret))?|secret(?:[-_ ]?(?:id|key)|[-\w]*)|authorization)`
	quotes     = "(?:[\\\\\"'`]|%(?:25)*(?:5c|2[27])|&quot;|&#34;)"
	assigns    = `\s*(?:[:=>：＝]|&gt;|%(?:25)*3[ade])`
)

// echo finds where a text begins to repeat a signed request of either cloud, or a response that
// holds credentials. Some refusals quote all of the access key, the security token and the
// signature.
var echo = regexp.MustCompile(`(?i)canonical[-_ ]?request|string[-_ ]?to[-_ ]?sign|x-sdk-|x-acs-|x-security-token|x-auth-token` +
	`|sdk-hmac-|acs3-hmac-` +
	`|` + secretName + quotes + `*` + assigns +
	`|<[^<>\s]*` + secretName + `[^<>]*>` + // an element with attributes
	// "no access: ask" is prose
	`|\baccess(?:` + quotes + `+` + assigns + `|\s*(?:[=>]|%(?:25)*3[de]))`)

// quoted finds where net/http begins to quote what a peer sent instead of HTTP, or the address
// of a proxy. Its content is not known: it may be new credentials, or a password.
var quoted = regexp.MustCompile(`(?i)(?:malformed (?:http|mime)|content-length|transfer encoding|trailer|pseudo-header|\bdebug=|proxy address|location header|response code|(?:short|multi-line) response)[^"]{0,40}"`)

const (
	echoLeft = " [echo of the request left out]"
	restLeft = " [the rest is left out]"
)

// Excerpt is [Secrets.Excerpt] for text that does not come from a call with secrets.
func Excerpt(text string, limit int) string { return Secrets{}.Excerpt(text, limit) }

// oneLine is text in valid UTF-8, with one space for each run of blanks.
func oneLine(text string) string {
	if isWord(text) {
		return text
	}
	return strings.Join(strings.FieldsFunc(strings.Map(asItIs, text), blank), " ")
}

// asItIs makes [strings.Map] replace what is not UTF-8.
func asItIs(r rune) rune { return r }

// isWord reports whether text is printable ASCII without a space, as almost all secrets
// are.
func isWord(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// withoutEcho ends text where it begins to repeat a request, or to quote a response.
func withoutEcho(text string) string {
	if mayEcho(text) {
		if at := echo.FindStringIndex(text); at != nil {
			text = strings.TrimRight(text[:at[0]], " ,:;<{\"'") + echoLeft
		}
	}
	if strings.Contains(text, `"`) {
		if at := quoted.FindStringIndex(text); at != nil {
			text = strings.TrimRight(text[:at[1]], ` :;"`) + restLeft
		}
	}
	return text
}

// mayEcho is false if echo certainly finds nothing, at a small part of its cost. Only ASCII has
// no other characters that a regular expression takes for these letters.
func mayEcho(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return true
		}
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(echoWords, func(word string) bool { return strings.Contains(text, word) })
}

// echoWords has a part of each thing that echo may find.
var echoWords = []string{"canonical", "sign", "x-", "-hmac-", "token", "access", "secret", "authorization"}

// looksLikeID reports whether text has the form of a request ID.
func looksLikeID(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF-") == "" }

// shorten cuts text between two characters.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	const ellipsis = "…"
	end := ellipsis
	if limit < len(ellipsis) {
		end = ""
	}
	cut := limit - len(end)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strings.TrimSpace(text[:cut]) + end
}

// blank reports whether r is a space, a control character or a mark that changes the direction
// of text.
func blank(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
