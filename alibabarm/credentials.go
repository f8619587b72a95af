package alibabarm

import (
	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// DefaultProvider is [alibaba.DefaultProvider]: it finds credentials where the official
// SDKs do, in the environment, an OIDC token, files, the metadata of an ECS instance or a
// URI.
func DefaultProvider() auth.Provider { return alibaba.DefaultProvider() }

// FromCredential is [alibaba.FromCredential]: it takes the keys from a credential of
// github.com/aliyun/credentials-go, such as a role to assume.
func FromCredential(c credentials.Credential) auth.Provider { return alibaba.FromCredential(c) }

// AssumeInput says which role to act as, and how.
type AssumeInput = alibaba.AssumeInput

// AssumeRole is [alibaba.AssumeRole]: it gives temporary credentials of a role, which may
// be in another account and which those of base may assume.
func AssumeRole(base auth.Provider, in AssumeInput) auth.Provider {
	return alibaba.AssumeRole(base, in)
}
