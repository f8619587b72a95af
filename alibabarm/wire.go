package alibabarm

import (
	"bytes"
	"errors"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// A document is a response in JSON, which the client asks for, or in XML, which some
// gateways send. Both [pagejson.Reader] and [xmlscan.Reader] implement it: the members of an
// object are the children of an element.
type document interface {
	Object(yield func(pagejson.Key) bool)
	Text(*string)
	End() error
}

var errNoDocument = errors.New("neither a JSON object nor XML")

// newDocument chooses the reader by the first byte of the body, because the Content-Type of
// a response may be wrong.
func newDocument(body []byte) (document, error) {
	if isXML(body) {
		return xmlscan.NewReader(body), nil
	}
	r := pagejson.NewReader(body)
	if r.Kind() != pagejson.Object {
		return nil, errNoDocument
	}
	return r, nil
}

func isXML(body []byte) bool {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	body = bytes.TrimLeft(body, " \t\r\n")
	return len(body) > 0 && body[0] == '<'
}
