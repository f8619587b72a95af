package output

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

type item = invitation.Invitation

// invitations are all columns of an invitation. The names of the inviter and of the target are
// texts that anyone can choose, of any length.
var invitations = []Column[item]{
	{Name: "CLOUD", Priority: Essential + 1, Usual: 7, Cell: func(i item) string { return i.Cloud }},
	{Name: "STATUS", Priority: Essential + 2, Min: 9, Usual: 9, Status: true, Cell: func(i item) string { return string(i.Status) }},
	{Name: "TARGET", Priority: Essential, Min: 12, Usual: 40, Cell: func(i item) string { return i.Target.Entity }},
	{Name: "INVITED BY", Priority: 60, Min: 12, Usual: 40, Cell: func(i item) string { return i.InviterName }},
	{Name: "ORGANIZATION", Priority: 20, Usual: 18, Cell: func(i item) string { return i.OrganizationID }},
	{Name: "CREATED", Priority: 30, Usual: 10, Cell: func(i item) string { return Time(i.Created, time.DateOnly) }},
	{Name: "EXPIRES (UTC)", Priority: 50, Usual: len(minute), Cell: func(i item) string { return Time(i.Expires, minute) }},
	{Name: "ID", Priority: Essential + 3, Usual: 34, Cell: func(i item) string { return i.ID }},
	{Name: "NOTE", Priority: 40, Min: 16, Usual: 40, Cell: func(i item) string { return i.Note }},
	{Name: "TYPE", Usual: 7, Cell: func(i item) string { return string(i.Target.Type) }},
	{Name: "INVITER ID", Usual: 32, Cell: func(i item) string { return i.InviterID }},
	{Name: "UPDATED (UTC)", Usual: len(minute), Cell: func(i item) string { return Time(i.Updated, minute) }},
}

// Invitations returns the columns of an invitation with these names, as -columns has them, in
// their order, and then all others, which only -columns shows.
func Invitations(names ...string) []Column[item] {
	columns := Shape[item]{Columns: invitations}.shown(names)
	for _, c := range invitations {
		if c.Extra = true; !slices.Contains(names, key(c.Name)) {
			columns = append(columns, c)
		}
	}
	return columns
}

// minute is how people read a time.
const minute = "2006-01-02 15:04"

// Time is a time in UTC as people read it, and a dash if the service does not report it.
func Time(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}
