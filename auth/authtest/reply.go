package authtest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// A Reply is a response as a value.
type Reply struct {
	// Status is the HTTP status code. 0 is 200.
	Status int
	// Header may be nil. The server adds Content-Length.
	Header http.Header
	// Body is the body of the response. Before Encode, it is the service's document.
	Body []byte
	// Encode, if set, converts the document in Body into the form of the response, for example
	// XML. It is called once, after all kinds that change the document, and before the first
	// one that works on bytes.
	Encode func(*Reply)
	// Err is why there is no response. A round trip in memory fails with it. Over a socket, the
	// connection is reset.
	Err error
	// Hint is for the record of the request: why the service refused it, if the error alone
	// would not show that to the author of a test.
	Hint string
	// Unseen makes the request count as one that never arrived.
	Unseen bool

	final   bool // Body is no longer a document
	unsized bool // the response does not state the length of the body
	// stream, if set, is between the body, of that size, and the client.
	stream filter
}

type filter func(ctx context.Context, size int, body io.Reader) io.Reader

// JSON returns a reply of type application/json, in which <, > and & are not escaped. A value
// that has no JSON causes status 500, and the body says so.
func JSON(status int, v any) Reply {
	body, err := encode(v)
	if err != nil {
		return raw(http.StatusInternalServerError, "authtest: "+err.Error(), "Content-Type: text/plain")
	}
	return Reply{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// raw is sent as it is.
func raw(status int, body string, headers ...string) Reply {
	out := Reply{
		Status: status,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   []byte(body),
		final:  true,
	}
	out.SetHeader(headers...)
	return out
}

// Document returns the JSON of a good response, of status 200, as maps, slices and
// [json.Number]. It is nil if there is none, or if a kind has already worked on its bytes.
func (r *Reply) Document() any {
	if r.final || cmp.Or(r.Status, http.StatusOK) != http.StatusOK {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	var doc any
	if d.Decode(&doc) != nil {
		return nil
	}
	return doc
}

// SetDocument replaces the document. One that has no JSON causes status 500, and the body says
// so.
func (r *Reply) SetDocument(doc any) {
	out := JSON(r.Status, doc)
	if out.final {
		r.Header, r.final = out.Header, true
	}
	r.Status, r.Body = out.Status, out.Body
}

// SetHeader sets headers that are written as lines, for example "Retry-After: 2".
func (r *Reply) SetHeader(lines ...string) {
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		r.header().Set(name, strings.TrimSpace(value))
	}
}

// Default sets a header that every response has, unless a fault set its own.
func (r *Reply) Default(name, value string) {
	if _, ok := r.header()[http.CanonicalHeaderKey(name)]; !ok {
		r.Header.Set(name, value)
	}
}

func (r *Reply) header() http.Header {
	if r.Header == nil {
		r.Header = http.Header{}
	}
	return r.Header
}

// finish encodes the document. From then on, kinds work on bytes.
func (r *Reply) finish() {
	if r.Encode != nil && !r.final {
		r.Encode(r)
	}
	r.final = true
}

// complete makes the reply ready to send.
func (r *Reply) complete() {
	if r.Err != nil {
		return
	}
	r.finish()
	r.Status = cmp.Or(r.Status, http.StatusOK)
	r.Default("Content-Length", strconv.Itoa(len(r.Body)))
	if r.unsized {
		r.Header.Del("Content-Length")
	}
}

// through passes the body through f, after what it already passes through.
func (r *Reply) through(f filter) {
	inner := r.stream
	r.stream = func(ctx context.Context, size int, body io.Reader) io.Reader {
		if inner != nil {
			body = inner(ctx, size, body)
		}
		return f(ctx, size, body)
	}
}

// open returns the body as the client gets it.
func (r *Reply) open(ctx context.Context) io.Reader {
	var body io.Reader = bytes.NewReader(r.Body)
	if r.stream != nil {
		body = r.stream(ctx, len(r.Body), body)
	}
	return body
}
