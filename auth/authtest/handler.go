package authtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
)

// ReplyOf lets a handler serve a request whose body was read, and returns the response as a
// value, so that faults and records treat it like any other. A handler that panics with
// [http.ErrAbortHandler] breaks the connection. ReplyOf passes other panics on. A nil handler
// or request also breaks the connection.
func ReplyOf(h http.Handler, r *http.Request, body []byte) (out Reply) {
	if h == nil || r == nil {
		return Reply{Err: errors.New("authtest: there is no handler or no request")}
	}
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			out = Reply{Err: errors.New("authtest: the handler broke the connection")}
		default:
			panic(cause)
		}
	}()
	in := r.Clone(r.Context())
	in.Body, in.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	w := &replyWriter{}
	h.ServeHTTP(w, in)
	return w.reply()
}

// A replyWriter is an [http.ResponseWriter] that keeps the response.
type replyWriter struct {
	header http.Header
	status int
	sent   http.Header // the header when the status was written
	body   bytes.Buffer
}

func (w *replyWriter) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

// WriteHeader ignores informational responses, and all statuses except the first, as the server
// of net/http does.
func (w *replyWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status, w.sent = status, w.Header().Clone()
	}
}

func (w *replyWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *replyWriter) reply() Reply {
	w.WriteHeader(http.StatusOK)
	out := Reply{Status: w.status, Header: w.sent, Body: w.body.Bytes()}
	out.Header.Del("Content-Length") // the server sets the length of the body after a fault has changed it
	if len(out.Body) > 0 {
		out.Default("Content-Type", http.DetectContentType(out.Body))
	}
	return out
}

// CallOf returns the call that a service put into the context of a request with [WithCall], and
// false if there is none.
func CallOf[C any](ctx context.Context) (*C, bool) {
	if ctx == nil {
		return nil, false
	}
	call, ok := ctx.Value(callKey[C]{}).(*C)
	return call, ok && call != nil
}
