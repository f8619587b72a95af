package alibabarm

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// The earlier decoder, which uses encoding/json and encoding/xml, is the oracle. [decodeList]
// and [decodeOne] must read and refuse the same bodies.

// oracleList reads a page of handshakes. A list is an object with at least one of Handshakes,
// TotalCount and PageNumber, which may be null. A list with a code must also have the container
// of the rows. The oracle keeps a row without an ID: its account may still be useful, and
// without it the list would have a silent gap.
func oracleList(body []byte) (pagination.NumberResult[Handshake], error) {
	var w wireList
	if err := unmarshal(body, "Response", &w); err != nil || !w.isList() {
		return pagination.NumberResult[Handshake]{}, errNotList
	}
	page := pagination.NumberResult[Handshake]{
		Items:     make([]Handshake, len(w.Handshakes.rows)),
		Number:    w.PageNumber.or(0),
		Size:      w.PageSize.or(0),
		Total:     w.TotalCount.or(-1),
		RequestID: auth.Excerpt(string(w.RequestID), maxCode),
	}
	for i, row := range w.Handshakes.rows {
		page.Items[i] = row.handshake()
	}
	return page, nil
}

// oracleOne reads a single handshake. It refuses one without an ID, because the response could
// be about any invitation.
func oracleOne(body []byte) (Handshake, error) {
	var w struct {
		Handshake wireRows
	}
	if err := unmarshal(body, "Response", &w); err != nil || len(w.Handshake.rows) != 1 || w.Handshake.rows[0].ID == "" {
		return Handshake{}, errNotHandshake
	}
	return w.Handshake.rows[0].handshake(), nil
}

// wireList has the service's field names. They serve for XML, and for JSON, where their case
// does not matter.
type wireList struct {
	RequestID  oracleText `json:"RequestId" xml:"RequestId"`
	Code       oracleText
	PageNumber wireCount
	PageSize   wireCount
	TotalCount wireCount
	Handshakes wireBox
	Handshake  wireLoose
	Other      []wireOther `json:"-" xml:",any"`
}

// wireLoose is a row outside of its container.
type wireLoose struct{}

func (*wireLoose) UnmarshalJSON([]byte) error                        { return errNotList }
func (*wireLoose) UnmarshalXML(*xml.Decoder, xml.StartElement) error { return errNotList }

type wireOther struct{}

func (*wireOther) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if name := strings.ToLower(start.Name.Local); name == "handshake" || name == "handshakes" {
		return errNotList
	}
	return d.Skip()
}

func (w *wireList) isList() bool {
	if w.Code != "" {
		return w.Handshakes.filled
	}
	return w.Handshakes.seen || w.TotalCount.seen || w.PageNumber.seen
}

// wireBox is the container of the rows. It remembers that it was there, even as null, and
// whether it had the form of a container. It refuses a second container, which would replace
// the rows of the first.
type wireBox struct {
	seen, filled bool
	rows         []*wireHandshake
}

func (w *wireBox) UnmarshalJSON(b []byte) error {
	if w.seen {
		return errNotList
	}
	w.seen, w.filled = true, b[0] == '{' || b[0] == '['
	if b[0] != '{' { // null, "", [], or the rows themselves
		var inner wireRows
		err := inner.UnmarshalJSON(b)
		w.rows = inner.rows
		return err
	}
	var box struct{ Handshake wireRows }
	if err := json.Unmarshal(b, &box); err != nil {
		return err
	}
	if !box.Handshake.seen && len(bytes.TrimSpace(b[1:len(b)-1])) > 0 {
		return errNotList // rows under a name that is not known would be lost
	}
	w.rows = box.Handshake.rows
	return nil
}

func (w *wireBox) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if w.seen {
		return errNotList
	}
	w.seen, w.filled = true, true
	var box struct {
		Handshake wireRows
		Text      string     `xml:",chardata"`
		Other     []struct{} `xml:",any"`
	}
	if err := d.DecodeElement(&box, &start); err != nil {
		return err
	}
	if strings.TrimSpace(box.Text) != "" || len(box.Other) > 0 {
		return errNotList
	}
	w.rows = box.Handshake.rows
	return nil
}

