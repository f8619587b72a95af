package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// tooLarge ends a call whose response is longer than the limit.
type tooLarge struct {
	status int
	limit  int64
}

func (e *tooLarge) Error() string {
	return fmt.Sprintf("auth: the response (status %d) is longer than %d bytes: ask for smaller pages, or raise MaxResponseBytes", e.status, e.limit)
}

func (e *tooLarge) Is(target error) bool { return target == ErrTooLarge }

// errSwitched ends a call after a 101. What follows is another protocol, and has no end that a
// reader of a body could wait for.
var errSwitched = errors.New("the service switched to another protocol, which the request did not ask for")

// ReadBody reads the body of a response and closes it. When ctx ends, ReadBody returns the
// cause of ctx, whatever the body does: a transport may not end a body with the context of its
// request, nor a read with the close of its body. A body longer than limit is [ErrTooLarge],
// and one shorter than its Content-Length is [io.ErrUnexpectedEOF].
func ReadBody(ctx context.Context, resp *http.Response, limit int64) ([]byte, error) {
	return readBody(ctx, resp, limit, newBuffer)
}

// readBody reads the body of the response to the last attempt. The client's own pool ends a
// body with the context of its request, and needs no goroutine to watch it.
func (s *sending) readBody(resp *http.Response) ([]byte, error) {
	ctx, take := s.attempt.ctx, newBuffer
	if s.call.lent {
		take = lend
	}
	if !s.attempt.conn.own {
		return readBody(ctx, resp, s.client.limit, take)
	}
	body, err := readBounded(resp, s.client.limit, take)
	// Without a stated length, a server that notices the end of the context may end the body
	// as if it were complete.
	if ctx.Err() != nil && (err != nil || resp.ContentLength < 0) {
		return nil, context.Cause(ctx)
	}
	return body, err
}

// newBuffer returns an empty buffer with room for size bytes.
func newBuffer(size int) []byte { return make([]byte, 0, size) }

// readBody is [ReadBody] into a buffer of take. After an error, the garbage collector gets the
// buffer, because a goroutine may still read the body into it.
func readBody(ctx context.Context, resp *http.Response, limit int64, take func(size int) []byte) ([]byte, error) {
	if ctx == nil || resp == nil || resp.Body == nil {
		return nil, fmt.Errorf("auth: ReadBody: give a context and a response with a body: %w", ErrInvalid)
	}
	type result struct {
		body []byte
		err  error
	}
	results := make(chan result, 1)
	body := &closedOnce{ReadCloser: resp.Body}
	own := &http.Response{StatusCode: resp.StatusCode, ContentLength: resp.ContentLength, Body: body}
	go func() {
		text, err := readBounded(own, limit, take)
		results <- result{text, err}
	}()
	select {
	case r := <-results:
		return r.body, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-results: // the body arrived before ctx ended
		return r.body, r.err
	default: // after Close, a body may pretend that it is complete, so ignore what the goroutine reads
	}
	go func() { _ = body.Close() }()
	return nil, context.Cause(ctx)
}

// closedOnce is a body that both its reader and the end of its attempt may close.
type closedOnce struct {
	io.ReadCloser
	once sync.Once
}

func (b *closedOnce) Close() (err error) {
	b.once.Do(func() { err = b.ReadCloser.Close() })
	return err
}

// readBounded reads the complete body of a response and closes it. It closes a body that is
// longer than limit without draining it, because draining costs what the limit is there to
// save.
func readBounded(resp *http.Response, limit int64, take func(size int) []byte) ([]byte, error) {
	defer func() { _ = resp.Body.Close() }()
	if resp.ContentLength > limit {
		return nil, &tooLarge{resp.StatusCode, limit}
	}
	body, err := readSized(resp.Body, resp.ContentLength, limit, take)
	if errors.Is(err, ErrTooLarge) {
		return nil, &tooLarge{resp.StatusCode, limit}
	}
	if err != nil {
		return nil, err
	}
	if int64(len(body)) < resp.ContentLength {
		return nil, io.ErrUnexpectedEOF
	}
	return body, nil
}

// readSized reads r to its end at once if its length is stated and plausible. It reads a body
// that is longer than stated in chunks.
func readSized(r io.Reader, length, limit int64, take func(size int) []byte) ([]byte, error) {
	if length <= 0 || length > maxLent {
		return readChunks(r, limit, take)
	}
	body := take(int(length) + 1)[:length+1] // a read shows the end only after the last byte
	n, err := fill(r, body)
	switch {
	case err == io.EOF:
		return body[:n], nil
	case err != nil:
		return nil, err
	}
	return readChunks(io.MultiReader(bytes.NewReader(body), r), limit, take)
}

// A chunk holds a part of a response. Chunks are reused, and their parts are joined once: few
// responses state their length, and growing one slice would leave up to three copies behind.
type chunk [64 << 10]byte

var chunks = sync.Pool{New: func() any { return new(chunk) }}

// readChunks reads r to its end. Beyond limit, the error is ErrTooLarge.
func readChunks(r io.Reader, limit int64, take func(size int) []byte) ([]byte, error) {
	var parts [][]byte
	defer func() {
		for _, part := range parts {
			chunks.Put((*chunk)(part[:len(chunk{})]))
		}
	}()
	for total := int64(0); ; {
		c := chunks.Get().(*chunk)
		n, err := fill(r, c[:min(int64(len(c))-1, limit-total)+1])
		parts = append(parts, c[:n])
		total += int64(n)
		switch {
		case total > limit:
			return nil, ErrTooLarge
		case err == io.EOF:
			return concat(parts, take), nil
		case err != nil:
			return nil, err
		}
	}
}

// fill is [io.ReadFull], but an end within chunk is io.EOF, because net/http reports a
// truncated body as io.ErrUnexpectedEOF.
func fill(r io.Reader, chunk []byte) (n int, err error) {
	for n < len(chunk) && err == nil {
		var m int
		m, err = r.Read(chunk[n:])
		n += m
	}
	if n == len(chunk) {
		err = nil
	}
	return n, err
}

// concat returns the body of the parts. It is not nil even if it is empty.
func concat(parts [][]byte, take func(size int) []byte) []byte {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	body := take(size)
	for _, part := range parts {
		body = append(body, part...)
	}
	return body
}
