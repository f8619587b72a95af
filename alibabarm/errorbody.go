package alibabarm

import (
	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// These are the limits of what a response can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
	// maxDetail is for a message that another service decodes. A truncated one is useless.
	maxDetail = 10240
	// maxDetails is how many details of a response the client keeps.
	maxDetails = 16
	// maxErrorBody is more than the length of any error of the service. The client does not
	// decode a longer body as an error.
	maxErrorBody = 64 << 10
)

// errorBody is what a response says about an error.
type errorBody struct {
	code, message, requestID, hostID, recommend string

	denied map[string]string
}

// parseErrorBody decodes every form in which the service and its gateway report an error:
// JSON with names that begin in upper or lower case and a code that may be a number, or XML.
// A body in no such form becomes the message. The function excerpt makes a text safe to
// quote.
func parseErrorBody(body []byte, excerpt func(text string, limit int) string) errorBody {
	var w wireError
	if len(body) <= maxErrorBody {
		w = readError(body)
	}
	message := w.message
	if message == "" {
		message = w.description
	}
	if w.code == "" && message == "" {
		message = string(body[:min(len(body), 8*maxMessage)])
	}
	return errorBody{
		code:      excerpt(w.code, maxCode),
		message:   excerpt(message, maxMessage),
		requestID: excerpt(w.requestID, maxCode),
		hostID:    excerpt(w.hostID, maxCode),
		recommend: excerpt(w.recommend, maxMessage),
		denied:    w.denied.clean(excerpt),
	}
}

// A wireError is an error as the service sends it.
type wireError struct {
	requestID, hostID          string
	code, message, description string
	recommend                  string
	denied                     wireDetail
}

// readError decodes an error. It returns the zero value if it cannot read the body.
func readError(body []byte) wireError {
	doc, err := newDocument(body)
	if err != nil {
		return wireError{}
	}
	w := new(wireError)
	for key := range doc.Object {
		switch {
		case key.Is("RequestId"):
			doc.Text(&w.requestID)
		case key.Is("HostId"):
			doc.Text(&w.hostID)
		case key.Is("Code"):
			doc.Text(&w.code)
		case key.Is("Message"):
			doc.Text(&w.message)
		case key.Is("Description"):
			doc.Text(&w.description)
		case key.Is("Recommend"):
			doc.Text(&w.recommend)
		case key.Is("AccessDeniedDetail"):
			w.denied = readDetail(doc)
		}
	}
	if doc.End() != nil {
		return wireError{}
	}
	return *w
}

// wireDetail is a flat object, or a string that contains one.
type wireDetail map[string]*string

func readDetail(doc document) wireDetail {
	detail := wireDetail{}
	var text []byte
	switch r := doc.(type) {
	case *xmlscan.Reader:
		r.Content(&text, func(key pagejson.Key) bool { return detail.read(key, r) })
	case *pagejson.Reader:
		if r.Kind() == pagejson.Object {
			r.Object(func(key pagejson.Key) bool { return detail.read(key, r) })
		} else {
			text = r.Bytes()
		}
	}
	if len(detail) > 0 {
		return detail
	}
	inner := pagejson.NewReader(text)
	if inner.Kind() != pagejson.Object {
		return nil
	}
	inner.Object(func(key pagejson.Key) bool { return detail.read(key, inner) })
	if inner.End() != nil {
		return nil
	}
	return detail
}

// read decodes a member. It stops at one member more than the client keeps, so that clean
// sees the excess.
func (w wireDetail) read(key pagejson.Key, doc document) bool {
	if len(w) <= maxDetails {
		value := new(string)
		w[string(key)] = value
		doc.Text(value)
	}
	return true
}

// clean keeps the members that are not empty, and makes them safe to print.
func (w wireDetail) clean(excerpt func(text string, limit int) string) map[string]string {
	if len(w) == 0 || len(w) > maxDetails {
		return nil
	}
	kept := make(map[string]string, len(w))
	for name, value := range w {
		if name = excerpt(name, maxCode); name != "" && *value != "" && len(*value) <= maxDetail {
			kept[name] = excerpt(*value, maxDetail)
		}
	}
	return kept
}

// bodyRequestID returns the request ID in the body of a response.
func bodyRequestID(body []byte) string {
	doc, err := newDocument(body)
	if err != nil {
		return ""
	}
	id := new(string)
	for key := range doc.Object {
		if key.Is("RequestId") {
			doc.Text(id)
		}
	}
	if doc.End() != nil {
		return ""
	}
	return auth.Excerpt(*id, maxCode)
}
