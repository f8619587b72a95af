package huaweiorg

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// DefaultProvider is [huawei.DefaultProvider]: it finds credentials where the official
// SDKs do, in the environment, a profile, the metadata of a server or a pod's agent.
func DefaultProvider() auth.Provider { return huawei.DefaultProvider() }

// LookupAccountID is [huawei.LookupAccountID]: it adds the account ID to credentials of p
// that come without one, so that it is sent as X-Domain-Id.
func LookupAccountID(p auth.Provider) auth.Provider { return huawei.LookupAccountID(p) }

// AssumeInput says which agency to act as, and how.
type AssumeInput = huawei.AssumeInput

// AssumeAgency is [huawei.AssumeAgency]: it gives temporary keys of an agency in another
// account, which the keys of base may assume.
func AssumeAgency(base auth.Provider, in AssumeInput) auth.Provider {
	return huawei.AssumeAgency(base, in)
}
