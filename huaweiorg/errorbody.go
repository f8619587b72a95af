package huaweiorg

import (
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// Bounds of what a response can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
	// maxEncoded is the longest message that STS decodes; a cut one is useless.
	maxEncoded = 10240
	// maxErrorBody is more than any error of the service has: what is longer is not
	// read as one.
	maxErrorBody = 64 << 10
	// maxDetails is how many of a response's details are kept.
	maxDetails = 4
)

// errorBody is what a response says about an error.
type errorBody struct {
	code, message, requestID, encoded string
}

// parseErrorBody reads every shape in which the service, its gateway and the IAM
// report an error: error_code and error_msg, code (a number, too) and message,
// both perhaps inside error, and with details. Half of a pair is enough. A body in
// no such shape becomes the message. excerpt makes texts fit to be quoted.
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

// A wireError is an error as it comes: the whole body, what is inside error, or one of
// the details.
type wireError struct {
	errorCode, errorMsg string
	code, message       string
	requestID, encoded  string
	inner               *wireError
	details             []*wireError
	others              []*wireMember
}

// A wireMember is a text under a name that is not known.
type wireMember struct{ name, text string }

// read takes an object, or a text, which is the message, and nothing else.
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

// readDetails takes a detail, or a list of them, of lists too.
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

// pair takes the service's own names first, and never mixes the two.
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

// inside are the errors within this one, outermost first.
func (w *wireError) inside() []*wireError {
	if w.inner == nil {
		return w.details
	}
	return append(slices.Clone(w.details), w.inner)
}

// detail is what the details say, and those of the error inside.
func (w *wireError) detail() (text string) {
	for _, d := range w.details {
		text = joined("; ", text, d.text())
	}
	if w.inner != nil {
		text = joined("; ", text, w.inner.detail())
	}
	return text
}

// text is what a detail says. One that has no message of a known name, as
// {"field": "why"}, is told by its members.
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

// encodedMessage is the first that there is.
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

// head is enough of a body to fill a message, spaces squeezed and echoes left out.
func head(body []byte) string { return string(body[:min(len(body), 8*maxMessage)]) }
