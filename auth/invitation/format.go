package invitation

import (
	"log/slog"
	"time"
)

// LogValue returns what identifies the invitation, as a group of attributes. It leaves out
// the note and the inviter's name, which may be personal.
func (i Invitation) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("cloud", i.Cloud), slog.String("id", excerpt(i.ID)), slog.String("status", excerpt(string(i.Status))),
		slog.String("target_type", excerpt(string(i.Target.Type))), slog.String("target", excerpt(i.Target.Entity)),
		slog.String("organization_id", excerpt(i.OrganizationID)), slog.String("inviter_id", excerpt(i.InviterID)),
	}
	if !i.Expires.IsZero() {
		attrs = append(attrs, slog.Time("expires_at", i.Expires))
	}
	return slog.GroupValue(attrs...)
}

// CSVHeader returns the names of the columns of [Invitation.CSVRecord]. New columns are
// added at the end.
func CSVHeader() []string {
	return []string{
		"cloud", "id", "status", "target_type", "target", "organization_id", "inviter_id", "inviter_name", "note",
		"created_at", "updated_at", "expires_at",
	}
}

// CSVRecord returns the invitation as a row for [encoding/csv.Writer]. Times are in RFC
// 3339, and "" where they are zero. A field is what the service sent: before a spreadsheet
// opens the file, escape fields that begin as a formula does, such as a note.
func (i Invitation) CSVRecord() []string {
	return []string{
		i.Cloud, i.ID, string(i.Status), string(i.Target.Type), i.Target.Entity, i.OrganizationID, i.InviterID, i.InviterName, i.Note,
		csvTime(i.Created), csvTime(i.Updated), csvTime(i.Expires),
	}
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
