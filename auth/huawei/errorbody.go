package huawei

import (
	"encoding/json"

	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// Limits of what a response can put into an error, in bytes.
const (
	maxMessage = 512
	maxCode    = 128
)

// maxDetails is how many details of a response an error shows.
const maxDetails = 4

// An errorBody is the error in a response.
type errorBody struct{ code, message, requestID string }

// parseErrorBody reads the forms in which IAM, STS and the gateway report an error: error_code
// and error_msg, or code and message, both possibly inside error, and with details. Half of a
// pair is enough. A body in no such form becomes the message.
func parseErrorBody(body []byte) errorBody {
	var w struct {
		statement
		RequestID temporary.Text `json:"request_id"`
		Error     inner          `json:"error"`
		Details   statements     `json:"details"`
	}
	if temporary.Unmarshal(body, &w) != nil {
		w.statement = statement{}
		w.RequestID, w.Error, w.Details = "", inner{}, nil
	}
	code, message := w.pair()
	if code == "" && message == "" {
		code, message = w.Error.pair()
	}
	for _, d := range w.Details[:min(len(w.Details), maxDetails)] {
		code, text := d.pair()
		message = joined("; ", message, joined(" ", code, text))
	}
	if code == "" && message == "" {
		message = string(body[:min(len(body), 8*maxMessage)])
	}
	return errorBody{code, message, string(w.RequestID)}
}

// A statement is an error or one of its details.
type statement struct {
	ErrorCode temporary.Text `json:"error_code"`
	ErrorMsg  temporary.Text `json:"error_msg"`
	Code      temporary.Text `json:"code"`
	Message   temporary.Text `json:"message"`
}

// pair prefers the service's own names, and never mixes the two.
func (s statement) pair() (code, message string) {
	if s.ErrorCode != "" || s.ErrorMsg != "" {
		return string(s.ErrorCode), string(s.ErrorMsg)
	}
	return string(s.Code), string(s.Message)
}

// An inner statement may be a text, which is its message.
type inner struct{ statement }

func (i *inner) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case '"':
		return json.Unmarshal(b, &i.Message)
	case '{':
		return json.Unmarshal(b, &i.statement)
	}
	return nil
}

// statements is a list of statements, or one.
type statements []inner

func (s *statements) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]inner)(s))
	}
	*s = make(statements, 1)
	return json.Unmarshal(b, &(*s)[0])
}

func joined(sep, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}
