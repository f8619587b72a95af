package huaweiorg

import "time"

// A Handshake is one invitation of an account to an organization. Its JSON has
// the service's own field names, and decodes to an equal value.
type Handshake struct {
	// ID identifies the invitation, as h-0k3v7m2q9x4c8b1n.
	ID string `json:"id"`
	// URN is the resource name. Its form is not to be relied on.
	URN    string `json:"urn"`
	Status Status `json:"status"`
	// Notes is the inviter's message: up to 1,024 characters, line breaks too.
	Notes string `json:"notes"`
	// ManagementAccountID and ManagementAccountName are the inviter. Compare
	// the ID: a name can be chosen.
	ManagementAccountID   string `json:"management_account_id"`
	ManagementAccountName string `json:"management_account_name"`
	OrganizationID        string `json:"organization_id"`
	// Target is the invited account.
	Target Target `json:"target"`
	// CreatedAt, UpdatedAt and ExpiredAt are in UTC, and zero where the service
	// does not say or what it says is not a time. UpdatedAt is when a final
	// status was reached; ExpiredAt is the last moment to accept or decline.
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	ExpiredAt time.Time `json:"expired_at,omitzero"`
}

// ExpiredBy reports whether time has run out for the invitation at t: its status
// is [StatusExpired], or it is pending and past its date, whether or not the
// service has noticed. A pending invitation with an unknown date has not expired.
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
	// Entity is the account's ID, name or e-mail address, as Type says.
	Entity string `json:"entity"`
}

// A TargetType says what [Target].Entity is. Types unknown to this package are
// kept as they came.
type TargetType string

// The target types. TargetTypeEmail is found on old invitations only.
const (
	TargetTypeAccount TargetType = "account"
	TargetTypeName    TargetType = "name"
	TargetTypeEmail   TargetType = "email"
)

// A Status is the state of an invitation. Values unknown to this package are kept
// as they came.
type Status string

// The states: a pending invitation ends in one of the others, for good.
const (
	StatusPending   Status = "pending"
	StatusAccepted  Status = "accepted"
	StatusDeclined  Status = "declined"
	StatusCancelled Status = "cancelled"
	StatusExpired   Status = "expired"
)

// Final reports whether s is known to be an end. It is false for an unknown
// status.
func (s Status) Final() bool {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired:
		return true
	default:
		return false
	}
}
