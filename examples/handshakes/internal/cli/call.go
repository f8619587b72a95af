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
// own. The last call is the one that failed; those before are made of it.
func callOf(err error) (c call) {
	for _, m := range callPattern.FindAllStringSubmatch(err.Error(), -1) {
		c.cloud = m[1]
		if m[2] != "" {
			c.op = m[2]
		}
	}
	return c
}

// firstCallOf is the call that the command asked for. An error of it may tell of others, which
// looked what it did.
func firstCallOf(err error) (c call) {
	if m := callPattern.FindStringSubmatch(err.Error()); m != nil {
		c.cloud, c.op = m[1], m[2]
	}
	return c
}

// titles are the names of the clouds, by the packages that their errors begin with, and as
// sources.
var titles = map[string]string{
	"huaweiorg": "Huawei Cloud", "alibabarm": "Alibaba Cloud",
	"huawei": "Huawei Cloud", "alibaba": "Alibaba Cloud",
}

func (c call) title() string { return titles[c.cloud] }

// about begins a text with the operation, as an error for people does.
func (c call) about(op, text string) string {
	if name := strings.TrimSpace(c.title() + " " + op); name != "" {
		return name + ": " + text
	}
	return text
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
