package alibabarm

import "github.com/orghandshakes/handshakes-go/pagination/pagejson"

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

// readToken accepts a token that is a string, a number or null. It refuses any other token:
// taking it for the end would truncate the list.
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

// once refuses the body if seen is set, and sets it. A second container would replace the
// rows of the first.
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

// readItems decodes the rows: a list of objects, or a single object, as converters from XML
// to JSON write it. For null and "", there are no rows.
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
