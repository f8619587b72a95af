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
	// The times are in UTC, and zero if the service does not report them. JSON leaves out a
	// zero time.
	Created time.Time `json:"created_at,omitzero"`
	Updated time.Time `json:"updated_at,omitzero"`
	Expires time.Time `json:"expires_at,omitzero"`
	// Native is the client's own value, a huaweiorg.Handshake or alibabarm.Handshake. Decoded
	// from JSON, it is a map with the service's own field names.
	Native any `json:"native,omitzero"`
}

// StatusAt returns the status at time t. A pending invitation past its expiry date has expired,
// even if the service still shows it as pending.
func (i Invitation) StatusAt(t time.Time) Status {
	if i.Status == StatusPending && !i.Expires.IsZero() && !t.Before(i.Expires) {
		return StatusExpired
	}
	return i.Status
}

// openAt reports whether the invitation can still be accepted at time t. An unknown
// status counts as open.
func (i Invitation) openAt(t time.Time) bool { return !i.StatusAt(t).Final() }

// A Status is the state of an invitation. The client passes on a word that it does not know, in
// lower case.
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

// Final reports whether s is a known end. It is false for an unknown status.
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

// key returns an equal target for two spellings of the same account: it ignores the case of a
// type and of an e-mail address.
func (t Target) key() Target {
	t.Type = TargetType(strings.ToLower(string(t.Type)))
	if t.Type == TargetTypeEmail {
		t.Entity = strings.ToLower(t.Entity)
	}
	return t
}

// A TargetType says what [Target].Entity is. The client passes on a word that it does not know
// unchanged, because it sends the service the caller's own spelling.
type TargetType string

// The target types.
const (
	TargetTypeAccount TargetType = "account"
	TargetTypeName    TargetType = "name"
	TargetTypeEmail   TargetType = "email"
)

// An Input is an invitation to send. A cloud that does not support a field refuses it with
// [auth.ErrInvalid].
type Input struct {
	Target Target
	// Note is the message to the account's owner.
	Note string
	// Tags are labels that the service gives to the account.
	Tags []Tag
	// Folder is the ID of the folder that receives the account. "" is the root. Only Alibaba
	// Cloud supports it.
	Folder string
}

// A Tag is a label of an account. The client packages list the allowed characters.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// LogValue returns the fields that identify the invitation, as a group of attributes. It leaves
// out the note and the inviter's name, which may be personal.
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

// CSVHeader returns the names of the columns of [Invitation.CSVRecord]. Later versions add new
// columns at the end.
func CSVHeader() []string {
	return []string{
		"cloud", "id", "status", "target_type", "target", "organization_id", "inviter_id", "inviter_name", "note",
		"created_at", "updated_at", "expires_at",
	}
}

// CSVRecord returns the invitation as a row for [encoding/csv.Writer]. Times are in RFC 3339,
// and zero times are "". A field is what the service sent. If a spreadsheet will open the file,
// first escape fields that begin like a formula: a note can.
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
