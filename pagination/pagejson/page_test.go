package pagejson_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

const pageRows = 100

// A pageRow has the fields of an invitation.
type pageRow struct {
	ID, URN, Status, Note, Account, AccountName, Organization, TargetType, Target string
	Created, Updated, Expires                                                     time.Time
}

func readHuaweiPage(body []byte) (rows []pageRow, next string, err error) {
	r := pagejson.NewReader(body)
	for key := range r.Object {
		switch {
		case key.Is("handshakes"):
			rows = pagejson.Rows(r, readHuaweiRow)
		case key.Is("page_info"):
			for key := range r.Object {
				if key.Is("next_marker") {
					r.Text(&next)
				}
			}
		}
	}
	return rows, next, r.End()
}

func readHuaweiRow(r *pagejson.Reader, b *pageRow) {
	for key := range r.Object {
		switch {
		case key.Is("id"):
			r.Text(&b.ID)
		case key.Is("urn"):
			r.Text(&b.URN)
		case key.Is("status"):
			b.Status = r.Shared()
		case key.Is("notes"):
			r.Text(&b.Note)
		case key.Is("management_account_id"):
			b.Account = r.Shared()
		case key.Is("management_account_name"):
			b.AccountName = r.Shared()
		case key.Is("organization_id"):
			b.Organization = r.Shared()
		case key.Is("target"):
			for key := range r.Object {
				switch {
				case key.Is("type"):
					b.TargetType = r.Shared()
				case key.Is("entity"):
					r.Text(&b.Target)
				}
			}
		case key.Is("created_at"):
			b.Created = r.Time()
		case key.Is("updated_at"):
			b.Updated = r.Time()
		case key.Is("expired_at"):
			b.Expires = r.Time()
		}
	}
}

func readAlibabaPage(body []byte) (rows []pageRow, total string, err error) {
	r := pagejson.NewReader(body)
	for key := range r.Object {
		switch {
		case key.Is("TotalCount"):
			total = r.Shared()
		case key.Is("Handshakes"):
			for key := range r.Object {
				if key.Is("Handshake") {
					rows = pagejson.Rows(r, readAlibabaRow)
				}
			}
		}
	}
	return rows, total, r.End()
}

func readAlibabaRow(r *pagejson.Reader, b *pageRow) {
	for key := range r.Object {
		switch {
		case key.Is("HandshakeId"):
			r.Text(&b.ID)
		case key.Is("ResourceDirectoryId"):
			b.Organization = r.Shared()
		case key.Is("MasterAccountId"):
			b.Account = r.Shared()
		case key.Is("MasterAccountName"):
			b.AccountName = r.Shared()
		case key.Is("TargetEntity"):
			r.Text(&b.Target)
		case key.Is("TargetType"):
			b.TargetType = r.Shared()
		case key.Is("Note"):
			r.Text(&b.Note)
		case key.Is("Status"):
			b.Status = r.Shared()
		case key.Is("CreateTime"):
			b.Created = r.Time()
		case key.Is("ModifyTime"):
			b.Updated = r.Time()
		case key.Is("ExpireTime"):
			b.Expires = r.Time()
		}
	}
}

// huaweiPage has 56 KB and alibabaPage 35 KB, as the pages of 100 invitations that the services
// send.
func huaweiPage() []byte {
	const (
		account      = "5f0e1d2c3b4a69788796a5b4c3d2e1f0"
		organization = "o-4q8w2e6r0t1y5u9i3o7p1a5s9d3f7g1h"
	)
	var rows []string
	for i := range pageRows {
		id := fmt.Sprintf("h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h%04d", i)
		rows = append(rows, `{"id":"`+id+`"`+
			`,"urn":"organizations::`+account+`:handshake:`+organization+`/`+id+`"`+
			`,"updated_at":"2025-02-03T04:05:06Z","created_at":"2025-02-03T04:05:06Z"`+
			`,"expired_at":"2025-02-17T04:05:06Z","management_account_id":"`+account+`"`+
			`,"management_account_name":"acme_root","organization_id":"`+organization+`"`+
			`,"notes":"Welcome","target":{"type":"account"`+
			`,"entity":"`+fmt.Sprintf("1a2b3c4d5e6f7081122334455667%04d", i)+`"},"status":"pending"}`)
	}
	return []byte(`{"handshakes":[` + strings.Join(rows, ",") + `]` +
		`,"page_info":{"next_marker":"Zm9v+YmF6/cXV4==","current_count":100}}`)
}

func alibabaPage() []byte {
	var rows []string
	for i := range pageRows {
		rows = append(rows, `{"Status":"Pending","ExpireTime":"2024-03-15T02:10:05Z"`+
			`,"ResourceDirectoryId":"rd-Q7mZk1","CreateTime":"2024-03-01T02:10:05Z"`+
			`,"Note":"Join us","TargetEntity":"`+fmt.Sprintf("ops%04d@example.org", i)+`"`+
			`,"MasterAccountId":"1482310095517701","MasterAccountName":"acme-root"`+
			`,"ModifyTime":"2024-03-01T02:10:05Z","TargetType":"Email"`+
			`,"HandshakeId":"`+fmt.Sprintf("h-Aa11Bb22Cc33%04d", i)+`"}`)
	}
	return []byte(`{"TotalCount":300,"RequestId":"6C1B5E0A-2F64-5B7D-9A11-0D4E8F3C7A21"` +
		`,"PageSize":100,"PageNumber":1,"Handshakes":{"Handshake":[` + strings.Join(rows, ",") + `]}}`)
}
