package huaweiorg

import (
	"encoding/json"
)

// Bounds of what an answer can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
	// maxEncoded is the longest message that STS decodes; a cut one is useless.
	maxEncoded = 10240
	// maxErrorBody is the longest body that is read as an error: small values
	// take many times their length in memory.
	maxErrorBody = 64 << 10
	// maxDetails is how many of an answer's details are told.
	maxDetails = 4
)

// errorBody is what an answer says about an error.
type errorBody struct {
	code, message, requestID, encoded string
}

// parseErrorBody reads every shape in which the service, its gateway and the IAM
// report an error: error_code and error_msg, code (a number, too) and message,
// both perhaps inside error, and with details. Half of a pair is enough. A body in
// no such shape becomes the message. excerpt makes texts fit to be quoted.
func parseErrorBody(body []byte, excerpt func(text string, limit int) string) errorBody {
	var w wireError
	if len(body) > maxErrorBody || json.Unmarshal(body, &w) != nil {
		w = wireError{}
	}
	code, message := w.pair()
	if code == "" && message == "" {
		var inner wireError
		if json.Unmarshal(w.Error, &inner) == nil {
			code, message = inner.pair()
		} else if json.Unmarshal(w.Error, &message) != nil {
			message = ""
		}
	}
	for _, d := range w.details() {
		message = joined("; ", message, d)
	}
	if code == "" && message == "" {
		message = head(body)
	}
	b := errorBody{
		code:      excerpt(code, maxCode),
		message:   excerpt(message, maxMessage),
		requestID: excerpt(string(w.RequestID), maxCode),
	}
	if len(w.Encoded) <= maxEncoded {
		b.encoded = excerpt(string(w.Encoded), maxEncoded)
	}
	return b
}

type wireError struct {
	ErrorCode wireText        `json:"error_code"`
	ErrorMsg  wireText        `json:"error_msg"`
	Code      wireText        `json:"code"`
	Message   wireText        `json:"message"`
	RequestID wireText        `json:"request_id"`
	Encoded   wireText        `json:"encoded_authorization_message"`
	Error     json.RawMessage `json:"error"`
	Details   json.RawMessage `json:"details"`
}

// pair takes the service's own names first, and never mixes the two.
func (w *wireError) pair() (code, message string) {
	if w.ErrorCode != "" || w.ErrorMsg != "" {
		return string(w.ErrorCode), string(w.ErrorMsg)
	}
	return string(w.Code), string(w.Message)
}

// details is the text of each detail that can be read.
func (w *wireError) details() []string {
	var rows []json.RawMessage
	if json.Unmarshal(w.Details, &rows) != nil {
		return nil
	}
	var texts []string
	for _, raw := range rows[:min(len(rows), maxDetails)] {
		var d wireError
		if json.Unmarshal(raw, &d) != nil {
			continue
		}
		code, message := d.pair()
		texts = append(texts, joined(" ", code, message))
	}
	return texts
}

func joined(sep, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// head is enough of a body to fill a message, spaces squeezed and echoes left out.
func head(body []byte) string { return string(body[:min(len(body), 8*maxMessage)]) }
