package outcome

import (
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// Sent is how rows about invitations that were sent are written. Numbered rows have a line of
// the input file.
func Sent(numbered bool) output.Shape[Row] {
	id := output.ID()
	id.Priority = 40 // the target says which one it is
	return shape(numbered, output.Target(), output.Expires(), id)
}

// Received is how rows about invitations that were received are written.
func Received() output.Shape[Row] {
	organization := output.Organization()
	organization.Priority = output.Essential
	return shape(false, output.Status(), output.InvitedBy(), output.InviterID(), organization, output.Expires(), output.ID())
}

func shape(numbered bool, columns ...output.Invitation) output.Shape[Row] {
	all := []output.Column[Row]{
		{Name: "LINE", Priority: output.Essential, Extra: !numbered, Cell: Row.line},
		{Name: "RESULT", Priority: output.Essential + 3, Usual: 15, Status: true, Cell: func(r Row) string { return string(r.Result) }},
	}
	all = append(all, output.Of(Row.invitation, columns...)...)
	all = append(all, output.Column[Row]{Name: "WHY", Priority: 80, Min: 20, Max: 100, Usual: 20, Cell: Row.why})
	for _, c := range output.Invitations(false, false).Columns {
		c.Extra = true
		if !slices.ContainsFunc(columns, func(shown output.Invitation) bool { return shown.Name == c.Name }) {
			all = append(all, output.Of(Row.invitation, c)...)
		}
	}
	return output.Shape[Row]{Columns: all, CSVHeader: CSVHeader(), CSVRecord: Row.record}
}
