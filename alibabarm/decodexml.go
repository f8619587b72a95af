package alibabarm

import (
	"cmp"
	"encoding/xml"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

func readXMLList(body []byte) (*list, error) {
	var w struct {
		RequestID  string `xml:"RequestId"`
		Code       string
		PageNumber count
		PageSize   count
		TotalCount count
		Handshakes xmlBox
		Other      []struct{ XMLName xml.Name } `xml:",any"`
	}
	if err := unmarshal(body, "Response", &w); err != nil {
		return nil, err
	}
	for _, o := range w.Other { // rows outside of their container, or in one of an odd name
		if name := o.XMLName.Local; strings.EqualFold(name, "Handshake") || strings.EqualFold(name, "Handshakes") {
			return nil, errLoose
		}
	}
	return &list{
		requestID: w.RequestID, code: w.Code,
		number: w.PageNumber, size: w.PageSize, total: w.TotalCount,
		box: w.Handshakes.box, items: w.Handshakes.rows.handshakes(),
	}, nil
}

func readXMLOne(body []byte) ([]Handshake, error) {
	var w struct{ Handshake xmlRows }
	err := unmarshal(body, "Response", &w)
	return w.Handshake.handshakes(), err
}

type xmlBox struct {
	box
	rows xmlRows
}

// UnmarshalXML refuses a second box, as it would replace the rows of the first, and
// one with anything but rows.
func (w *xmlBox) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if w.seen {
		return errNotList
	}
	w.box = box{seen: true, filled: true}
	var inner struct {
		Handshake xmlRows
		Text      string     `xml:",chardata"`
		Other     []struct{} `xml:",any"`
	}
	if err := d.DecodeElement(&inner, &start); err != nil {
		return err
	}
	if strings.TrimSpace(inner.Text) != "" || len(inner.Other) > 0 {
		return errNotList
	}
	w.rows = inner.Handshake
	return nil
}

// maxXMLRows is far more than a page has. In an answer of the greatest length that is
// read, the shortest rows would take gigabytes.
const maxXMLRows = 10_000

type xmlRows []xmlHandshake

// UnmarshalXML is called for each element of the name.
func (w *xmlRows) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if len(*w) == maxXMLRows {
		return errNotList
	}
	*w = append(*w, xmlHandshake{})
	return d.DecodeElement(&(*w)[len(*w)-1], &start)
}

func (w xmlRows) handshakes() []Handshake {
	items := make([]Handshake, len(w))
	for i, row := range w {
		items[i] = row.handshake()
	}
	return items
}

type xmlHandshake struct {
	ID                     string `xml:"HandshakeId"`
	ResourceDirectoryID    string `xml:"ResourceDirectoryId"`
	MasterAccountID        string `xml:"MasterAccountId"`
	MasterAccountName      string
	MasterAccountRealName  string
	InvitedAccountRealName string
	TargetEntity           string
	TargetType             string
	Note                   string
	Status                 string
	CreateTime             string
	ModifyTime             string
	ExpireTime             string

	// The names of TargetEntity and TargetType in old XML.
	InviteEntity string
	InviteType   string
}

func (w *xmlHandshake) handshake() Handshake {
	return Handshake{
		ID:                     w.ID,
		ResourceDirectoryID:    w.ResourceDirectoryID,
		MasterAccountID:        w.MasterAccountID,
		MasterAccountName:      w.MasterAccountName,
		MasterAccountRealName:  w.MasterAccountRealName,
		InvitedAccountRealName: w.InvitedAccountRealName,
		TargetEntity:           cmp.Or(w.TargetEntity, w.InviteEntity),
		TargetType:             TargetType(cmp.Or(w.TargetType, w.InviteType)),
		Note:                   w.Note,
		Status:                 Status(w.Status),
		CreateTime:             pagejson.ParseTime([]byte(w.CreateTime)),
		ModifyTime:             pagejson.ParseTime([]byte(w.ModifyTime)),
		ExpireTime:             pagejson.ParseTime([]byte(w.ExpireTime)),
	}
}
