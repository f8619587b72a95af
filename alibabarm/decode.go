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

// Decoding is tolerant of values and strict about the structure: an unreadable value costs
// that value and never a page, while a response that may hide rows is an error. The client
// asks for JSON; some gateways send XML all the same.

var (
	errNotList      = errors.New("the response is not a list of handshakes")
	errNotHandshake = errors.New("the response is not a handshake")

	errOtherHandshake = errors.New("the response is about another handshake")

	errTwice       = errors.New("a container comes twice")
	errLoose       = errors.New("a row is outside of its container")
	errUnknownRows = errors.New("the container of the rows has something else")
	errToken       = errors.New("the token of the next page is no text")
	errCut         = errors.New("the page has fewer rows than TotalCount, and no token of a next page")
)

// rows says how the rows of a list are named and read, and what distinguishes them.
type rows[T any] struct {
	container, name string // such as Handshakes, Handshake
	json            func(*pagejson.Reader, *T)
	xml             func(*xmlscan.Reader, *T)
	key             func(T) string
	// tokens means that the list is paged by NextToken. Without one, a page that is first
	// is the complete list.
	tokens, first bool
	refused       error // why a body is no such list
}

var handshakeRows = rows[Handshake]{
	container: "Handshakes", name: "Handshake", json: readHandshake, xml: readXMLHandshake,
	key: func(h Handshake) string { return h.ID }, refused: errNotList,
}

// A page is a page of a list. Next is the token of the following one, "" on the last and
// where pages have numbers.
type page[T any] struct {
	pagination.NumberResult[T]
	next string
}

// decodeList reads a page of handshakes.
func decodeList(body []byte) (pagination.NumberResult[Handshake], error) {
	p, err := decodePage(body, handshakeRows)
	return p.NumberResult, err
}

// decodePage reads a page. A page is an object with at least one of the container of the
// rows, TotalCount and PageNumber, which may be null; one that has a code must have the
// container, too. A row without an ID is kept: what else it holds may still be of use,
// and to leave it out would be a silent gap.
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

// decodeOne reads a single handshake. It refuses one without an ID: it would be unknown
// which invitation that is.
func decodeOne(body []byte) (Handshake, error) {
	return decodeObject(body, handshakeRows, errNotHandshake)
}

// decodeObject reads the single object of a response, which has the name of a row. It
// refuses one without an ID.
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

// decodeSingle reads the handshake with an ID, or any if the ID is "".
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

// A list is what a response says about a page.
type list[T any] struct {
	requestID, code     string
	number, size, total count
	next                string
	tokenSeen           bool
	box                 box
	items               []T
}

// A box is the container of the rows: whether it was there, even as null, and whether
// it had the form of a container.
type box struct{ seen, filled bool }

func (l *list[T]) isList() bool {
	if l.code != "" {
		return l.box.filled
	}
	return l.box.seen || l.total.seen || l.number.seen
}

// A count is an integer that is not negative, perhaps written as a string; a bool counts
// as 0 or 1. Anything else, null and "" too, was only seen: a total that was left empty is
// no promise that there is nothing.
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
