package huaweiorg

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// DefaultProvider returns [huawei.DefaultProvider], which finds credentials where the
// official SDKs do: in the environment, the profile file, the metadata service of a server
// or the agent of a pod.
func DefaultProvider() auth.Provider { return huawei.DefaultProvider() }

// LookupAccountID returns [huawei.LookupAccountID], which adds the account ID to credentials
// of p that lack one. The client sends the ID as X-Domain-Id.
func LookupAccountID(p auth.Provider) auth.Provider { return huawei.LookupAccountID(p) }

// AssumeInput says which agency to assume, and how.
type AssumeInput = huawei.AssumeInput

// AssumeAgency returns [huawei.AssumeAgency], which gets temporary credentials of an agency
// in another account. The credentials of base must be allowed to assume the agency.
func AssumeAgency(base auth.Provider, in AssumeInput) auth.Provider {
	return huawei.AssumeAgency(base, in)
}
