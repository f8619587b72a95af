package pagination

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// A Cursor is a place in a list. [From] and [Pager.Page] continue there. "" is the beginning.
//
// A cursor is opaque text that needs no escaping in a URL, holds no secret, and keeps its
// meaning across versions of this package. Within a page it remembers the key of the item
// before it, as a hash, and finds that item on a page that has changed.
//
// A cursor is bound to its list: service, operation, endpoint, page size, and the account if
// both walks know theirs (see [Spec].Account). That protects against mistakes, not against
// forgery: a cursor does not prove that its bearer may read the list.
type Cursor string

// A listID is what a cursor is bound to, as hashes.
type listID struct {
	scope   uint64
	account uint64 // 0: it is not known
}

// A position is where a page begins, as a cursor keeps it.
type position struct {
	marker string
	number int // from 1; 0 in lists paged by markers
	size   int
	skip   int    // rows of the page that were delivered before
	key    uint64 // the hash of the last of these rows' key; 0: it has none, or none is known
	// A resumed walk needs these facts about the pages before, in lists paged by number.
	before int // how many rows they have
	mark   int // the mark of the first row of the page before; 0: none
	total  int // what the latest of them said, plus one; 0: nothing
}

// asksFor reports whether the same request leads to both positions.
func (p position) asksFor(q position) bool {
	return p.marker == q.marker && p.number == q.number && p.size == q.size
}

// markOf returns a short hash that is good enough to notice a repeated page.
func markOf(key string) int {
	if key == "" {
		return 0
	}
	return int(hash([]byte(key))>>33) | 1
}

// keyHash stands for a key in a cursor, because a key may be long and must not be readable
// there.
func keyHash(key string) uint64 {
	if key == "" {
		return 0
	}
	return max(hash([]byte(key)), 1)
}

// behind returns the position on the same page after the first skip of its rows.
func behind[T any](at position, rows []T, skip int, key func(T) string) position {
	at.skip, at.key = skip, 0
	if skip > 0 && skip <= len(rows) {
		at.key = keyHash(key(rows[skip-1]))
	}
	return at
}

// locate finds the place on a page that a position means. If the page has changed since, the
// place is after the same row as before, provided that the page has that row exactly once.
func locate[T any](at position, rows []T, key func(T) string) (position, bool) {
	if at.key == 0 || behind(at, rows, at.skip, key).key == at.key {
		return at, true
	}
	places := []int{}
	for i, row := range rows {
		if keyHash(key(row)) == at.key {
			places = append(places, i+1)
		}
	}
	if len(places) != 1 {
		return at, false
	}
	at.skip = places[0]
	return at, true
}

// cursorVersion is the first byte of every cursor. A cursor of version 2 has these bytes:
//
//	version 1 | parts 1 | scope 8 | account 8 | key 8 | size, skip, number, before, mark, total as varints | marker | checksum 8
//
// They are encoded in unpadded URL-safe base64. Scope is the hash of [Spec].Scope. The bits of
// parts show whether account and key are present.
const (
	cursorVersion = 2
	hashSize      = 8
	headSize      = 2 + hashSize // version, parts and scope

	partKey     = 1 << 0
	partAccount = 1 << 1
)

var cursorText = base64.RawURLEncoding.Strict()

// hash returns the first 8 bytes of the SHA-256.
func hash(b []byte) uint64 {
	sum := sha256.Sum256(b)
	return binary.BigEndian.Uint64(sum[:])
}

func encodeCursor(list listID, at position) Cursor {
	b := make([]byte, 0, headSize+3*hashSize+6*binary.MaxVarintLen32+len(at.marker))
	b = append(b, cursorVersion, 0)
	b = binary.BigEndian.AppendUint64(b, list.scope)
	if list.account != 0 {
		b[1] |= partAccount
		b = binary.BigEndian.AppendUint64(b, list.account)
	}
	if at.key != 0 {
		b[1] |= partKey
		b = binary.BigEndian.AppendUint64(b, at.key)
	}
	for _, field := range []int{at.size, at.skip, at.number, at.before, at.mark, at.total} {
		b = binary.AppendUvarint(b, uint64(field))
	}
	b = append(b, at.marker...)
	b = binary.BigEndian.AppendUint64(b, hash(b))
	return Cursor(cursorText.EncodeToString(b))
}

func badCursor(why string) error { return fmt.Errorf("%w: %s", ErrBadCursor, why) }

// decodeCursor accepts exactly what encodeCursor makes for the same scope. It returns the list
// with the account of either side. If one side does not know the account, decodeCursor does not
// compare it.
func decodeCursor(list listID, c Cursor) (position, listID, error) {
	b, err := cursorText.DecodeString(string(c))
	if err != nil || len(b) < headSize+hashSize {
		return position{}, list, badCursor("it is damaged")
	}
	body, sum := b[:len(b)-hashSize], b[len(b)-hashSize:]
	switch {
	case binary.BigEndian.Uint64(sum) != hash(body):
		return position{}, list, badCursor("it is damaged")
	case body[0] != cursorVersion:
		return position{}, list, badCursor("it is of another version of this library")
	case binary.BigEndian.Uint64(body[2:]) != list.scope:
		return position{}, list, badCursor("it belongs to another list: service, operation or endpoint differ")
	}
	parts := body[1]
	account, body := cutHash(parts&partAccount != 0, body[headSize:])
	at, ok := decodePosition(parts, body)
	// A base64 decoder skips line breaks, and varints can be padded. Only the issued spelling
	// is accepted.
	if !ok || encodeCursor(listID{scope: list.scope, account: account}, at) != c {
		return position{}, list, badCursor("it is damaged")
	}
	if list.account == 0 {
		list.account = account
	}
	if account != 0 && account != list.account {
		return position{}, list, badCursor("it belongs to the list of another account")
	}
	return at, list, nil
}

// cutHash cuts off a hash that may be absent. It returns 0 if the hash is absent.
func cutHash(present bool, b []byte) (uint64, []byte) {
	if !present || len(b) < hashSize {
		return 0, b
	}
	return binary.BigEndian.Uint64(b), b[hashSize:]
}

func decodePosition(parts byte, b []byte) (position, bool) {
	var at position
	at.key, b = cutHash(parts&partKey != 0, b)
	for _, field := range []*int{&at.size, &at.skip, &at.number, &at.before, &at.mark, &at.total} {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > maxInt32 {
			return at, false
		}
		*field, b = int(v), b[n:]
	}
	at.marker = string(b)
	switch {
	case at.key != 0 && at.skip == 0:
		return at, false
	case at.number > 0:
		return at, at.marker == ""
	default:
		return at, at.before == 0 && at.mark == 0 && at.total == 0
	}
}
