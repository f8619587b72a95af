package pagination

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// A Cursor is a place in a list, to go on from with [From] or [Pager.Page]. It
// is opaque text that needs no escaping in a URL, holds no secret, and keeps its
// meaning across versions of this package. It is bound to the list that gave it:
// service, operation, endpoint, page size, and the account where that is known
// beforehand. That guards against mistakes and not against forgery: a cursor is no
// proof that its bearer may read the list. "" is the beginning.
type Cursor string

// A position is where a page begins, as a cursor keeps it.
type position struct {
	marker string
	number int // from 1; 0 in lists paged by markers
	size   int
	skip   int // rows of the page that were delivered before
	// What a resumed walk needs of the pages before, in lists paged by number.
	before int // how many rows they have
	mark   int // the mark of the first row of the page before; 0: none
	total  int // what the latest of them said, plus one; 0: nothing
}

// asksFor tells whether both positions are reached by the same request.
func (p position) asksFor(q position) bool {
	return p.marker == q.marker && p.number == q.number && p.size == q.size
}

// markOf tells rows apart well enough to notice a page that comes again.
func markOf(key string) int {
	if key == "" {
		return 0
	}
	return int(binary.BigEndian.Uint32(shortHash([]byte(key)))>>1) | 1
}

// cursorVersion is the first byte of every cursor. Bytes of version 2:
//
//	version 1 | scope 8 | size, skip, number, before, mark, total as varints | marker | checksum 8
//
// in unpadded URL-safe base64. Scope is the hash of [Spec].Scope.
const (
	cursorVersion = 2
	hashSize      = 8
)

var cursorText = base64.RawURLEncoding.Strict()

func shortHash(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:hashSize]
}

func encodeCursor(scope string, at position) Cursor {
	b := make([]byte, 0, 1+2*hashSize+6*binary.MaxVarintLen32+len(at.marker))
	b = append(b, cursorVersion)
	b = append(b, shortHash([]byte(scope))...)
	for _, field := range []int{at.size, at.skip, at.number, at.before, at.mark, at.total} {
		b = binary.AppendUvarint(b, uint64(field))
	}
	b = append(b, at.marker...)
	b = append(b, shortHash(b)...)
	return Cursor(cursorText.EncodeToString(b))
}

func badCursor(why string) error { return fmt.Errorf("%w: %s", ErrBadCursor, why) }

// decodeCursor accepts exactly what encodeCursor makes for the same scope.
func decodeCursor(scope string, c Cursor) (position, error) {
	b, err := cursorText.DecodeString(string(c))
	if err != nil || len(b) < 1+2*hashSize {
		return position{}, badCursor("it is damaged")
	}
	body, sum := b[:len(b)-hashSize], b[len(b)-hashSize:]
	switch {
	case !bytes.Equal(sum, shortHash(body)):
		return position{}, badCursor("it is damaged")
	case body[0] != cursorVersion:
		return position{}, badCursor("it is of another version of this library")
	case !bytes.Equal(body[1:1+hashSize], shortHash([]byte(scope))):
		return position{}, badCursor("it belongs to another list: service, operation, endpoint or account differ")
	}
	at, ok := decodePosition(body[1+hashSize:])
	// A base64 decoder skips line breaks and varints can be padded: only the
	// spelling that was issued is accepted.
	if !ok || encodeCursor(scope, at) != c {
		return position{}, badCursor("it is damaged")
	}
	return at, nil
}

func decodePosition(b []byte) (position, bool) {
	var at position
	for _, field := range []*int{&at.size, &at.skip, &at.number, &at.before, &at.mark, &at.total} {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > maxInt32 {
			return at, false
		}
		*field, b = int(v), b[n:]
	}
	at.marker = string(b)
	if at.number > 0 {
		return at, at.marker == ""
	}
	return at, at.before == 0 && at.mark == 0 && at.total == 0
}
