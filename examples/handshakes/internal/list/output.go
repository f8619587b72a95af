package list

import (
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/table"
)

// formats are the values of -format; the first is the default.
var formats = []string{"table", "json", "csv"}

// An output writes rows in one of the formats. It is closed after an error, too, so
// that what was read is whole.
type output struct {
	row   func(clouds.Row) error
	close func() error
	flush func() error // what is buffered
}

func (o options) output(w io.Writer) output {
	switch o.format {
	case "json":
		j := table.NewJSON(w)
		return output{row: func(r clouds.Row) error { return j.Value(r.Element()) }, close: j.Close}
	case "csv":
		c := table.NewCSV(w, clouds.CSVHeader()...)
		return output{row: func(r clouds.Row) error { return c.Row(r.CSV()...) }, close: c.Close}
	default:
		t, cells := o.table(w)
		return output{row: func(r clouds.Row) error { return t.Row(cells(r)...) }, close: t.Close}
	}
}

// Names can be as long as their owners like; IDs are for copying and never cut.
const (
	maxName  = 40
	maxNotes = 40
)

// table shows of an invitation what its reader does not know: who was invited, or
// who invites. A name can be chosen by anybody, hence the organization beside it.
func (o options) table(w io.Writer) (*table.Text, func(clouds.Row) []string) {
	var columns []table.Column
	var cells []func(clouds.Row) string
	add := func(column table.Column, cell func(clouds.Row) string) {
		columns, cells = append(columns, column), append(cells, cell)
	}
	if len(o.clouds) > 1 {
		add(table.Column{Name: "CLOUD"}, func(r clouds.Row) string { return r.Cloud })
	}
	add(table.Column{Name: "STATUS"}, func(r clouds.Row) string { return r.Status })
	add(table.Column{Name: "TARGET", Max: maxName}, func(r clouds.Row) string { return r.Target })
	if o.received {
		add(table.Column{Name: "INVITED BY", Max: maxName}, func(r clouds.Row) string { return r.Inviter })
	}
	add(table.Column{Name: "ORGANIZATION"}, func(r clouds.Row) string { return r.Organization })
	add(table.Column{Name: "CREATED"}, func(r clouds.Row) string { return clouds.Show(r.Created, time.DateOnly) })
	add(table.Column{Name: "EXPIRES (UTC)"}, func(r clouds.Row) string { return clouds.Show(r.Expires, "2006-01-02 15:04") })
	add(table.Column{Name: "ID"}, func(r clouds.Row) string { return r.ID })
	add(table.Column{Name: "NOTES", Max: maxNotes}, func(r clouds.Row) string { return r.Notes })
	return table.NewText(w, columns...), func(r clouds.Row) []string {
		out := make([]string, len(cells))
		for i, cell := range cells {
			out[i] = cell(r)
		}
		return out
	}
}
