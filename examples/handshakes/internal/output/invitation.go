package output

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// An Invitation column is one that every command shows in the same way.
type Invitation = Column[item]

type item = invitation.Invitation

// Invitations is how commands write invitations. A list of several clouds shows the cloud of
// each, a received one shows who invites, and the organization before the target, which is the
// caller itself.
func Invitations(several, received bool) Shape[item] {
	target, organization, invitedBy, cloud := Target(), Organization(), InvitedBy(), Cloud()
	invitedBy.Extra, cloud.Extra = !received, !several
	if received {
		target.Priority, organization.Priority = organization.Priority, Essential
	}
	return Shape[item]{
		Columns: []Invitation{
			cloud, Status(), target, invitedBy, organization, Created(), Expires(), ID(), Note(),
			TargetType(), InviterID(), Updated(),
		},
		CSVHeader: invitation.CSVHeader(),
		CSVRecord: item.CSVRecord,
	}
}

// Cloud is the column of the cloud's name.
func Cloud() Invitation {
	return Invitation{Name: "CLOUD", Priority: Essential + 1, Usual: 7, Cell: func(i item) string { return i.Cloud }}
}

// Status is the column of the state.
func Status() Invitation {
	return Invitation{Name: "STATUS", Priority: Essential + 2, Status: true, Max: 20, Usual: 9, Cell: func(i item) string { return string(i.Status) }}
}

// Target is the column of the invited account. An account's ID is exact.
func Target() Invitation {
	c := name("TARGET", Essential, func(i item) string { return i.Target.Entity })
	c.Exact = func(i item) bool { return i.Target.Type == invitation.TargetTypeAccount }
	return c
}

// TargetType is the column of what the target is. It is extra.
func TargetType() Invitation {
	return Invitation{Name: "TYPE", Extra: true, Usual: 7, Cell: func(i item) string { return string(i.Target.Type) }}
}

// InvitedBy is the column of the inviter's name. Anyone can choose one: show the organization,
// too.
func InvitedBy() Invitation {
	return name("INVITED BY", 60, func(i item) string { return i.InviterName })
}

// InviterID is the column of the inviter's account. It is extra.
func InviterID() Invitation {
	return Invitation{Name: "INVITER ID", Extra: true, Usual: 32, Exact: always, Cell: func(i item) string { return i.InviterID }}
}

// Organization is the column of the organization's or resource directory's ID.
func Organization() Invitation {
	return Invitation{Name: "ORGANIZATION", Priority: 20, Usual: 18, Exact: always, Cell: func(i item) string { return i.OrganizationID }}
}

// Created is the column of the day on which it was sent.
func Created() Invitation {
	return Invitation{Name: "CREATED", Priority: 30, Usual: 10, Cell: func(i item) string { return Time(i.Created, time.DateOnly) }}
}

// Updated is the column of the last change. It is extra.
func Updated() Invitation {
	return Invitation{Name: "UPDATED (UTC)", Extra: true, Usual: len(minute), Cell: func(i item) string { return Time(i.Updated, minute) }}
}

// Expires is the column of the time at which it expires or expired.
func Expires() Invitation {
	return Invitation{Name: "EXPIRES (UTC)", Priority: 50, Usual: len(minute), Cell: func(i item) string { return Time(i.Expires, minute) }}
}

// ID is the column of the invitation's ID.
func ID() Invitation {
	return Invitation{Name: "ID", Priority: Essential + 3, Usual: 34, Exact: always, Cell: func(i item) string { return i.ID }}
}

// Note is the column of the inviter's message.
func Note() Invitation {
	c := name("NOTE", 40, func(i item) string { return i.Note })
	c.Min = 16
	return c
}

// name is a column of texts that anyone can choose, of any length.
func name(heading string, priority int, cell func(item) string) Invitation {
	return Invitation{Name: heading, Priority: priority, Min: 12, Max: 40, Usual: 40, Cell: cell}
}

func always(item) bool { return true }

// minute is how people read a time.
const minute = "2006-01-02 15:04"

// Time is a time in UTC as people read it, and a dash if the service does not report it.
func Time(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}
