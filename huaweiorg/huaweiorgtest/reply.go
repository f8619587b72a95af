package huaweiorgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// A reply is an answer as a value, so that a round trip in memory and a socket play
// the same. With err there is no answer: the connection fails with it.
type reply struct {
	status int
	header http.Header
	body   []byte
	err    error
	// stream, where set, stands between the body and the client.
	stream func(context.Context, io.Reader) io.Reader
	// unsized leaves the length of the body open.
	unsized bool
	// unseen is for a request that never arrived.
	unseen bool
}

type errorBody struct {
	Code      string `json:"error_code"`
	Message   string `json:"error_msg"`
	RequestID string `json:"request_id,omitempty"`
}

// refuse is an error in the service's form. Only the gateway puts the request ID
// into the body.
func (c *call) refuse(status int, code, message string) reply {
	body := errorBody{Code: code, Message: message}
	if strings.HasPrefix(code, "APIG") {
		body.RequestID = c.requestID
	}
	return c.json(status, body)
}

func (c *call) json(status int, v any) reply {
	body, err := encode(v)
	if err != nil {
		return c.refuse(http.StatusInternalServerError, "APIGW.0601", "huaweiorgtest: "+err.Error())
	}
	return reply{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: body}
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

// complete adds the headers that every answer has, unless a fault set its own.
func (r *reply) complete(c *call) {
	if r.err != nil {
		return
	}
	if r.header == nil {
		r.header = http.Header{}
	}
	for name, value := range map[string]string{
		"Content-Length": strconv.Itoa(len(r.body)),
		"Date":           c.now.Format(http.TimeFormat),
		"X-Request-Id":   c.requestID,
	} {
		if _, ok := r.header[name]; !ok {
			r.header.Set(name, value)
		}
	}
	if r.unsized {
		r.header.Del("Content-Length")
	}
}

// through puts f between what the body comes through already and the client.
func (r *reply) through(f func(context.Context, io.Reader) io.Reader) {
	inner := r.stream
	r.stream = func(ctx context.Context, body io.Reader) io.Reader {
		if inner != nil {
			body = inner(ctx, body)
		}
		return f(ctx, body)
	}
}

// open is the body as the client gets it.
func (r *reply) open(ctx context.Context) io.Reader {
	var body io.Reader = bytes.NewReader(r.body)
	if r.stream != nil {
		body = r.stream(ctx, body)
	}
	return body
}
