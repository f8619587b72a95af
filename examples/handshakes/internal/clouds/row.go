package clouds

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Row is an invitation, of whatever cloud. For people, the clouds' words are all in
// lower case.
type Row struct {
	Cloud, ID, URN, Status    string
	TargetType, Target        string
	Organization              string
	InviterID, Inviter        string
	Created, Updated, Expires time.Time // zero where the service does not say
	Notes                     string
	// Value is the invitation itself, as JSON has it.
	Value interface{ ExpiredBy(time.Time) bool }
}

// Rows walks one of a cloud's lists.
type Rows func(context.Context, ...pagination.Option) iter.Seq2[Row, error]

// HuaweiRows are the invitations that the client's organization sent, or that its
// account received.
func HuaweiRows(c *huaweiorg.Client, received bool) Rows {
	list := c.ListHandshakes
	if received {
		list = c.ListReceivedHandshakes
	}
	return func(ctx context.Context, opts ...pagination.Option) iter.Seq2[Row, error] {
		return pagination.Map(list(opts...).All(ctx), HuaweiRow)
	}
}

// AlibabaRows does the same for the other cloud.
func AlibabaRows(c *alibabarm.Client, received bool) Rows {
	list := c.ListHandshakesForResourceDirectory
	if received {
		list = c.ListHandshakesForAccount
	}
	return func(ctx context.Context, opts ...pagination.Option) iter.Seq2[Row, error] {
		return pagination.Map(list(opts...).All(ctx), AlibabaRow)
	}
}

// HuaweiRow is an invitation of Huawei Cloud as a row.
func HuaweiRow(h huaweiorg.Handshake) Row {
	return Row{
		Cloud:        HuaweiName,
		ID:           h.ID,
		URN:          h.URN,
		Status:       strings.ToLower(string(h.Status)),
		TargetType:   strings.ToLower(string(h.Target.Type)),
		Target:       h.Target.Entity,
		Organization: h.OrganizationID,
		InviterID:    h.ManagementAccountID,
		Inviter:      h.ManagementAccountName,
		Created:      h.CreatedAt,
		Updated:      h.UpdatedAt,
		Expires:      h.ExpiredAt,
		Notes:        h.Notes,
		Value:        h,
	}
}

// AlibabaRow is an invitation of Alibaba Cloud as a row.
func AlibabaRow(h alibabarm.Handshake) Row {
	return Row{
		Cloud:        AlibabaName,
		ID:           h.ID,
		Status:       strings.ToLower(string(h.Status)),
		TargetType:   strings.ToLower(string(h.TargetType)),
		Target:       h.TargetEntity,
		Organization: h.ResourceDirectoryID,
		InviterID:    h.MasterAccountID,
		Inviter:      h.MasterAccountName,
		Created:      h.CreateTime,
		Updated:      h.ModifyTime,
		Expires:      h.ExpireTime,
		Notes:        h.Note,
		Value:        h,
	}
}

// An Element is a row as JSON, in the same form whichever clouds are asked, so that
// its readers need not know the command line.
type Element struct {
	Cloud     string `json:"cloud"`
	Handshake any    `json:"handshake"`
}

// Element is the row as an element.
func (r Row) Element() Element { return Element{r.Cloud, r.Value} }

// CSVHeader names the cells of [Row.CSV].
func CSVHeader() []string {
	return []string{
		"cloud", "id", "urn", "status", "target_type", "target", "organization_id",
		"management_account_id", "management_account_name", "created_at", "updated_at", "expires_at", "notes",
	}
}

// CSV is the whole row. Times are in RFC 3339 and UTC, "" where they are not known.
func (r Row) CSV() []string {
	return []string{
		r.Cloud, r.ID, r.URN, r.Status, r.TargetType, r.Target, r.Organization,
		r.InviterID, r.Inviter, csvTime(r.Created), csvTime(r.Updated), csvTime(r.Expires), r.Notes,
	}
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Show is a time in UTC as people read it, a dash where the service did not say.
func Show(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}
