package invitation

import "time"

// A Member is an account of an organization of Huawei Cloud or a resource directory of
// Alibaba Cloud, in words that both clouds share.
type Member struct {
	Cloud string // such as huawei
	// ID is the account ID, as in a [Target] of type TargetTypeAccount.
	ID string
	// Name is the account's name. On Huawei Cloud it is that of a [Target] of type
	// TargetTypeName; on Alibaba Cloud it is a display name, which names no target.
	Name string
	// Email is the login e-mail address, as in a [Target] of type TargetTypeEmail. It is
	// empty where the service does not report it: version 2020-03-31 of Alibaba Cloud
	// never does.
	Email string
	// JoinMethod is invited or created. A word that is unknown to the client passes in
	// lower case. An account that was created in the organization never had an
	// invitation.
	JoinMethod string
	// Joined is when the account joined, in UTC, and zero where the service does not
	// report it.
	Joined time.Time
	// Native is the client's own value, a huaweiorg.Account or alibabarm.Account.
	Native any
}
