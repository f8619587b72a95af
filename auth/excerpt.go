package auth

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What secrets stand behind: a name, quotes that may be escaped or encoded, and a sign
// that a value follows. %3d, or %253d, is an equals sign within an encoded query.
const (
	secretName = `(?:[-\w]*tokens?(?:[-_ ]?id)?|signature|access[-_ ]?key(?:[-_ ]?(?:id|secret))?|secret(?:[-_ ]?(?:id|key)|[-\w]*)|authorization)`
	quotes     = "(?:[\\\\\"'`]|%(?:25)*(?:5c|2[27])|&quot;|&#34;)"
	assigns    = `\s*(?:[:=>：＝]|&gt;|%(?:25)*3[ade])`
)

// echo finds where a text begins to repeat a signed request of either cloud, or an
// answer that holds keys: some refusals quote all of the access key, the security
// token and the signature.
var echo = regexp.MustCompile(`(?i)canonical[-_ ]?request|string[-_ ]?to[-_ ]?sign|x-sdk-|x-acs-|x-security-token|x-auth-token` +
	`|sdk-hmac-|acs3-hmac-` +
	`|` + secretName + quotes + `*` + assigns +
	`|<[^<>\s]*` + secretName + `[^<>]*>` + // an element with attributes
	// "no access: ask" is prose
	`|\baccess(?:` + quotes + `+` + assigns + `|\s*(?:[=>]|%(?:25)*3[de]))`)

const left = " [echo of the request left out]"

// Excerpt makes text of an answer fit for an error or a log: valid UTF-8 on one line,
// runs of spaces and control characters squeezed to one space, nothing from where it
// begins to echo a signed request of either cloud, and at most limit bytes.
func Excerpt(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	if len(text) <= limit && looksLikeID(text) { // which needs no further look
		return text
	}
	// What is squeezed or redacted may be long; the rest is not worth the time.
	if len(text)/8 > limit {
		text = text[:8*limit]
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Join(strings.FieldsFunc(text, blank), " ")
	if at := echo.FindStringIndex(text); at != nil {
		text = strings.TrimRight(text[:at[0]], " ,:;<{\"'") + left
	}
	return strings.TrimSpace(shorten(text, limit))
}

// shortestSecret is what no real secret is shorter than; words that tests use instead
// are.
const shortestSecret = 16

const leftSecret = "[secret left out]"

// excerpt is [Excerpt] of a text that may repeat what a request was signed with, even
// without a name in front, in whatever encoding.
func (c Credentials) excerpt(text string, limit int) string {
	for _, secret := range [...]string{c.SecurityToken, c.AccessKeySecret} {
		if len(secret) < shortestSecret {
			continue
		}
		text = strings.ReplaceAll(text, secret, leftSecret)
		if !looksLikeID(text) {
			text = withoutEncoded(text, secret)
		}
	}
	return Excerpt(text, limit)
}

// withoutEncoded leaves out the words of text that have the longest part of secret that
// no encoding changes.
func withoutEncoded(text, secret string) string {
	const shortest = 8 // a shorter one may be there by chance
	part := ""
	for p := range strings.FieldsFuncSeq(secret, func(r rune) bool { return !alphanumeric(r) }) {
		if len(p) > len(part) {
			part = p
		}
	}
	if len(part) < shortest || !strings.Contains(text, part) {
		return text
	}
	words := strings.FieldsFunc(text, blank)
	for i, word := range words {
		if strings.Contains(word, part) {
			words[i] = leftSecret
		}
	}
	return strings.Join(words, " ")
}

func alphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// looksLikeID holds for what is an ID of a request in every good answer.
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

// blank holds for spaces, control characters and the marks that change the
// direction of text.
func blank(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
