package auth

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

const (
	firstChunk = 16 << 10
	maxChunk   = 1 << 20
)

// tooLarge ends a call whose answer is longer than the bound.
type tooLarge struct {
	status int
	limit  int64
}

func (e *tooLarge) Error() string {
	return fmt.Sprintf("auth: the answer (status %d) is longer than %d bytes: ask for smaller pages, or raise MaxResponseBytes", e.status, e.limit)
}

func (e *tooLarge) Is(target error) bool { return target == ErrTooLarge }

// readAnswer reads the body of an answer whole and closes it. A body that goes on
// beyond limit is closed where it stands: draining it would cost what the bound
// is there to save.
func readAnswer(resp *http.Response, limit int64) ([]byte, error) {
	defer func() { _ = resp.Body.Close() }()
	if resp.ContentLength > limit {
		return nil, &tooLarge{resp.StatusCode, limit}
	}
	body, err := readChunks(resp.Body, resp.ContentLength, limit)
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

// readChunks reads r to its end; beyond limit it is ErrTooLarge. Chunks are kept and
// joined once: growing one slice would hold up to three copies. No more than
// maxChunk is allocated before that much was read, whatever length claims.
func readChunks(r io.Reader, length, limit int64) ([]byte, error) {
	size := int64(firstChunk)
	if length >= 0 {
		size = min(length+1, maxChunk) // one more, to meet the end in the same chunk
	}
	var full [][]byte
	var total int64
	for {
		chunk := make([]byte, min(size, limit+1-total))
		n, err := fill(r, chunk)
		total += int64(n)
		switch {
		case total > limit:
			return nil, ErrTooLarge
		case err == io.EOF:
			return concat(full, chunk[:n]), nil
		case err != nil:
			return nil, err
		}
		full = append(full, chunk)
		size = min(2*size, maxChunk)
	}
}

// fill is [io.ReadFull], but an end within chunk is io.EOF: io.ErrUnexpectedEOF is
// what net/http says of a cut body.
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

func concat(full [][]byte, last []byte) []byte {
	if len(full) == 0 {
		return last
	}
	return slices.Concat(append(full, last)...)
}
