package cli

import (
	"regexp"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A call is which operation of which cloud an error is about; "" where it does not say.
type call struct{ cloud, op string }

// callPattern is how the errors of both client packages begin.
var callPattern = regexp.MustCompile(`\b(huaweiorg|alibabarm): (?:([A-Z][A-Za-z]+): )?`)

// callOf reads the text of an error: what the library finds before a request has no type of its
// own.
func callOf(err error) call {
	m := callPattern.FindStringSubmatch(err.Error())
	if m == nil {
		return call{}
	}
	return call{m[1], m[2]}
}

// titles are the names of the clouds, by the packages that their errors begin with, and as
// sources.
var titles = map[string]string{
	"huaweiorg": "Huawei Cloud", "alibabarm": "Alibaba Cloud",
	"huawei": "Huawei Cloud", "alibaba": "Alibaba Cloud",
}

func (c call) title() string { return titles[c.cloud] }

// name names an operation as an error for people begins.
func (c call) name(op string) string {
	switch name := strings.TrimSpace(c.title() + " " + op); name {
	case "":
		return "the call"
	default:
		return name
	}
}

// trim is the text of an error, which begins as one for people.
func (c call) trim(err error) string {
	text := err.Error()
	if at := callPattern.FindStringIndex(text); at != nil {
		text = text[at[1]:]
	}
	return c.name(c.op) + ": " + auth.Excerpt(text, 2*maxMessage)
}

// hint is what the library advises about a refusal; "" if it knows nothing that helps.
func hint(e *auth.ServiceError) string {
	const mark = "message"
	_, hint, _ := strings.Cut(bare(e, mark), mark+": ")
	return hint
}

// meaning is what the library knows of a code.
func meaning(e *auth.ServiceError) string {
	const mark = "code: "
	_, text, _ := strings.Cut(bare(e, ""), mark)
	return strings.TrimSuffix(strings.TrimSuffix(text, hint(e)), ": ")
}

// bare is the text of a refusal without what the response says.
func bare(e *auth.ServiceError, message string) string {
	c := *e
	c.Op, c.Code, c.Message, c.RequestID, c.Attempts, c.RetryAfter = "op", "code", message, "", 0, 0
	return c.Error()
}
