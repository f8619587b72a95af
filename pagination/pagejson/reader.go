package pagejson

import (
	"bytes"
	"errors"
	"fmt"
)

// maxDepth is far beyond what lists nest, and little enough for the stack. maxValues is
// what 10,000 rows of 200 values have: a body of more is no page, whatever it says about
// the number of its rows.
const (
	maxDepth  = 1000
	maxValues = 2_000_000
)

// byteOrderMark may stand before a text (RFC 8259, section 8.1).
var byteOrderMark = []byte("\ufeff")

// A Reader reads one JSON text from its beginning to its end, once. It is not safe
// for concurrent use.
type Reader struct {
	body  []byte
	at    int // the next byte; between two calls of a user's, a value begins here
	depth int // of open containers
	more  int // values behind a comma
	kept  int // bytes of the strings that were made
	err   error

	unquoted []byte // a string that had escapes
	row      row
	words    words
}

// NewReader returns a Reader of body, which must not change while it is read. A byte
// order mark at its beginning is passed over.
func NewReader(body []byte) *Reader {
	r := &Reader{body: body}
	if bytes.HasPrefix(body, byteOrderMark) {
		r.at = len(byteOrderMark)
	}
	r.space()
	return r
}

// An Error tells where and why a body was refused.
type Error struct {
	Offset  int // in bytes
	Problem string
}

func (e *Error) Error() string {
	return fmt.Sprintf("pagejson: byte %d: %s", e.Offset, e.Problem)
}

var errLeft = errors.New("pagejson: a loop was left before its end")

// Fail refuses the body for a reason of the caller's, unless it was refused before.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.at = len(r.body) // where nothing can be read any more
}

func (r *Reader) fail(problem string) {
	if r.err == nil {
		r.Fail(&Error{Offset: r.at, Problem: problem})
	}
}

// End ends the reading: nothing but white space may be left. It returns the first
// error: an [*Error], what [Reader.Fail] was given, or that a loop was left early.
func (r *Reader) End() error {
	r.space()
	if r.at < len(r.body) {
		r.fail("more than one value")
	}
	r.settle()
	return r.err
}

// A Kind is what a value is, by its first byte.
type Kind byte

// The kinds of values. Invalid is where no value begins.
const (
	Invalid Kind = 0
	Null    Kind = 'n'
	False   Kind = 'f'
	True    Kind = 't'
	Number  Kind = '0'
	String  Kind = '"'
	Object  Kind = '{'
	Array   Kind = '['
)

// Kind tells what the next value is, and leaves it there.
func (r *Reader) Kind() Kind {
	switch c := r.peek(); c {
	case 'n', 'f', 't', '"', '{', '[':
		return Kind(c)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return Number
	default:
		return Invalid
	}
}

// A Key is the name of an object's member. It holds until the member is read.
type Key []byte

// Is reports whether the key is name, the case of ASCII letters aside.
func (k Key) Is(name string) bool {
	if len(k) != len(name) {
		return false
	}
	if string(k) == name { // without this look, a page takes 17 % longer
		return true
	}
	for i, c := range k {
		if lower(c) != lower(name[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// Object reads an object, to be ranged over: the body of the loop is given each key
// and reads its value, or leaves it to be skipped. A value of another kind is an
// error, and so is a loop that is left early.
func (r *Reader) Object(yield func(Key) bool) {
	for more := r.open('{', '}'); more; more = r.next('}') {
		key, start := r.key(), r.at
		if r.err != nil {
			return
		}
		if !yield(key) {
			r.Fail(errLeft)
			return
		}
		if r.at == start {
			r.Skip()
		}
	}
}

// array is like [Reader.Object].
func (r *Reader) array(yield func() bool) {
	for more := r.open('[', ']'); more; more = r.next(']') {
		start := r.at
		if !yield() {
			r.Fail(errLeft)
			return
		}
		if r.at == start {
			r.Skip()
		}
	}
}

// Skip reads the next value and forgets it.
func (r *Reader) Skip() {
	switch r.Kind() {
	case Object:
		for range r.Object {
		}
	case Array:
		for range r.array {
		}
	case String:
		r.quoted()
	case Number:
		r.number()
	case Null:
		r.literal("null")
	case False:
		r.literal("false")
	case True:
		r.literal("true")
	default:
		r.fail("a value is missing")
	}
}

// open enters a container and tells whether something is in it.
func (r *Reader) open(opening, closing byte) bool {
	if !r.accept(opening) {
		r.fail("a container of another kind is needed")
		return false
	}
	if r.depth++; r.depth > maxDepth {
		r.fail("it nests too deep")
		return false
	}
	r.space()
	return !r.close(closing)
}

// next goes on to the next thing in a container, if there is one.
func (r *Reader) next(closing byte) bool {
	r.space()
	if r.accept(',') {
		if r.more++; r.more > maxValues {
			r.fail("more than 2,000,000 values")
			return false
		}
		r.space()
		return true
	}
	if !r.close(closing) {
		r.fail("a comma or the end of a container is missing")
	}
	return false
}

func (r *Reader) close(closing byte) bool {
	if !r.accept(closing) {
		return false
	}
	r.depth--
	return true
}

// key reads a key and its colon.
func (r *Reader) key() Key {
	if r.peek() != '"' {
		r.fail("a key is missing")
		return nil
	}
	key := r.text(r.quoted())
	r.space()
	if !r.accept(':') {
		r.fail("a colon is missing")
	}
	r.space()
	return key
}
