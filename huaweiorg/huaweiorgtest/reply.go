package huaweiorgtest

import (
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

type reply = authtest.Reply

type errorBody struct {
	Code      string `json:"error_code"`
	Message   string `json:"error_msg"`
	RequestID string `json:"request_id,omitempty"`
}

// refuse returns an error in the form of the service. Only the gateway puts the request ID into
// the body.
func (c *call) refuse(status int, code, message string) reply {
	body := errorBody{Code: code, Message: message}
	if strings.HasPrefix(code, "APIG") {
		body.RequestID = c.requestID
	}
	return authtest.JSON(status, body)
}
