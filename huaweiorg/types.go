package huaweiorg

import "time"

// A Handshake is one invitation of an account to an organization. Its JSON uses the
// service's field names and decodes to an equal value.
type Handshake struct {
	// ID identifies the invitation, such as h-0k3v7m2q9x4c8b1n.
	ID string `json:"id"`
	// URN is the resource name. Do not rely on its form.
	URN    string `json:"urn"`
	Status Status `json:"status"`
	// Notes is the inviter's message. It has up to 1,024 characters, and may have line
	// breaks.
	Notes string `json:"notes"`
	// ManagementAccountID and ManagementAccountName identify the inviter. Compare the ID:
	// anyone can choose a name.
	ManagementAccountID   string `json:"management_account_id"`
	ManagementAccountName string `json:"management_account_name"`
	OrganizationID        string `json:"organization_id"`
	// Target is the invited account.
	Target Target `json:"target"`
	// CreatedAt, UpdatedAt and ExpiredAt are in UTC. They are zero if the service sends no
	// time or one that the client cannot read. UpdatedAt is when the invitation reached a
	// final status. ExpiredAt is the last moment to accept or decline it.
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	ExpiredAt time.Time `json:"expired_at,omitzero"`
}

// ExpiredBy reports whether the invitation has expired by the time t. Its status is
// [StatusExpired], or it is pending and its expiry date has passed, even if the service
// still shows it as pending. A pending invitation without an expiry date has not expired.
func (h Handshake) ExpiredBy(t time.Time) bool {
	switch h.Status {
	case StatusExpired:
		return true
	case StatusPending:
		return !h.ExpiredAt.IsZero() && !t.Before(h.ExpiredAt)
	default:
		return false
	}
}

// A Target names an account to the service.
type Target struct {
	Type TargetType `json:"type"`
	// Entity is the account's ID, name or e-mail address. Type says which.
	Entity string `json:"entity"`
}

// A TargetType says what [Target].Entity is. The client keeps types that it does not know.
type TargetType string

// The target types. Only old invitations have TargetTypeEmail.
const (
	TargetTypeAccount TargetType = "account"
	TargetTypeName    TargetType = "name"
	TargetTypeEmail   TargetType = "email"
)

// A Status is the state of an invitation. The client keeps values that it does not know.
type Status string

// The states. A pending invitation ends in one of the others, and never changes again.
const (
	StatusPending   Status = "pending"
	StatusAccepted  Status = "accepted"
	StatusDeclined  Status = "declined"
	StatusCancelled Status = "cancelled"
	StatusExpired   Status = "expired"
)

// Final reports whether s is a final state. It returns false for an unknown status.
func (s Status) Final() bool {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired:
		return true
	default:
		return false
	}
}
