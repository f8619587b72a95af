package invitation

import (
	"log/slog"
	"strings"
	"time"
)

// An Invitation is an invitation of an account to an organization of Huawei Cloud or a
// resource directory of Alibaba Cloud, in words that both clouds share. Its JSON has one
// shape for both, with times in RFC 3339.
type Invitation struct {
	Cloud  string `json:"cloud"` // such as huawei
	ID     string `json:"id"`
	Status Status `json:"status"`
	Target Target `json:"target"`
	// OrganizationID is the organization or resource directory. InviterID and
	// InviterName are its management account. Compare IDs: anyone can choose a name.
	OrganizationID string `json:"organization_id"`
	InviterID      string `json:"inviter_id"`
	InviterName    string `json:"inviter_name"`
	// Note is the inviter's message.
	Note string `json:"note"`
	// The times are in UTC, and zero where the service does not report them. JSON leaves
	// out a zero time.
	Created time.Time `json:"created_at,omitzero"`
	Updated time.Time `json:"updated_at,omitzero"`
	Expires time.Time `json:"expires_at,omitzero"`
	// Native is the client's own value, a huaweiorg.Handshake or alibabarm.Handshake.
	// From JSON, it is a map of the service's own field names.
	Native any `json:"native,omitzero"`
}

// StatusAt returns the status at time t: a pending invitation past its date has
// expired, even if the service has not noticed.
func (i Invitation) StatusAt(t time.Time) Status {
	if i.Status == StatusPending && !i.Expires.IsZero() && !t.Before(i.Expires) {
		return StatusExpired
	}
	return i.Status
}

// openAt reports whether the invitation can still be accepted at time t. An unknown
// status counts as open.
func (i Invitation) openAt(t time.Time) bool { return !i.StatusAt(t).Final() }

// A Status is the state of an invitation. A word that is unknown to the client passes
// in lower case.
type Status string

// The states. A pending invitation ends in one of the others. Only Alibaba Cloud
// names StatusDeleted.
const (
	StatusPending   Status = "pending"
	StatusAccepted  Status = "accepted"
	StatusDeclined  Status = "declined"
	StatusCancelled Status = "cancelled"
	StatusExpired   Status = "expired"
	StatusDeleted   Status = "deleted"
)

// Final reports whether s is known to be an end. It is false for an unknown status.
func (s Status) Final() bool {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired, StatusDeleted:
		return true
	default:
		return false
	}
}

// A Target names the invited account.
type Target struct {
	Type TargetType `json:"type"`
	// Entity is the account's ID, name or e-mail address, as Type says.
	Entity string `json:"entity"`
}

// key returns a target that is equal for two spellings of the same account: the case
// of a type and of an e-mail address does not count.
func (t Target) key() Target {
	t.Type = TargetType(strings.ToLower(string(t.Type)))
	if t.Type == TargetTypeEmail {
		t.Entity = strings.ToLower(t.Entity)
	}
	return t
}

// A TargetType says what [Target].Entity is. A word that is unknown to the client
// passes unchanged, because the service is sent the caller's own spelling.
type TargetType string

// The target types.
const (
	TargetTypeAccount TargetType = "account"
	TargetTypeName    TargetType = "name"
	TargetTypeEmail   TargetType = "email"
)

// An Input is an invitation to send. Each cloud refuses what it does not have with
// [auth.ErrInvalid].
type Input struct {
	Target Target
	// Note is the message to the account's owner.
	Note string
	// Tags are bound to the account.
	Tags []Tag
	// Folder is the ID of the folder that the account is put into; "" is the root. Only
	// Alibaba Cloud takes one.
	Folder string
}

// A Tag is a label of an account. The client packages say which characters a cloud takes.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

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
