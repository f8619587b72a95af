package auth

import (
	"crypto/tls"
	"net/http"
	"testing"
)

// NoneLeft is noneLeft for the external tests of the package.
var NoneLeft = noneLeft

// TrustByShared replaces the pool of [SharedTransport] during a test with one that trusts the
// server of the settings.
func TrustByShared(t *testing.T, trusts *tls.Config) {
	t.Helper()
	before, pool := sharedPool, newPool()
	pool.TLSClientConfig = trusts
	sharedPool = func() *http.Transport { return pool }
	t.Cleanup(func() { sharedPool = before })
}
