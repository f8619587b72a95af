package outcome

import (
	"io"
	"slices"
	"strconv"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/table"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// Formats are the values of -format; the first is the default.
func Formats() []string { return []string{"table", "json", "csv"} }

// A Writer writes rows in one of the formats. It is closed after an error, too, so that
// what was done before is told.
type Writer struct {
	Row   func(Row) error
	Close func() error
}

// A Column is one of the table for people.
type Column struct {
	table.Column
	cell func(Row) string
}

// Names can be as long as their owners like; IDs are for copying and never cut.
const (
	maxName = 40
	maxWhy  = 100
)

// Line is the line of the input.
func Line() Column {
	return Column{table.Column{Name: "LINE"}, func(r Row) string { return number(r.Line) }}
}

// Result is how it came out.
func Result() Column {
	return Column{table.Column{Name: "RESULT"}, func(r Row) string { return string(r.Result) }}
}

// Status is the invitation's.
func Status() Column {
	return Column{table.Column{Name: "STATUS"}, func(r Row) string { return r.Status }}
}

// Target is who is invited.
func Target() Column {
	return Column{table.Column{Name: "TARGET", Max: maxName}, func(r Row) string { return r.Target }}
}

// Inviter is the name of who invites, which anybody can choose.
func Inviter() Column {
	return Column{table.Column{Name: "INVITED BY", Max: maxName}, func(r Row) string { return r.Inviter }}
}

// InviterID is the account that invites.
func InviterID() Column {
	return Column{table.Column{Name: "ACCOUNT"}, func(r Row) string { return r.InviterID }}
}

// Organization is the one that the account would join.
func Organization() Column {
	return Column{table.Column{Name: "ORGANIZATION"}, func(r Row) string { return r.Organization }}
}

// Expires is the last moment to answer.
func Expires() Column {
	return Column{table.Column{Name: "EXPIRES (UTC)"}, func(r Row) string { return clouds.Show(r.Expires, "2006-01-02 15:04") }}
}

// ID is the invitation's.
func ID() Column { return Column{table.Column{Name: "ID"}, func(r Row) string { return r.ID }} }

// Why is the reason, or the error.
func Why() Column { return Column{table.Column{Name: "WHY", Max: maxWhy}, Row.Explanation} }

// NewWriter writes in a format, whose table has these columns.
func NewWriter(w io.Writer, format string, columns ...Column) Writer {
	switch format {
	case "json":
		j := table.NewJSON(w)
		return Writer{func(r Row) error { return j.Value(r.element()) }, j.Close}
	case "csv":
		c := table.NewCSV(w, csvHeader()...)
		return Writer{func(r Row) error { return c.Row(r.csv()...) }, c.Close}
	default:
		var own []table.Column
		for _, c := range columns {
			own = append(own, c.Column)
		}
		t := table.NewText(w, own...)
		return Writer{func(r Row) error { return t.Row(cells(r, columns)...) }, t.Close}
	}
}

func cells(r Row, columns []Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.cell(r)
	}
	return out
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// An element of the JSON array has the same form in both clouds, but for the handshake.
type element struct {
	Cloud     string           `json:"cloud"`
	Line      int              `json:"line,omitzero"`
	Result    huaweiorg.Result `json:"result"`
	Target    target           `json:"target"`
	Reason    string           `json:"reason,omitzero"`
	Error     string           `json:"error,omitzero"`
	Handshake any              `json:"handshake,omitzero"`
}

type target struct {
	Type   string `json:"type"`
	Entity string `json:"entity"`
}

func (r Row) element() element {
	return element{r.Cloud, r.Line, r.Result, target{r.TargetType, r.Target}, r.Reason, r.errText(), r.Value}
}

// csvHeader is that of a list of invitations, and before it what became of them.
func csvHeader() []string {
	return slices.Concat([]string{"line", "result", "reason", "error"}, clouds.CSVHeader())
}

func (r Row) csv() []string {
	return slices.Concat([]string{number(r.Line), string(r.Result), r.Reason, r.errText()}, r.CSV())
}
