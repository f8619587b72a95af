package huaweiorg

import (
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// These are the limits of what a response can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
	// maxEncoded is the longest message that STS decodes. A truncated one is useless.
	maxEncoded = 10240
	// maxErrorBody is more than the length of any error of the service. The client does not
	// decode a longer body as an error.
	maxErrorBody = 64 << 10
	// maxDetails is how many details of a response the client keeps.
	maxDetails = 4
)

// errorBody is what a response says about an error.
type errorBody struct {
	code, message, requestID, encoded string
}

// parseErrorBody decodes every form in which the service, its gateway and IAM report an
// error: error_code and error_msg, or code, which may be a number, and message. Both pairs
// may be inside error, and may have details. Half of a pair is enough. A body in no such
// form becomes the message. The function excerpt makes a text safe to quote.
func parseErrorBody(body []byte, excerpt func(text string, limit int) string) errorBody {
	var w wireError
	if r := pagejson.NewReader(body); len(body) <= maxErrorBody && r.Kind() == pagejson.Object {
		w.read(r)
		if r.End() != nil {
			w = wireError{}
		}
	}
	code, message := w.pair()
	message = joined("; ", message, w.detail())
	if code == "" && message == "" {
		message = head(body)
	}
	b := errorBody{
		code:      excerpt(code, maxCode),
		message:   excerpt(message, maxMessage),
		requestID: excerpt(w.requestID, maxCode),
	}
	if encoded := w.encodedMessage(); len(encoded) <= maxEncoded {
		b.encoded = excerpt(encoded, maxEncoded)
	}
	return b
}

// A wireError is an error as the service sends it: the complete body, the object inside
// error, or one of the details.
type wireError struct {
	errorCode, errorMsg string
	code, message       string
	requestID, encoded  string
	inner               *wireError
	details             []*wireError
	others              []*wireMember
}

// A wireMember is a text with an unknown name.
type wireMember struct{ name, text string }

// read decodes an object, or a text, which is the message. It skips anything else.
func (w *wireError) read(r *pagejson.Reader) {
	switch r.Kind() {
	case pagejson.Object:
	case pagejson.String:
		r.Text(&w.message)
		return
	default:
		r.Skip()
		return
	}
	for key := range r.Object {
		switch {
		case key.Is("error_code"):
			r.Text(&w.errorCode)
		case key.Is("error_msg"):
			r.Text(&w.errorMsg)
		case key.Is("code"):
			r.Text(&w.code)
		case key.Is("message"):
			r.Text(&w.message)
		case key.Is("request_id"):
			r.Text(&w.requestID)
		case key.Is("encoded_authorization_message"):
			r.Text(&w.encoded)
		case key.Is("error"):
			w.inner = new(wireError)
			w.inner.read(r)
		case key.Is("details"):
			w.details = nil
			w.readDetails(r)
		case len(w.others) < maxDetails:
			w.readOther(string(key), r)
		}
	}
}

// readDetails decodes a detail or a list of details, which may be nested.
func (w *wireError) readDetails(r *pagejson.Reader) {
	if r.Kind() == pagejson.Array {
		pagejson.Rows(r, func(r *pagejson.Reader, _ *struct{}) { w.readDetails(r) })
		return
	}
	if r.Kind() == pagejson.Null || len(w.details) == maxDetails {
		r.Skip()
		return
	}
	d := new(wireError)
	d.read(r)
	w.details = append(w.details, d)
}

func (w *wireError) readOther(name string, r *pagejson.Reader) {
	if r.Kind() != pagejson.String && r.Kind() != pagejson.Number {
		return
	}
	m := &wireMember{name: name}
	r.Text(&m.text)
	w.others = append(w.others, m)
}

// pair prefers the service's own names, and never mixes the two pairs.
func (w *wireError) pair() (code, message string) {
	switch {
	case w.errorCode != "" || w.errorMsg != "":
		return w.errorCode, w.errorMsg
	case w.code != "" || w.message != "":
		return w.code, w.message
	case w.inner != nil:
		return w.inner.pair()
	}
	return "", ""
}

// inside returns the errors within this one, outermost first.
func (w *wireError) inside() []*wireError {
	if w.inner == nil {
		return w.details
	}
	return append(slices.Clone(w.details), w.inner)
}

// detail returns the text of the details, including those of the inner error.
func (w *wireError) detail() (text string) {
	for _, d := range w.details {
		text = joined("; ", text, d.text())
	}
	if w.inner != nil {
		text = joined("; ", text, w.inner.detail())
	}
	return text
}

// text returns the text of a detail. For a detail without a message of a known name, such as
// {"field": "why"}, it lists the members.
func (w *wireError) text() string {
	code, message := w.pair()
	if text := joined("; ", joined(" ", code, message), w.detail()); text != "" {
		return text
	}
	var members []string
	for _, m := range w.others {
		if m.text != "" {
			members = append(members, m.name+": "+m.text)
		}
	}
	return strings.Join(members, ", ")
}

// encodedMessage returns the first encoded message.
func (w *wireError) encodedMessage() string {
	encoded, inside := w.encoded, w.inside()
	for i := 0; encoded == "" && i < len(inside); i++ {
		encoded = inside[i].encodedMessage()
	}
	return encoded
}

func joined(sep, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// head returns enough of a body to fill a message after excerpt has removed spaces and
// echoes.
func head(body []byte) string { return string(body[:min(len(body), 8*maxMessage)]) }
