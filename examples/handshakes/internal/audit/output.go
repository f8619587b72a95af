package audit

import (
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// shape is how findings are written, except as html. With a baseline, a table has a column
// for the change.
func shape(compared bool) output.Shape[report.Finding] {
	type column = output.Column[report.Finding]
	of := func(c ...output.Invitation) []column {
		return output.Of(func(f report.Finding) invitation.Invitation { return f.Invitation }, c...)
	}
	created := output.Created()
	created.Extra = true
	return output.Shape[report.Finding]{
		Columns: slices.Concat(
			[]column{
				{Name: "FINDING", Priority: output.Essential + 5, Cell: label},
				{Name: "CHANGE", Priority: output.Essential + 4, Extra: !compared, Cell: func(f report.Finding) string { return f.Change }},
			},
			of(output.Cloud()),
			[]column{
				{Name: "ACCOUNT", Priority: 60, Min: 12, Max: 40, Cell: func(f report.Finding) string { return f.Account }},
				{Name: "LIST", Priority: 10, Cell: func(f report.Finding) string { return f.List }},
			},
			of(output.Status()),
			[]column{{Name: "WITH", Priority: output.Essential, Min: 16, Max: 40, Cell: with}},
			of(output.Organization(), output.Expires(), output.ID(), output.Note(),
				output.TargetType(), output.InviterID(), created, output.Updated()),
		),
		CSVHeader: slices.Concat([]string{"finding", "account", "list", "change", "look_alike"}, invitation.CSVHeader()),
		CSVRecord: func(f report.Finding) []string {
			return slices.Concat([]string{f.Kind, f.Account, f.List, f.Change, f.LookAlike}, f.Invitation.CSVRecord())
		},
	}
}

// with returns the other side: who was invited, or who invites.
func with(f report.Finding) string {
	if f.List == report.Received {
		return f.Invitation.InviterName
	}
	return f.Invitation.Target.Entity
}

// label returns the finding, or that the sender imitates another one, which presses more.
func label(f report.Finding) string {
	if f.LookAlike != "" {
		return "look-alike"
	}
	return f.Kind
}
