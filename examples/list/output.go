package main

import (
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/internal/table"
)

// formats are the values of -format; the first is the default.
var formats = []string{"table", "json", "csv"}

// An output writes rows in one of the formats. It is closed after an error, too, so
// that what was read is whole.
type output struct {
	row   func(row) error
	close func() error
	flush func() error // what is buffered
}

// An element of the JSON array has the same form whichever clouds are listed, so that
// its readers need not know the command line.
type element struct {
	Cloud     string `json:"cloud"`
	Handshake any    `json:"handshake"`
}

func (o options) output(w io.Writer) output {
	switch o.format {
	case "json":
		j := table.NewJSON(w)
		return output{row: func(r row) error { return j.Value(element{r.cloud, r.value}) }, close: j.Close}
	case "csv":
		c := table.NewCSV(w, csvHeader...)
		return output{row: func(r row) error { return c.Row(r.csv()...) }, close: c.Close}
	default:
		t, cells := o.table(w)
		return output{row: func(r row) error { return t.Row(cells(r)...) }, close: t.Close}
	}
}

// Names can be as long as their owners like; IDs are for copying and never cut.
const (
	maxName  = 40
	maxNotes = 40
)

// table shows of an invitation what its reader does not know: who was invited, or
// who invites. A name can be chosen by anybody, hence the organization beside it.
func (o options) table(w io.Writer) (*table.Text, func(row) []string) {
	var columns []table.Column
	var cells []func(row) string
	add := func(column table.Column, cell func(row) string) {
		columns, cells = append(columns, column), append(cells, cell)
	}
	if len(o.clouds) > 1 {
		add(table.Column{Name: "CLOUD"}, func(r row) string { return r.cloud })
	}
	add(table.Column{Name: "STATUS"}, func(r row) string { return r.status })
	add(table.Column{Name: "TARGET", Max: maxName}, func(r row) string { return r.target })
	if o.received {
		add(table.Column{Name: "INVITED BY", Max: maxName}, func(r row) string { return r.inviter })
	}
	add(table.Column{Name: "ORGANIZATION"}, func(r row) string { return r.organization })
	add(table.Column{Name: "CREATED"}, func(r row) string { return show(r.created, time.DateOnly) })
	add(table.Column{Name: "EXPIRES (UTC)"}, func(r row) string { return show(r.expiresAt, "2006-01-02 15:04") })
	add(table.Column{Name: "ID"}, func(r row) string { return r.id })
	add(table.Column{Name: "NOTES", Max: maxNotes}, func(r row) string { return r.notes })
	return table.NewText(w, columns...), func(r row) []string {
		out := make([]string, len(cells))
		for i, cell := range cells {
			out[i] = cell(r)
		}
		return out
	}
}

// show is a dash for a time that the service did not say.
func show(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}

var csvHeader = []string{
	"cloud", "id", "urn", "status", "target_type", "target", "organization_id",
	"management_account_id", "management_account_name", "created_at", "updated_at", "expires_at", "notes",
}

func (r row) csv() []string {
	return []string{
		r.cloud, r.id, r.urn, r.status, r.targetType, r.target, r.organization,
		r.inviterID, r.inviter, csvTime(r.created), csvTime(r.updated), csvTime(r.expiresAt), r.notes,
	}
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
