package invitation

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// An Identity is what [Service.Check] found out. Its texts and its JSON hold no
// credentials.
type Identity struct {
	Cloud    string `json:"cloud"` // such as huawei
	Endpoint string `json:"endpoint"`
	// AccountID is the caller's account: the one of its credentials, or else the one that the
	// service's responses show. It is "" if neither shows it.
	AccountID string `json:"account_id"`
	Role      Role   `json:"role"`
	// Organization is the organization or resource directory of the account. It is zero if the
	// account is in none, or if that is unknown.
	Organization Organization `json:"organization,omitzero"`
	// Date is the time by the service's clock, in full seconds. It is zero if no response has a
	// date. ClockOffset is how far that clock is ahead of the client's, in full seconds. The
	// client corrects more than 5 minutes by itself.
	Date        time.Time     `json:"date,omitzero"`
	ClockOffset time.Duration `json:"clock_offset_ns"`
	// Reads shows for each read whether the caller may do it, in the order of the requests.
	Reads []ReadAccess `json:"reads"`
}

// An Organization is an organization of Huawei Cloud or a resource directory of Alibaba
// Cloud, in words that both clouds share.
type Organization struct {
	ID string `json:"id"`
	// ManagerID and ManagerName identify the management account. Compare the ID: anyone can
	// choose a name.
	ManagerID   string `json:"manager_id"`
	ManagerName string `json:"manager_name"`
}

// A Role is the role of an account in its organization.
type Role string

// The roles.
const (
	// RoleUnknown means that the responses do not show the role, or show it only together with
	// the account ID, which the credentials do not contain.
	RoleUnknown Role = ""
	// RoleManagement means that the account manages the organization.
	RoleManagement Role = "management"
	// RoleDelegated means that the account does not manage the organization, but may read its
	// sent list or its members.
	RoleDelegated Role = "delegated"
	// RoleMember means that the account is in the organization, but may read neither list. A
	// delegated administrator whose policies deny both looks the same.
	RoleMember Role = "member"
	// RoleNone means that the account is in no organization.
	RoleNone Role = "none"
)

// A Read is one of the reads of a cloud.
type Read string

// The reads.
const (
	ReadOrganization Read = "organization" // the organization that the account is in
	ReadSent         Read = "sent"         // the list of the invitations that were sent
	ReadReceived     Read = "received"     // the list of the invitations that were received
	ReadMembers      Read = "members"      // the list of the organization's accounts
	ReadGet          Read = "get"          // one invitation by its ID
)

// An Access says whether the caller may do something.
type Access string

// The kinds of access.
const (
	AccessUnknown   Access = ""           // the check did not try it
	AccessAllowed   Access = "allowed"    // the service allowed it
	AccessDenied    Access = "denied"     // the service denied it; if Action is set, a policy can allow it
	AccessWrongRole Access = "wrong role" // the service denies it to accounts of this role
	AccessFailed    Access = "failed"     // it failed for another reason; it may be allowed
)

// A ReadAccess shows whether the caller may do one read. Its JSON has the error's text as
// "error", and decodes without it.
type ReadAccess struct {
	Read Read `json:"read"`
	// Op is the cloud's own operation, such as ListHandshakes.
	Op     string `json:"op"`
	Access Access `json:"access"`
	// Action is what a policy must allow if Access is AccessDenied, such as
	// organizations:handshakes:list. It is "" if no policy is the reason.
	Action string `json:"action,omitzero"`
	// Err is why the read failed. It is nil if the read is allowed or was not tried.
	Err error `json:"-"`
}

// Missing returns the actions that a policy must allow for the reads that were denied.
func (id Identity) Missing() (actions []string) {
	for _, r := range id.Reads {
		if r.Action != "" {
			actions = append(actions, r.Action)
		}
	}
	return actions
}

// Access returns what is known about a read.
func (id Identity) Access(r Read) Access { return id.find(r).Access }

func (id Identity) find(r Read) ReadAccess {
	for _, a := range id.Reads {
		if a.Read == r {
			return a
		}
	}
	return ReadAccess{Read: r}
}

// String returns the identity in one line, for a bug report.
func (id Identity) String() string {
	parts := []string{
		excerpt(id.Cloud) + " " + excerpt(id.Endpoint), "account " + cmp.Or(excerpt(id.AccountID), "unknown"),
		"role " + cmp.Or(excerpt(string(id.Role)), "unknown"),
	}
	if id.Organization.ID != "" {
		parts = append(parts, fmt.Sprintf("organization %s of %s", excerpt(id.Organization.ID), excerpt(id.Organization.ManagerID)))
	}
	for _, r := range id.Reads {
		parts = append(parts, r.String())
	}
	if !id.Date.IsZero() {
		parts = append(parts, fmt.Sprintf("the service's clock is %v ahead", id.ClockOffset))
	}
	return strings.Join(parts, "; ")
}

// LogValue returns the identity as a group of attributes.
func (id Identity) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("cloud", excerpt(id.Cloud)), slog.String("endpoint", excerpt(id.Endpoint)),
		slog.String("account_id", excerpt(id.AccountID)), slog.String("role", excerpt(string(id.Role))),
		slog.String("organization_id", excerpt(id.Organization.ID)), slog.Duration("clock_offset", id.ClockOffset),
	}
	for _, r := range id.Reads {
		attrs = append(attrs, slog.Any(string(r.Read), r))
	}
	return slog.GroupValue(attrs...)
}

// String returns the read, the access and the missing action, such as "sent: denied, allow
// organizations:handshakes:list".
func (r ReadAccess) String() string {
	text := excerpt(string(r.Read)) + ": " + cmp.Or(excerpt(string(r.Access)), "unknown")
	if r.Action != "" {
		text += ", allow " + excerpt(r.Action)
	}
	return text
}

// MarshalJSON encodes the access with the text of its error.
func (r ReadAccess) MarshalJSON() ([]byte, error) {
	type fields ReadAccess
	return json.Marshal(struct {
		fields
		Error string `json:"error,omitzero"`
	}{fields(r), textOf(r.Err)})
}

// LogValue returns the operation and its access, and the missing action and the error if
// there are any, as a group of attributes.
func (r ReadAccess) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("op", excerpt(r.Op)), slog.String("access", excerpt(string(r.Access)))}
	if r.Action != "" {
		attrs = append(attrs, slog.String("action", excerpt(r.Action)))
	}
	if r.Err != nil {
		attrs = append(attrs, slog.String("error", textOf(r.Err)))
	}
	return slog.GroupValue(attrs...)
}
