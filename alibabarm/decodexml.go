package alibabarm

import (
	"cmp"
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

var (
	errRoot        = errors.New("XML: the root element is not a response")
	errTooManyRows = errors.New("XML: more than 10,000 rows")
)

// newXMLReader returns a reader of a response that reports success. The name of its root
// element must end with Response.
func newXMLReader(body []byte) *xmlscan.Reader {
	r := xmlscan.NewReader(body)
	if !strings.HasSuffix(r.Root(), "Response") {
		r.Fail(errRoot)
	}
	return r
}

func readXMLList[T any](body []byte, rows rows[T]) (*list[T], error) {
	r := newXMLReader(body)
	l := &list[T]{items: []T{}}
	for key := range r.Object {
		switch name := string(key); {
		case name == "RequestId":
			r.Text(&l.requestID)
		case name == "Code":
			r.Text(&l.code)
		case name == "PageNumber":
			l.number.take(r.Value())
		case name == "PageSize":
			l.size.take(r.Value())
		case name == "TotalCount":
			l.total.take(r.Value())
		case name == rows.container:
			readXMLBox(r, l, rows)
		case key.Is(rows.name) || key.Is(rows.container): // outside of its container, or with the wrong name
			r.Fail(errLoose)
		case rows.tokens && key.Is("NextToken"):
			readXMLToken(r, l)
		}
	}
	return l, r.End()
}

// readXMLToken reads a token. It refuses a second token, and a token that contains elements.
func readXMLToken[T any](r *xmlscan.Reader, l *list[T]) {
	if l.tokenSeen {
		r.Fail(errTwice)
	}
	l.tokenSeen = true
	var text []byte
	r.Content(&text, func(pagejson.Key) bool {
		r.Fail(errToken)
		return true
	})
	l.next = strings.TrimSpace(string(text))
}

// readXMLBox reads the rows. It refuses a second container, which would replace the rows of
// the first, and a container with anything except rows.
func readXMLBox[T any](r *xmlscan.Reader, l *list[T], rows rows[T]) {
	if l.box.seen {
		r.Fail(errTwice)
	}
	l.box = box{seen: true, filled: true}
	var other []byte
	r.Content(&other, func(key pagejson.Key) bool {
		if string(key) != rows.name {
			r.Fail(errUnknownRows)
			return true
		}
		l.items = readXMLRow(r, l.items, rows.xml)
		return true
	})
	if strings.TrimSpace(string(other)) != "" {
		r.Fail(errUnknownRows)
	}
}

func readXMLObject[T any](body []byte, rows rows[T]) (items []T, err error) {
	r := newXMLReader(body)
	for key := range r.Object {
		if string(key) == rows.name {
			items = readXMLRow(r, items, rows.xml)
		}
	}
	return items, r.End()
}

// readXMLRow decodes a row and appends it.
func readXMLRow[T any](r *xmlscan.Reader, items []T, read func(*xmlscan.Reader, *T)) []T {
	if len(items) == xmlscan.MaxRows {
		r.Fail(errTooManyRows)
		return items
	}
	var none T
	items = append(items, none)
	read(r, &items[len(items)-1])
	return items
}

func readXMLHandshake(r *xmlscan.Reader, h *Handshake) {
	var oldEntity, oldType string // older XML has these names for TargetEntity and TargetType
	for key := range r.Object {
		switch string(key) {
		case "HandshakeId":
			r.Text(&h.ID)
		case "ResourceDirectoryId":
			r.Text(&h.ResourceDirectoryID)
		case "MasterAccountId":
			r.Text(&h.MasterAccountID)
		case "MasterAccountName":
			r.Text(&h.MasterAccountName)
		case "MasterAccountRealName":
			r.Text(&h.MasterAccountRealName)
		case "InvitedAccountRealName":
			r.Text(&h.InvitedAccountRealName)
		case "TargetEntity":
			r.Text(&h.TargetEntity)
		case "TargetType":
			h.TargetType = TargetType(r.Value())
		case "InviteEntity":
			r.Text(&oldEntity)
		case "InviteType":
			r.Text(&oldType)
		case "Note":
			r.Text(&h.Note)
		case "Status":
			h.Status = Status(r.Value())
		case "CreateTime":
			h.CreateTime = pagejson.ParseTime([]byte(r.Value()))
		case "ModifyTime":
			h.ModifyTime = pagejson.ParseTime([]byte(r.Value()))
		case "ExpireTime":
			h.ExpireTime = pagejson.ParseTime([]byte(r.Value()))
		}
	}
	h.TargetEntity = cmp.Or(h.TargetEntity, oldEntity)
	h.TargetType = cmp.Or(h.TargetType, TargetType(oldType))
}
