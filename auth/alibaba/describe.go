package alibaba

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// maxMessage and maxCode limit, in bytes, how much of a response an error quotes.
const (
	maxMessage = 512
	maxCode    = 128
)

// outside matches where a text of credentials-go may continue with a URL, a line of a file or a
// response, which may hold secrets.
var outside = regexp.MustCompile(`(?: (?:GET|POST|PUT))? ?https?://|: | ?"|[{<\r\n]`)

// describe keeps what credentials-go itself says in an error, and of a response the code and
// the prose of the message. It also leaves out the name of a file, which may be the token
// itself, set by mistake.
func describe(text string) string {
	text = strings.TrimPrefix(text, "unable to get credentials from any of the providers in the chain: ")
	said := prose(text)
	if at := outside.FindStringIndex(text); at != nil {
		said = prose(text[:at[0]]) + " [the rest is left out]"
	}
	if at := strings.IndexAny(text, "{<"); at >= 0 {
		if code, message := readError([]byte(text[at:])); code != "" {
			said = strings.TrimSuffix(said, " [the rest is left out]") + ": " + codeOnly(code) + ": " + prose(message)
		}
	}
	return auth.Excerpt(said, maxMessage)
}

var (
	// plainWord matches words that cannot be a part of a secret: short ones, and those of a
	// natural language.
	plainWord = regexp.MustCompile(`^(?:.{0,11}|[^0-9A-Za-z]*[A-Za-z]?[a-z]+[^0-9A-Za-z]*)$`)
	// plainCode matches codes as the service writes them, such as EntityNotExist.Role.
	plainCode = regexp.MustCompile(`^(?:[A-Z][a-z]*)+(?:\.(?:[A-Z][a-z]*)+)*$`)
)

const removed = "[removed]"

// prose leaves out what may be a secret, since credentials-go does not report which ones it
// sent.
func prose(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if !plainWord.MatchString(word) {
			words[i] = removed
		}
	}
	return strings.Join(words, " ")
}

func codeOnly(text string) string {
	if !plainCode.MatchString(text) {
		return removed
	}
	return text
}

// readError decodes the code and the message of an error response in JSON or XML. Both are ""
// if the response has another form.
func readError(body []byte) (code, message string) {
	var e struct{ Code, Message, Description string }
	read := json.Unmarshal
	if body[0] == '<' {
		read = xml.Unmarshal
	}
	if read(body, &e) != nil {
		return "", ""
	}
	return auth.Excerpt(e.Code, maxCode), auth.Excerpt(cmp.Or(e.Message, e.Description), maxMessage)
}
