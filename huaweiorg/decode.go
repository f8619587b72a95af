package huaweiorg

import (
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// Decoding tolerates bad values and is strict about the structure. An unreadable value costs
// only that value and never a page. A response that may hide rows is an error.

var (
	errNotList      = errors.New("the response is not a list of handshakes")
	errNotHandshake = errors.New("the response is not a handshake")

	errOtherHandshake = errors.New("the response is about another handshake")
)

// decodeList decodes a page of handshakes and the marker of the next page. The marker of the
// last page is "".
func decodeList(body []byte) ([]Handshake, string, error) {
	return decodePage(body, "handshakes", errNotList, readHandshake)
}

// decodePage decodes a page and the marker of the next page. The marker of the last page is
// "". A page is an object with the row container or page_info, and both may be null.
// decodePage refuses a container that appears twice, because the second would replace the
// first. It keeps a row without an ID: the other fields may be of use, and without the row
// the list would have a silent gap.
func decodePage[T any](body []byte, rows string, refused error, read func(*pagejson.Reader, *T)) ([]T, string, error) {
	r := pagejson.NewReader(body)
	items, next := []T{}, ""
	var seen struct{ rows, pageInfo bool }
	for key := range r.Object {
		switch {
		case key.Is(rows):
			once(r, &seen.rows)
			if r.Kind() != pagejson.Null {
				items = pagejson.Rows(r, read)
			}
		case key.Is("page_info"):
			once(r, &seen.pageInfo)
			if r.Kind() != pagejson.Null {
				readPageInfo(r, &next)
			}
		}
	}
	if err := r.End(); err != nil {
		return nil, "", fmt.Errorf("%w (%w)", refused, err)
	}
	if !seen.rows && !seen.pageInfo {
		return nil, "", refused
	}
	return items, next, nil
}

// decodeOne decodes a single handshake. It refuses a handshake without an ID, because it
// could be any invitation.
func decodeOne(body []byte) (Handshake, error) {
	return decodeObject(body, "handshake", errNotHandshake, readHandshake, func(h Handshake) string { return h.ID })
}

// decodeObject decodes the object with that name. It refuses an object without an ID.
func decodeObject[T any](body []byte, name string, refused error, read func(*pagejson.Reader, *T), id func(T) string) (T, error) {
	r := pagejson.NewReader(body)
	var object, none T
	var seen bool
	for key := range r.Object {
		if key.Is(name) {
			once(r, &seen)
			read(r, &object)
		}
	}
	if err := r.End(); err != nil {
		return none, fmt.Errorf("%w (%w)", refused, err)
	}
	if id(object) == "" {
		return none, refused
	}
	return object, nil
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

var errTwice = errors.New("a container appears twice")

// once refuses the body if seen is set, and sets it.
func once(r *pagejson.Reader, seen *bool) {
	if *seen {
		r.Fail(errTwice)
	}
	*seen = true
}

var errMarker = errors.New("the marker is not text")

// readPageInfo accepts a marker that is a string, a number or null. It refuses any other
// marker, and a second one: taking it for the end would truncate the list.
func readPageInfo(r *pagejson.Reader, next *string) {
	var seen bool
	for key := range r.Object {
		if !key.Is("next_marker") {
			continue
		}
		once(r, &seen)
		switch r.Kind() {
		case pagejson.String, pagejson.Number, pagejson.Null:
			r.Text(next)
		default:
			r.Fail(errMarker)
		}
	}
}

func readHandshake(r *pagejson.Reader, h *Handshake) {
	for key := range r.Object {
		switch {
		case key.Is("id"):
			r.Text(&h.ID)
		case key.Is("urn"):
			r.Text(&h.URN)
		case key.Is("status"):
			h.Status = Status(r.Shared())
		case key.Is("notes"):
			r.Text(&h.Notes)
		case key.Is("management_account_id"):
			h.ManagementAccountID = r.Shared()
		case key.Is("management_account_name"):
			h.ManagementAccountName = r.Shared()
		case key.Is("organization_id"):
			h.OrganizationID = r.Shared()
		case key.Is("target"):
			readTarget(r, &h.Target)
		case key.Is("created_at"):
			h.CreatedAt = r.Time()
		case key.Is("updated_at"):
			h.UpdatedAt = r.Time()
		case key.Is("expired_at"):
			h.ExpiredAt = r.Time()
		}
	}
}

// readTarget ignores a target that is not an object.
func readTarget(r *pagejson.Reader, t *Target) {
	if r.Kind() != pagejson.Object {
		return
	}
	for key := range r.Object {
		switch {
		case key.Is("type"):
			t.Type = TargetType(r.Shared())
		case key.Is("entity"):
			r.Text(&t.Entity)
		}
	}
}
