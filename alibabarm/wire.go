package alibabarm

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// unmarshal reads JSON, which is asked for, or XML, which some gateways send all the
// same. The first byte tells, as the type that an answer gives itself is not always
// true. The name of an XML root ends with root.
func unmarshal(body []byte, root string, v any) error {
	body = bytes.TrimLeft(body, " \t\r\n")
	if len(body) > 0 && body[0] == '<' {
		return unmarshalXML(body, root, v)
	}
	if len(body) == 0 || body[0] != '{' {
		return errors.New("neither a JSON object nor XML")
	}
	return json.Unmarshal(body, v)
}

// unmarshalXML accepts one element and nothing behind it. Entities of the
// document's own, and charsets other than UTF-8, are errors of the decoder.
func unmarshalXML(body []byte, root string, v any) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	start, err := nextElement(d)
	if err != nil {
		return err
	}
	if !strings.HasSuffix(start.Name.Local, root) {
		return errors.New("another root element")
	}
	if err := d.DecodeElement(v, &start); err != nil {
		return err
	}
	if _, err := nextElement(d); err != io.EOF {
		return errors.New("more than one element")
	}
	return nil
}

// nextElement skips comments and declarations; the error is io.EOF at the end.
func nextElement(d *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return token, nil
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return xml.StartElement{}, errors.New("text outside of the elements")
			}
		}
	}
}

// wireText is a string, or a number kept as its text, however long; anything else
// is "".
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	*t = wireText(pagejson.NewReader(b).Bytes())
	return nil
}
