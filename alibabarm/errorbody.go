package alibabarm

import (
	"bytes"
	"encoding/json"
	"encoding/xml"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// Bounds of what an answer can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
	// maxDetail is for a message that is decoded elsewhere; a cut one is useless.
	maxDetail = 10240
	// maxDetails is how many of an answer's details are kept.
	maxDetails = 16
	// maxErrorBody is more than any error of the service has: what is longer is not
	// read as one, as XML of many small elements takes far more memory than its bytes.
	maxErrorBody = 64 << 10
)

// errorBody is what an answer says about an error.
type errorBody struct {
	code, message, requestID, hostID, recommend string

	denied map[string]string
}

// parseErrorBody reads every shape in which the service and its gateway report an
// error: JSON with names that begin in upper or lower case, a code that may be a
// number, and XML. A body in no such shape becomes the message. excerpt makes texts
// fit to be quoted.
func parseErrorBody(body []byte, excerpt func(text string, limit int) string) errorBody {
	var w wireError
	if doc := bytes.TrimSpace(body); len(doc) > maxErrorBody || unmarshal(doc, "", &w) != nil {
		w = wireError{}
	}
	message := string(w.Message)
	if message == "" {
		message = string(w.Description)
	}
	if w.Code == "" && message == "" {
		message = string(body[:min(len(body), 8*maxMessage)])
	}
	return errorBody{
		code:      excerpt(string(w.Code), maxCode),
		message:   excerpt(message, maxMessage),
		requestID: excerpt(string(w.RequestID), maxCode),
		hostID:    excerpt(string(w.HostID), maxCode),
		recommend: excerpt(string(w.Recommend), maxMessage),
		denied:    w.AccessDeniedDetail.clean(excerpt),
	}
}

type wireError struct {
	RequestID          wireText `json:"RequestId" xml:"RequestId"`
	HostID             wireText `json:"HostId" xml:"HostId"`
	Code               wireText
	Message            wireText
	Description        wireText
	Recommend          wireText
	AccessDeniedDetail wireDetail
}

// wireDetail is a flat object, which may come as a string that holds it.
type wireDetail map[string]wireText

func (w *wireDetail) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		b = pagejson.NewReader(b).Bytes()
	}
	w.read(b)
	return nil
}

// read leaves out what is not a flat object.
func (w *wireDetail) read(b []byte) {
	var detail map[string]wireText
	if json.Unmarshal(b, &detail) == nil {
		*w = detail
	}
}

func (w *wireDetail) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	var detail struct {
		Text  string `xml:",chardata"`
		Items []struct {
			XMLName xml.Name
			Text    wireText `xml:",chardata"`
		} `xml:",any"`
	}
	if err := d.DecodeElement(&detail, &start); err != nil {
		return err
	}
	if len(detail.Items) == 0 {
		w.read([]byte(detail.Text))
		return nil
	}
	*w = wireDetail{}
	for _, item := range detail.Items {
		(*w)[item.XMLName.Local] = item.Text
	}
	return nil
}

// clean keeps what is of use and fit to print.
func (w wireDetail) clean(excerpt func(text string, limit int) string) map[string]string {
	if len(w) == 0 || len(w) > maxDetails {
		return nil
	}
	kept := make(map[string]string, len(w))
	for name, value := range w {
		if name = excerpt(name, maxCode); name != "" && value != "" && len(value) <= maxDetail {
			kept[name] = excerpt(string(value), maxDetail)
		}
	}
	return kept
}

// bodyRequestID is the name that the answer's own body gives it.
func bodyRequestID(body []byte) string {
	var w struct {
		RequestID wireText `json:"RequestId" xml:"RequestId"`
	}
	if unmarshal(body, "", &w) != nil {
		return ""
	}
	return auth.Excerpt(string(w.RequestID), maxCode)
}
