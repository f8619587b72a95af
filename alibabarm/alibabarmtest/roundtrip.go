package alibabarmtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
)

// RoundTripper serves requests in memory, for [alibabarm.WithTransport] or an
// [http.Client]. It starts no goroutine, and answers for every host name. A round trip
// whose context ends fails with the context's cause, before or within the body.
func (s *Service) RoundTripper() http.RoundTripper { return roundTripper{s} }

type roundTripper struct{ s *Service }

func (t roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
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
	body, err := readBody(req.Body)
	if err != nil {
		return nil, err
	}
	out := t.s.answer(in, body)
	// An answer that came by the end of the context may be only half of one.
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if out.err != nil {
		return nil, out.err
	}
	return out.response(req), nil
}

// received is the request as a server gets it: the target parsed from the bytes on
// the wire, so that what was encoded wrongly is read wrongly.
func received(req *http.Request) (*http.Request, error) {
	if req.URL == nil {
		return nil, fmt.Errorf("alibabarmtest: the request has no URL")
	}
	target := req.URL.RequestURI()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, fmt.Errorf("alibabarmtest: the request target cannot be parsed")
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

// readBody reads one byte more than is allowed, so that too much shows.
func readBody(body io.Reader) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(body, maxBody+1))
}

func (r *reply) response(req *http.Request) *http.Response {
	ctx, cancel := context.WithCancelCause(req.Context())
	length := int64(len(r.body))
	if r.unsized {
		length = -1
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)),
		StatusCode:    r.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.header.Clone(),
		Body:          &body{ctx: ctx, cancel: cancel, r: r.open(ctx)},
		ContentLength: length,
		Request:       req,
	}
}

// A body ends with the request's context, as one from the network does.
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
