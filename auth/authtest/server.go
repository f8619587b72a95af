package authtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
)

// A Server passes requests to a service: as an [http.RoundTripper] in memory, and as an
// [http.Handler] over a socket, which [Server.Start] opens. All methods are safe for concurrent
// use.
type Server struct {
	// Respond serves a request whose body was read. The URL is parsed from what the client
	// sent, so that a wrong encoding has the effect that it would have in a cloud. r.Body is
	// empty.
	Respond func(r *http.Request, body []byte) Reply
	// MaxBody is the limit of a request body in bytes. The server reads one byte more, so that
	// the service can notice. 0 is 10 MiB.
	MaxBody int64

	mu       sync.Mutex
	listener *listener
}

const defaultMaxBody = 10 << 20

// RoundTrip serves a request in memory. It starts no goroutine, and serves every host name. If
// the context ends, it fails with the cause of the context, before or within the body.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	if req == nil {
		return nil, errors.New("authtest: the request is nil")
	}
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	ctx := req.Context()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	in, err := received(req)
	if err != nil {
		return nil, err
	}
	body, err := s.readBody(req.Body)
	if err != nil {
		return nil, err
	}
	out := s.respond(in, body)
	// If the context has ended, the response may be incomplete.
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if out.Err != nil {
		return nil, out.Err
	}
	return out.response(req), nil
}

func (s *Server) respond(r *http.Request, body []byte) Reply {
	if s.Respond == nil {
		return Reply{Err: errors.New("authtest: the Server has no Respond function: set it, or make a service with New")}
	}
	out := s.Respond(r, body)
	out.complete()
	return out
}

// received returns the request as a server gets it.
func received(req *http.Request) (*http.Request, error) {
	if req.URL == nil {
		return nil, errors.New("authtest: the request has no URL")
	}
	target := req.URL.RequestURI()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, errors.New("authtest: the request target cannot be parsed")
	}
	in := req.Clone(req.Context())
	in.URL, in.RequestURI = u, target
	if in.Method == "" {
		in.Method = http.MethodGet
	}
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.Header == nil {
		in.Header = http.Header{}
	}
	in.Body = http.NoBody
	return in, nil
}

func (s *Server) readBody(body io.Reader) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	most := s.MaxBody
	if most <= 0 {
		most = defaultMaxBody
	}
	return io.ReadAll(io.LimitReader(body, most+1))
}

func (r *Reply) response(req *http.Request) *http.Response {
	ctx, cancel := context.WithCancelCause(req.Context())
	length := int64(len(r.Body))
	if r.unsized {
		length = -1
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status)),
		StatusCode:    r.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.Header.Clone(),
		Body:          &body{ctx: ctx, cancel: cancel, r: r.open(ctx)},
		ContentLength: length,
		Request:       req,
	}
}

// A body ends with the context of the request, like a body from the network.
type body struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	r      io.Reader
	closed atomic.Bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	return b.r.Read(p)
}

func (b *body) Close() error {
	b.closed.Store(true)
	b.cancel(http.ErrBodyReadAfterClose)
	return nil
}
