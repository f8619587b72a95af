package alibabarmtest

import (
	"net/url"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

type reply = authtest.Reply

type errorBody struct {
	RequestID string `json:"RequestId"`
	HostID    string `json:"HostId"`
	Code      string `json:"Code"`
	Message   string `json:"Message"`
	Recommend string `json:"Recommend"`
}

// refuse returns an error in the form of the service.
func (c *call) refuse(status int, code, message string) reply {
	return c.document(status, "Error", c.errorBody(code, message))
}

func (c *call) errorBody(code, message string) errorBody {
	return errorBody{
		RequestID: c.requestID, HostID: c.r.Host, Code: code, Message: message,
		Recommend: "https://troubleshoot.example.test/?q=" + url.QueryEscape(code),
	}
}

// document returns JSON, which becomes XML with a root element of that name if the request asks
// for it.
func (c *call) document(status int, root string, v any) reply {
	out := authtest.JSON(status, v)
	out.SetHeader("Content-Type: application/json;charset=utf-8")
	out.Encode = func(r *reply) {
		if c.xml {
			r.Body = toXML(root, r.Body)
			r.SetHeader("Content-Type: text/xml;charset=utf-8")
		}
	}
	return out
}
