package alibabarmtest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// toXML converts a JSON document to the XML of the service: each key is an element, a list
// repeats the element of its key, and null is an empty one.
func toXML(root string, doc []byte) []byte {
	w := xmlWriter{from: json.NewDecoder(bytes.NewReader(doc))}
	w.from.UseNumber()
	w.to.WriteString(xml.Header)
	w.element(root)
	return w.to.Bytes()
}

type xmlWriter struct {
	from *json.Decoder // reads a document that this package encoded
	to   bytes.Buffer
}

// element converts the next JSON value.
func (w *xmlWriter) element(name string) {
	token, _ := w.from.Token()
	if token == json.Delim('[') {
		for w.from.More() {
			w.element(name)
		}
		_, _ = w.from.Token()
		return
	}
	w.to.WriteString("<" + name + ">")
	switch token {
	case json.Delim('{'):
		for w.from.More() {
			key, _ := w.from.Token()
			w.element(fmt.Sprint(key))
		}
		_, _ = w.from.Token()
	case nil:
	default:
		_ = xml.EscapeText(&w.to, fmt.Append(nil, token)) // a buffer accepts every write
	}
	w.to.WriteString("</" + name + ">")
}