// wireRows are the rows: a list of objects, or a single object, as tools write it that convert
// XML to JSON. null and "" have no rows.
type wireRows struct {
	seen bool
	rows []*wireHandshake
}

func (w *wireRows) UnmarshalJSON(b []byte) error {
	if w.seen {
		return errNotList
	}
	w.seen = true
	switch {
	case string(b) == "null" || string(b) == `""`:
		return nil
	case b[0] == '{':
		w.rows = []*wireHandshake{new(wireHandshake)}
		return json.Unmarshal(b, w.rows[0])
	}
	if err := json.Unmarshal(b, &w.rows); err != nil {
		return err
	}
	for _, row := range w.rows {
		if row == nil {
			return errNotList
		}
	}
	return nil
}

// UnmarshalXML is called for each element with the name of a row.
func (w *wireRows) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	row := new(wireHandshake)
	w.seen, w.rows = true, append(w.rows, row)
	return d.DecodeElement(row, &start)
}

type wireHandshake struct {
	ID                     oracleText `json:"HandshakeId" xml:"HandshakeId"`
	ResourceDirectoryID    oracleText `json:"ResourceDirectoryId" xml:"ResourceDirectoryId"`
	MasterAccountID        oracleText `json:"MasterAccountId" xml:"MasterAccountId"`
	MasterAccountName      oracleText
	MasterAccountRealName  oracleText
	InvitedAccountRealName oracleText
	TargetEntity           oracleText
	TargetType             oracleText
	Note                   oracleText
	Status                 oracleText
	CreateTime             oracleText
	ModifyTime             oracleText
	ExpireTime             oracleText

	// Older XML has these names for TargetEntity and TargetType.
	InviteEntity oracleText `json:"-"`
	InviteType   oracleText `json:"-"`
}

func (w *wireHandshake) handshake() Handshake {
	if w.TargetEntity == "" && w.TargetType == "" {
		w.TargetEntity, w.TargetType = w.InviteEntity, w.InviteType
	}
	return Handshake{
		ID:                     string(w.ID),
		ResourceDirectoryID:    string(w.ResourceDirectoryID),
		MasterAccountID:        string(w.MasterAccountID),
		MasterAccountName:      string(w.MasterAccountName),
		MasterAccountRealName:  string(w.MasterAccountRealName),
		InvitedAccountRealName: string(w.InvitedAccountRealName),
		TargetEntity:           string(w.TargetEntity),
		TargetType:             TargetType(w.TargetType),
		Note:                   string(w.Note),
		Status:                 Status(w.Status),
		CreateTime:             parseTime(string(w.CreateTime)),
		ModifyTime:             parseTime(string(w.ModifyTime)),
		ExpireTime:             parseTime(string(w.ExpireTime)),
	}
}

// unmarshal reads JSON or XML. The name of the XML root must end with root.
func unmarshal(body []byte, root string, v any) error {
	body = bytes.TrimLeft(body, " \t\r\n")
	if len(body) > 0 && body[0] == '<' {
		return unmarshalXML(body, root, v)
	}
	if len(body) == 0 || body[0] != '{' {
		return errors.New("neither a JSON object nor XML")
	}
	return json.Unmarshal(body, v)
}

// unmarshalXML accepts one element and nothing after it. The decoder refuses entities that the
// document declares, and charsets other than UTF-8.
func unmarshalXML(body []byte, root string, v any) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	start, err := nextElement(d)
	if err != nil {
		return err
	}
	if !strings.HasSuffix(start.Name.Local, root) {
		return errors.New("another root element")
	}
	if err := d.DecodeElement(v, &start); err != nil {
		return err
	}
	if _, err := nextElement(d); err != io.EOF {
		return errors.New("more than one element")
	}
	return nil
}

// nextElement skips comments and declarations. At the end, the error is io.EOF.
func nextElement(d *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return token, nil
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return xml.StartElement{}, errors.New("text outside of the elements")
			}
		}
	}
}
