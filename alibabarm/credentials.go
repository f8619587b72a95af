package alibabarm

import (
	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// DefaultProvider returns [alibaba.DefaultProvider], which finds credentials where the
// official SDKs do: in the environment, an OIDC token, files, the metadata service of an ECS
// instance or a URI.
func DefaultProvider() auth.Provider { return alibaba.DefaultProvider() }

// FromCredential returns [alibaba.FromCredential], which uses a credential of
// github.com/aliyun/credentials-go, such as one that assumes a role.
func FromCredential(c credentials.Credential) auth.Provider { return alibaba.FromCredential(c) }

// AssumeInput says which role to assume, and how.
type AssumeInput = alibaba.AssumeInput

// AssumeRole returns [alibaba.AssumeRole], which gets temporary credentials of a role. The
// role may be in another account. The credentials of base must be allowed to assume it.
func AssumeRole(base auth.Provider, in AssumeInput) auth.Provider {
	return alibaba.AssumeRole(base, in)
}
