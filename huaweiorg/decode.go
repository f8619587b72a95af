package huaweiorg

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"
)

// What is read from an answer is tolerant in the values and strict in the
// structure: an odd value costs that value and never a page, while an answer
// that may hide rows is an error.

var (
	errNotList      = errors.New("the answer is not a list of handshakes")
	errNotHandshake = errors.New("the answer is not a handshake")

	errOtherHandshake = errors.New("the answer is about another handshake")
)

// decodeList reads a page of handshakes and the marker of the next one, "" on the
// last. A list is an object with at least one of handshakes and page_info, which
// may be null. A row without an ID is kept: its account may still be of use, and
// to leave it out would be a silent gap.
func decodeList(body []byte) ([]Handshake, string, error) {
	var w wireList
	if err := json.Unmarshal(body, &w); err != nil || !w.Handshakes.seen && !w.PageInfo.seen {
		return nil, "", errNotList
	}
	items := make([]Handshake, len(w.Handshakes.rows))
	for i, row := range w.Handshakes.rows {
		if row == nil {
			return nil, "", errNotList
		}
		items[i] = row.handshake()
	}
	return items, string(w.PageInfo.next), nil
}

// decodeOne reads a single handshake. One without an ID is refused: nobody could
// tell which invitation it is about.
func decodeOne(body []byte) (Handshake, error) {
	var w struct {
		Handshake *wireHandshake `json:"handshake"`
	}
	if err := json.Unmarshal(body, &w); err != nil || w.Handshake == nil || w.Handshake.ID == "" {
		return Handshake{}, errNotHandshake
	}
	return w.Handshake.handshake(), nil
}

type wireList struct {
	Handshakes wireRows     `json:"handshakes"`
	PageInfo   wirePageInfo `json:"page_info"`
}

// wireRows remembers that it was there, be it null. A second one is refused, as it
// would replace the rows of the first.
type wireRows struct {
	seen bool
	rows []*wireHandshake
}

func (w *wireRows) UnmarshalJSON(b []byte) error {
	if w.seen {
		return errNotList
	}
	w.seen = true
	return json.Unmarshal(b, &w.rows)
}

type wirePageInfo struct {
	seen bool
	next wireMarker
}

func (w *wirePageInfo) UnmarshalJSON(b []byte) error {
	if w.seen {
		return errNotList
	}
	w.seen = true
	var info struct {
		NextMarker wireMarker `json:"next_marker"`
	}
	err := json.Unmarshal(b, &info)
	w.next = info.NextMarker
	return err
}

// A wireMarker is a string, a number or null. Anything else is an error: to take it
// for the end would cut the list short.
type wireMarker string

func (m *wireMarker) UnmarshalJSON(b []byte) error {
	text, ok := scalar(b)
	if !ok {
		return errNotList
	}
	*m = wireMarker(text)
	return nil
}

type wireHandshake struct {
	ID                    wireText   `json:"id"`
	URN                   wireText   `json:"urn"`
	Status                wireText   `json:"status"`
	Notes                 wireText   `json:"notes"`
	ManagementAccountID   wireText   `json:"management_account_id"`
	ManagementAccountName wireText   `json:"management_account_name"`
	OrganizationID        wireText   `json:"organization_id"`
	Target                wireTarget `json:"target"`
	CreatedAt             wireTime   `json:"created_at"`
	UpdatedAt             wireTime   `json:"updated_at"`
	ExpiredAt             wireTime   `json:"expired_at"`
}

func (w *wireHandshake) handshake() Handshake {
	return Handshake{
		ID:                    string(w.ID),
		URN:                   string(w.URN),
		Status:                Status(w.Status),
		Notes:                 string(w.Notes),
		ManagementAccountID:   string(w.ManagementAccountID),
		ManagementAccountName: string(w.ManagementAccountName),
		OrganizationID:        string(w.OrganizationID),
		Target:                Target(w.Target),
		CreatedAt:             time.Time(w.CreatedAt),
		UpdatedAt:             time.Time(w.UpdatedAt),
		ExpiredAt:             time.Time(w.ExpiredAt),
	}
}

// wireText is a string, or a number kept as its text; anything else is "".
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = wireText(text)
	return nil
}

// wireTarget is zero where it is not an object.
type wireTarget Target

func (t *wireTarget) UnmarshalJSON(b []byte) error {
	*t = wireTarget{}
	if b[0] != '{' {
		return nil
	}
	var w struct {
		Type   wireText `json:"type"`
		Entity wireText `json:"entity"`
	}
	err := json.Unmarshal(b, &w)
	*t = wireTarget{Type: TargetType(w.Type), Entity: string(w.Entity)}
	return err
}

// wireTime is zero where it is not an RFC 3339 time.
type wireTime time.Time

func (t *wireTime) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = wireTime(parseTime(text))
	return nil
}

// parseTime is in UTC. A time that leaves the years 0 to 9999 there has no JSON
// form and counts as unreadable.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// scalar is the text of a JSON string, number or null; false for anything else.
func scalar(b []byte) (string, bool) {
	switch c := b[0]; {
	case c == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b):
		return string(b[1 : len(b)-1]), true // nothing to unescape
	case c == '"':
		var s string
		err := json.Unmarshal(b, &s)
		return s, err == nil
	case c == 'n':
		return "", true
	case c == '-' || '0' <= c && c <= '9':
		return string(b), true
	default:
		return "", false
	}
}
