package alibabarm

import (
	"bytes"
	"errors"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// A document is a response in JSON, which is asked for, or in XML, which some gateways
// send all the same. A [pagejson.Reader] is one, and a [xmlscan.Reader]: an object's members
// are an element's children.
type document interface {
	Object(yield func(pagejson.Key) bool)
	Text(*string)
	End() error
}

var errNoDocument = errors.New("neither a JSON object nor XML")

// newDocument tells by the first byte which of the two a body is, as the type that an
// answer gives itself is not always true.
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
