package auth

import (
	"crypto/tls"
	"net/http"
	"testing"
)

// NoneLeft is noneLeft for the tests outside of the package.
var NoneLeft = noneLeft

// TrustByShared makes a new pool of [SharedTransport] for a test, which trusts the server of
// the settings.
func TrustByShared(t *testing.T, trusts *tls.Config) {
	t.Helper()
	before, pool := sharedPool, newPool()
	pool.TLSClientConfig = trusts
	sharedPool = func() *http.Transport { return pool }
	t.Cleanup(func() { sharedPool = before })
}
