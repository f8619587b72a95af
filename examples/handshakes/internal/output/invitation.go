package output

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// An Invitation column is one that every command shows in the same way.
type Invitation = Column[invitation.Invitation]

// Anyone can choose a name, of any length.
const (
	minName, maxName = 12, 40
	minNote, maxNote = 16, 40
)

// Invitations is how commands write invitations. A list of several clouds shows the cloud of
// each, a received one shows who invites, and the organization before the target, which is the
// caller itself.
func Invitations(several, received bool) Shape[invitation.Invitation] {
	target, organization, invitedBy, cloud := Target(), Organization(), InvitedBy(), Cloud()
	invitedBy.Extra, cloud.Extra = !received, !several
	if received {
		target.Priority, organization.Priority = organization.Priority, Essential
	}
	return Shape[invitation.Invitation]{
		Columns: []Invitation{
			cloud, Status(), target, invitedBy, organization, Created(), Expires(), ID(), Note(),
			TargetType(), InviterID(), Updated(),
		},
		CSVHeader: invitation.CSVHeader(),
		CSVRecord: invitation.Invitation.CSVRecord,
	}
}

// Cloud is the column of the cloud's name.
func Cloud() Invitation {
	return Invitation{Name: "CLOUD", Priority: Essential + 1, Usual: 7, Cell: func(i invitation.Invitation) string { return i.Cloud }}
}

// Status is the column of the state.
func Status() Invitation {
	return Invitation{
		Name: "STATUS", Priority: Essential + 2, Status: true, Max: 20, Usual: 9,
		Cell: func(i invitation.Invitation) string { return string(i.Status) },
	}
}

// Target is the column of the invited account. An account's ID is exact.
func Target() Invitation {
	return Invitation{
		Name: "TARGET", Priority: Essential, Min: minName, Max: maxName, Usual: maxName,
		Cell:  func(i invitation.Invitation) string { return i.Target.Entity },
		Exact: func(i invitation.Invitation) bool { return i.Target.Type == invitation.TargetTypeAccount },
	}
}

// TargetType is the column of what the target is. It is extra.
func TargetType() Invitation {
	return Invitation{Name: "TYPE", Extra: true, Cell: func(i invitation.Invitation) string { return string(i.Target.Type) }}
}

// InvitedBy is the column of the inviter's name. Anyone can choose one: show the organization,
// too.
func InvitedBy() Invitation {
	return Invitation{
		Name: "INVITED BY", Priority: 60, Min: minName, Max: maxName, Usual: maxName,
		Cell: func(i invitation.Invitation) string { return i.InviterName },
	}
}

// InviterID is the column of the inviter's account. It is extra.
func InviterID() Invitation {
	return Invitation{
		Name: "INVITER ID", Extra: true, Exact: Always[invitation.Invitation],
		Cell: func(i invitation.Invitation) string { return i.InviterID },
	}
}

// Organization is the column of the organization's or resource directory's ID.
func Organization() Invitation {
	return Invitation{
		Name: "ORGANIZATION", Priority: 20, Usual: 18, Exact: Always[invitation.Invitation],
		Cell: func(i invitation.Invitation) string { return i.OrganizationID },
	}
}

// Created is the column of the day on which it was sent.
func Created() Invitation {
	return Invitation{
		Name: "CREATED", Priority: 30,
		Cell: func(i invitation.Invitation) string { return Time(i.Created, time.DateOnly) },
	}
}

// Updated is the column of the last change. It is extra.
func Updated() Invitation {
	return Invitation{
		Name: "UPDATED (UTC)", Extra: true,
		Cell: func(i invitation.Invitation) string { return Time(i.Updated, minute) },
	}
}

// Expires is the column of the time at which it expires or expired.
func Expires() Invitation {
	return Invitation{
		Name: "EXPIRES (UTC)", Priority: 50,
		Cell: func(i invitation.Invitation) string { return Time(i.Expires, minute) },
	}
}

// ID is the column of the invitation's ID.
func ID() Invitation {
	return Invitation{
		Name: "ID", Priority: Essential + 3, Usual: 34, Exact: Always[invitation.Invitation],
		Cell: func(i invitation.Invitation) string { return i.ID },
	}
}

// Note is the column of the inviter's message.
func Note() Invitation {
	return Invitation{
		Name: "NOTE", Priority: 40, Min: minNote, Max: maxNote, Usual: maxNote,
		Cell: func(i invitation.Invitation) string { return i.Note },
	}
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
