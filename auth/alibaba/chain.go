package alibaba

import (
	"reflect"
	"time"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
)

// refreshWindow is how often a credential is asked again. It does not tell when its
// keys expire, but renews them itself in their last three minutes.
const refreshWindow = time.Minute

// DefaultProvider finds credentials where the official SDKs do, in this order: the
// environment (ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with
// temporary keys ALIBABA_CLOUD_SECURITY_TOKEN), an OIDC token, the configuration of the
// aliyun command, the credentials file, the metadata of an ECS instance, and the URI in
// ALIBABA_CLOUD_CREDENTIALS_URI. They are looked up when a call needs them, and again
// from the beginning after a failure or when the service finds them expired. Where
// there are none, the error matches [auth.ErrNoCredentials]. Outside of ECS, the question for
// metadata costs some seconds; ALIBABA_CLOUD_ECS_METADATA_DISABLED=true saves them.
//
// The look-up is the one of github.com/aliyun/credentials-go: it cannot be cancelled,
// though its callers stop waiting, and with DEBUG=credential in the environment it
// prints the headers and the answers of its requests, secrets included.
func DefaultProvider() auth.Provider {
	s := &source{build: func() (credentials.Credential, error) { return credentials.NewCredential(nil) }}
	s.key = s
	return auth.Cache(s, refreshWindow)
}

// FromCredential takes the keys from a credential of github.com/aliyun/credentials-go,
// such as a role to assume. The credential is asked by one goroutine at a time, also
// where several providers share it: who comes meanwhile waits for the same keys. It is
// asked at most once a minute while its keys are good. One without a key pair, as a bearer token, is [auth.ErrNoCredentials].
func FromCredential(c credentials.Credential) auth.Provider {
	s := &source{build: func() (credentials.Credential, error) { return c, nil }}
	s.key = s
	if reflect.ValueOf(c).Comparable() {
		s.key = c
	}
	return auth.Cache(s, refreshWindow)
}
