package alibabarmtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// A reply is an answer as a value, so that a round trip in memory and a socket play
// the same. With err there is no answer: the connection fails with it.
type reply struct {
	status int
	header http.Header
	// body is JSON up to the end. Where root is set, it becomes XML then if that is
	// asked for, with root as its root element.
	body []byte
	root string
	err  error
	// stream, where set, stands between the body, of that size, and the client.
	stream func(ctx context.Context, size int, body io.Reader) io.Reader
	// unsized leaves the length of the body open.
	unsized bool
	// unseen is for a request that never arrived.
	unseen bool
}

type errorBody struct {
	RequestID string `json:"RequestId"`
	HostID    string `json:"HostId"`
	Code      string `json:"Code"`
	Message   string `json:"Message"`
	Recommend string `json:"Recommend"`
}

// refuse is an error in the service's form.
func (c *call) refuse(status int, code, message string) reply {
	return c.json(status, "Error", c.errorBody(code, message))
}

func (c *call) errorBody(code, message string) errorBody {
	return errorBody{
		RequestID: c.requestID, HostID: c.r.Host, Code: code, Message: message,
		Recommend: "https://troubleshoot.example.test/?q=" + url.QueryEscape(code),
	}
}

func (c *call) json(status int, root string, v any) reply {
	body, err := encode(v)
	if err != nil {
		return c.refuse(http.StatusInternalServerError, "InternalError", "alibabarmtest: "+err.Error())
	}
	return reply{status: status, root: root, header: http.Header{"Content-Type": {"application/json;charset=utf-8"}}, body: body}
}

// encode leaves <, > and & as they are, as the service does.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// complete brings the body into the format asked for, and adds the headers that every
// answer has, unless a fault set its own.
func (r *reply) complete(c *call) {
	if r.err != nil {
		return
	}
	if r.header == nil {
		r.header = http.Header{}
	}
	r.format(c)
	for name, value := range map[string]string{
		"Content-Length":   strconv.Itoa(len(r.body)),
		"Date":             c.now.Format(http.TimeFormat),
		"X-Acs-Request-Id": c.requestID,
		"X-Acs-Trace-Id":   c.traceID,
	} {
		if _, ok := r.header[name]; !ok {
			r.header.Set(name, value)
		}
	}
	if r.unsized {
		r.header.Del("Content-Length")
	}
}

// format brings the body into the format asked for. It is no document of the service
// from then on.
func (r *reply) format(c *call) {
	if c.xml && r.root != "" {
		r.body = toXML(r.root, r.body)
		r.header.Set("Content-Type", "text/xml;charset=utf-8")
	}
	r.root = ""
}

// through puts f between what the body comes through already and the client.
func (r *reply) through(f func(ctx context.Context, size int, body io.Reader) io.Reader) {
	inner := r.stream
	r.stream = func(ctx context.Context, size int, body io.Reader) io.Reader {
		if inner != nil {
			body = inner(ctx, size, body)
		}
		return f(ctx, size, body)
	}
}

// open is the body as the client gets it.
func (r *reply) open(ctx context.Context) io.Reader {
	var body io.Reader = bytes.NewReader(r.body)
	if r.stream != nil {
		body = r.stream(ctx, len(r.body), body)
	}
	return body
}
