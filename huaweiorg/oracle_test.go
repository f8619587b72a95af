package huaweiorg

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// The earlier decoder, which uses encoding/json, is the oracle. [decodeList] and [decodeOne]
// must read and refuse the same bodies.

// oracleList reads a page of handshakes and the marker of the next page, which is "" on the
// last page. A list is an object with at least one of handshakes and page_info, which may be
// null. The oracle keeps a row without an ID: its account may still be useful, and without it
// the list would have a silent gap.
func oracleList(body []byte) ([]Handshake, string, error) {
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

// oracleOne reads a single handshake. It refuses one without an ID, because the response could
// be about any invitation.
func oracleOne(body []byte) (Handshake, error) {
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

// wireRows remembers that the rows were there, even as null. It refuses a second list, which
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
	next oracleText
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
	w.next = info.NextMarker.text
	return err
}

// A wireMarker is a string, a number or null. It refuses anything else: as the end of the list,
// it would truncate the list.
type wireMarker struct {
	seen bool
	text oracleText
}

func (m *wireMarker) UnmarshalJSON(b []byte) error {
	text, ok := scalar(b)
	if !ok || m.seen {
		return errNotList
	}
	*m = wireMarker{true, oracleText(text)}
	return nil
}

type wireHandshake struct {
	ID                    oracleText `json:"id"`
	URN                   oracleText `json:"urn"`
	Status                oracleText `json:"status"`
	Notes                 oracleText `json:"notes"`
	ManagementAccountID   oracleText `json:"management_account_id"`
	ManagementAccountName oracleText `json:"management_account_name"`
	OrganizationID        oracleText `json:"organization_id"`
	Target                wireTarget `json:"target"`
	CreatedAt             oracleTime `json:"created_at"`
	UpdatedAt             oracleTime `json:"updated_at"`
	ExpiredAt             oracleTime `json:"expired_at"`
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

// wireTarget is zero if the value is not an object.
type wireTarget Target

func (t *wireTarget) UnmarshalJSON(b []byte) error {
	*t = wireTarget{}
	if b[0] != '{' {
		return nil
	}
	var w struct {
		Type   oracleText `json:"type"`
		Entity oracleText `json:"entity"`
	}
	err := json.Unmarshal(b, &w)
	*t = wireTarget{Type: TargetType(w.Type), Entity: string(w.Entity)}
	return err
}

// An oracleTime is zero if the value is not a time.
type oracleTime time.Time

func (t *oracleTime) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = oracleTime(parseTime(text))
	return nil
}

// parseTime returns a time in UTC. A time outside of the years 0 to 9999 has no JSON form, and
// counts as unreadable.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return pagejson.ParseTime([]byte(s)) // its own tests have the other forms
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// oracleText is a string, or the text of a number. Any other value is "".
type oracleText string

func (t *oracleText) UnmarshalJSON(b []byte) error {
	text, _ := scalar(b)
	*t = oracleText(text)
	return nil
}

// scalar returns the text of a JSON string, number or null. It returns false for any other
// value.
func scalar(b []byte) (string, bool) {
	switch c := b[0]; {
	case c == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b):
		return string(b[1 : len(b)-1]), true // there are no escapes
	case c == '"':
		var s string
		err := json.Unmarshal(b, &s)
		return s, err == nil
	case c == 'n':
		return "", true
	case c == '-' || '0' <= c && c <= '9':
		return number(string(b)), true
	default:
		return "", false
	}
}

// number writes an integer as its digits, if there are at most 64.
func number(text string) string {
	digits, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	switch {
	case !strings.ContainsAny(text, ".eE"):
		if text == "-0" {
			return "0"
		}
		return text
	case strings.Trim(digits, "-0.") == "":
		return "0"
	case len(exponent) > 4 && exponent[0] == '-':
		return text
	case len(exponent) > 4:
		return ""
	}
	n, _ := new(big.Rat).SetString(text)
	if !n.IsInt() {
		return text
	}
	if len(new(big.Int).Abs(n.Num()).String()) > 64 {
		return ""
	}
	return n.Num().String()
}
