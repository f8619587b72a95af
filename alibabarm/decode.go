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

// What is read from a response is tolerant in the values and strict in the
// structure: an odd value costs that value and never a page, while a response
// that may hide rows is an error. JSON is asked for; XML comes all the same from
// some gateways.

var (
	errNotList      = errors.New("the answer is not a list of handshakes")
	errNotHandshake = errors.New("the answer is not a handshake")

	errOtherHandshake = errors.New("the answer is about another handshake")
)

// rows says how the rows of a list are named and read, and how they are told apart.
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

// A box is the container of the rows: whether it was there, be it null, and whether
// it had the form of a container.
type box struct{ seen, filled bool }

func (l *list[T]) isList() bool {
	if l.code != "" {
		return l.box.filled
	}
	return l.box.seen || l.total.seen || l.number.seen
}

func readList[T any](body []byte, rows rows[T]) (*list[T], error) {
	r := pagejson.NewReader(body)
	l := &list[T]{items: []T{}}
	for key := range r.Object {
		switch {
		case key.Is("RequestId"):
			r.Text(&l.requestID)
		case key.Is("Code"):
			r.Text(&l.code)
		case key.Is("PageNumber"):
			l.number = readCount(r)
		case key.Is("PageSize"):
			l.size = readCount(r)
		case key.Is("TotalCount"):
			l.total = readCount(r)
		case key.Is(rows.container):
			readBox(r, l, rows)
		case key.Is(rows.name):
			r.Fail(errLoose)
		case rows.tokens && key.Is("NextToken"):
			once(r, &l.tokenSeen)
			readToken(r, &l.next)
		}
	}
	return l, r.End()
}

var (
	errToken = errors.New("the token of the next page is no text")
	errCut   = errors.New("the page has fewer rows than TotalCount, and no token of a next page")
)

// readToken takes a token that is a string, a number or null. Anything else is an error:
// to take it for the end would cut the list short.
func readToken(r *pagejson.Reader, next *string) {
	switch r.Kind() {
	case pagejson.String, pagejson.Number, pagejson.Null:
		r.Text(next)
	default:
		r.Fail(errToken)
	}
}

func readObject[T any](body []byte, rows rows[T]) (items []T, err error) {
	r := pagejson.NewReader(body)
	var seen bool
	for key := range r.Object {
		if key.Is(rows.name) {
			once(r, &seen)
			items = readItems(r, rows.json)
		}
	}
	return items, r.End()
}

var (
	errTwice       = errors.New("a container comes twice")
	errLoose       = errors.New("a row is outside of its container")
	errUnknownRows = errors.New("the container of the rows has something else")
)

// once refuses the body where seen is set, and sets it: what comes twice would
// replace the rows of the first.
func once(r *pagejson.Reader, seen *bool) {
	if *seen {
		r.Fail(errTwice)
	}
	*seen = true
}

func readBox[T any](r *pagejson.Reader, l *list[T], rows rows[T]) {
	once(r, &l.box.seen)
	kind := r.Kind()
	l.box.filled = kind == pagejson.Object || kind == pagejson.Array
	if kind != pagejson.Object { // null, "", [], or the rows themselves
		l.items = readItems(r, rows.json)
		return
	}
	var seen, other bool
	for key := range r.Object {
		if key.Is(rows.name) {
			once(r, &seen)
			l.items = readItems(r, rows.json)
		} else {
			other = true
		}
	}
	if other && !seen {
		r.Fail(errUnknownRows) // rows under a name that is not known would be lost
	}
}

// readItems reads the rows themselves: a list of objects, or one object alone, as
// what turns XML into JSON writes it; null and "" are none.
func readItems[T any](r *pagejson.Reader, read func(*pagejson.Reader, *T)) []T {
	switch r.Kind() {
	case pagejson.Array:
		return pagejson.Rows(r, read)
	case pagejson.Object:
		one := make([]T, 1)
		read(r, &one[0])
		return one
	case pagejson.Null:
		r.Skip()
	default:
		if r.Kind() != pagejson.String || len(r.Bytes()) > 0 {
			r.Fail(errUnknownRows)
		}
	}
	return []T{}
}

func readHandshake(r *pagejson.Reader, h *Handshake) {
	for key := range r.Object {
		switch {
		case key.Is("HandshakeId"):
			r.Text(&h.ID)
		case key.Is("ResourceDirectoryId"):
			h.ResourceDirectoryID = r.Shared()
		case key.Is("MasterAccountId"):
			h.MasterAccountID = r.Shared()
		case key.Is("MasterAccountName"):
			h.MasterAccountName = r.Shared()
		case key.Is("MasterAccountRealName"):
			h.MasterAccountRealName = r.Shared()
		case key.Is("InvitedAccountRealName"):
			r.Text(&h.InvitedAccountRealName)
		case key.Is("TargetEntity"):
			r.Text(&h.TargetEntity)
		case key.Is("TargetType"):
			h.TargetType = TargetType(r.Shared())
		case key.Is("Note"):
			r.Text(&h.Note)
		case key.Is("Status"):
			h.Status = Status(r.Shared())
		case key.Is("CreateTime"):
			h.CreateTime = r.Time()
		case key.Is("ModifyTime"):
			h.ModifyTime = r.Time()
		case key.Is("ExpireTime"):
			h.ExpireTime = r.Time()
		}
	}
}

// A count is a whole number that is not negative, perhaps written as a string; a
// bool counts as 0 or 1. Of anything else, null and "" too, only is known that it was
// there: a total that was left empty is no promise that there is nothing.
type count struct {
	seen, read bool
	n          int
}

func readCount(r *pagejson.Reader) (c count) {
	switch r.Kind() {
	case pagejson.False:
		c.take("0")
	case pagejson.True:
		c.take("1")
	default:
		c.take(string(r.Bytes()))
	}
	return c
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
