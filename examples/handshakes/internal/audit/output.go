package audit

import (
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/table"
)

// formats are the values of -format; the first is the default.
var formats = []string{"table", "csv", "jsonl", "html"}

func (r *report) format(o options, w io.Writer) error {
	switch o.format {
	case "csv":
		return r.csv(w)
	case "jsonl":
		return r.jsonl(w)
	case "html":
		return r.html(o, w)
	default:
		return r.table(w)
	}
}

func (r *report) table(w io.Writer) error {
	const maxName, maxNotes = 40, 40 // IDs are for copying and never cut
	t := table.NewText(w,
		table.Column{Name: "FINDING"}, table.Column{Name: "CLOUD"}, table.Column{Name: "ACCOUNT", Max: maxName},
		table.Column{Name: "LIST"}, table.Column{Name: "STATUS"}, table.Column{Name: "WITH", Max: maxName},
		table.Column{Name: "ORGANIZATION"}, table.Column{Name: "EXPIRES (UTC)"}, table.Column{Name: "ID"},
		table.Column{Name: "NOTES", Max: maxNotes})
	for _, e := range r.entries {
		if err := t.Row(e.finding, e.Cloud, e.account, string(e.list), e.Status, e.with(), e.Organization,
			clouds.Show(e.Expires, minutes), e.ID, e.Notes); err != nil {
			return err
		}
	}
	return t.Close()
}

const minutes = "2006-01-02 15:04"

// with is the other side: who was invited, or who invites.
func (e entry) with() string {
	if e.list == received {
		return e.Inviter
	}
	return e.Target
}

func (r *report) csv(w io.Writer) error {
	c := table.NewCSV(w, append([]string{"finding", "account", "list"}, clouds.CSVHeader()...)...)
	for _, e := range r.entries {
		if err := c.Row(append([]string{e.finding, e.account, string(e.list)}, e.CSV()...)...); err != nil {
			return err
		}
	}
	return c.Close()
}

type line struct {
	Finding string `json:"finding"`
	Account string `json:"account"`
	List    list   `json:"list"`
	clouds.Element
}

func (r *report) jsonl(w io.Writer) error {
	for _, e := range r.entries {
		if err := table.Line(w, line{e.finding, e.account, e.list, e.Element()}); err != nil {
			return err
		}
	}
	return nil
}
