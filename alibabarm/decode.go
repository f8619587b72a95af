package alibabarm

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// Decoding tolerates bad values and is strict about the structure. An unreadable value costs
// only that value and never a page. A response that may hide rows is an error. The client
// asks for JSON, but some gateways send XML.

var (
	errNotList      = errors.New("the response is not a list of handshakes")
	errNotHandshake = errors.New("the response is not a handshake")

	errOtherHandshake = errors.New("the response is about another handshake")

	errTwice       = errors.New("a container appears twice")
	errLoose       = errors.New("a row is outside of its container")
	errUnknownRows = errors.New("the row container holds something else")
	errToken       = errors.New("the next token is not text")
	errCut         = errors.New("the page has fewer rows than TotalCount and no next token")
)

// rows describes how the rows of a list are named, decoded and distinguished.
type rows[T any] struct {
	container, name string // such as Handshakes, Handshake
	json            func(*pagejson.Reader, *T)
	xml             func(*xmlscan.Reader, *T)
	key             func(T) string
	// tokens means that the list has page tokens. If the first page has no token, it is the
	// complete list.
	tokens, first bool
	refused       error // why a body is no such list
}

var handshakeRows = rows[Handshake]{
	container: "Handshakes", name: "Handshake", json: readHandshake, xml: readXMLHandshake,
	key: func(h Handshake) string { return h.ID }, refused: errNotList,
}

// A page is a page of a list. The field next is the token of the next page. It is "" on the
// last page, and for a list that has page numbers.
type page[T any] struct {
	pagination.NumberResult[T]
	next string
}

// decodeList decodes a page of handshakes.
func decodeList(body []byte) (pagination.NumberResult[Handshake], error) {
	p, err := decodePage(body, handshakeRows)
	return p.NumberResult, err
}

// decodePage decodes a page. A page is an object with the row container, TotalCount or
// PageNumber, and all may be null. If it has a code, it must have the container. decodePage
// keeps a row without an ID: the other fields may be of use, and without the row the list
// would have a silent gap.
func decodePage[T any](body []byte, rows rows[T]) (page[T], error) {
	read := readList[T]
	if isXML(body) {
		read = readXMLList[T]
	}
	l, err := read(body, rows)
	if err != nil {
		return page[T]{}, fmt.Errorf("%w (%w)", rows.refused, err)
	}
	switch {
	case !l.isList():
		return page[T]{}, rows.refused
	case rows.tokens && rows.first && l.next == "" && l.total.or(0) > len(l.items):
		return page[T]{}, fmt.Errorf("%w (%w)", rows.refused, errCut)
	}
	return page[T]{
		NumberResult: pagination.NumberResult[T]{
			Items:     l.items,
			Number:    l.number.or(0),
			Size:      l.size.or(0),
			Total:     l.total.or(-1),
			RequestID: auth.Excerpt(l.requestID, maxCode),
		},
		next: l.next,
	}, nil
}

// decodeOne decodes a single handshake. It refuses a handshake without an ID, because it
// could be any invitation.
func decodeOne(body []byte) (Handshake, error) {
	return decodeObject(body, handshakeRows, errNotHandshake)
}

// decodeObject decodes the single object of a response, which has the name of a row. It
// refuses an object without an ID.
func decodeObject[T any](body []byte, rows rows[T], refused error) (T, error) {
	read := readObject[T]
	if isXML(body) {
		read = readXMLObject[T]
	}
	var none T
	items, err := read(body, rows)
	if err != nil {
		return none, fmt.Errorf("%w (%w)", refused, err)
	}
	if len(items) != 1 || rows.key(items[0]) == "" {
		return none, refused
	}
	return items[0], nil
}

// decodeSingle decodes the handshake with the ID; "" accepts any handshake.
func decodeSingle(body []byte, id string) (*Handshake, error) {
	h, err := decodeOne(body)
	if err == nil && id != "" && h.ID != id {
		err = errOtherHandshake
	}
	if err != nil {
		return nil, err
	}
	return &h, nil
}

// A list holds the fields of a page as the response has them.
type list[T any] struct {
	requestID, code     string
	number, size, total count
	next                string
	tokenSeen           bool
	box                 box
	items               []T
}

// A box describes the container of the rows: whether the response has it, even as null, and
// whether it has the form of a container.
type box struct{ seen, filled bool }

func (l *list[T]) isList() bool {
	if l.code != "" {
		return l.box.filled
	}
	return l.box.seen || l.total.seen || l.number.seen
}

// A count is a non-negative integer, which may be written as a string. A bool counts as 0 or
// 1. Any other value, also null and "", is only marked as seen: an empty total does not
// promise that there are no rows.
type count struct {
	seen, read bool
	n          int
}

func (c *count) take(text string) {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	c.seen, c.read = true, err == nil && n >= 0 && n <= math.MaxInt32 && n == math.Trunc(n)
	if c.read {
		c.n = int(n)
	}
}

func (c count) or(absent int) int {
	if c.read {
		return c.n
	}
	return absent
}
