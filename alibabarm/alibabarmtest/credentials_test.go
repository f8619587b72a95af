package alibabarmtest_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// withTLS serves over TLS on a loopback port, and returns the host. The clients of
// http.DefaultTransport trust it until the test ends, so such a test is not parallel.
func withTLS(t *testing.T, s *alibabarmtest.Service) (host string) {
	t.Helper()
	server := httptest.NewTLSServer(s)
	former := http.DefaultTransport
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	trusting := former.(*http.Transport).Clone()
	trusting.TLSClientConfig, trusting.Proxy = &tls.Config{RootCAs: roots}, nil
	http.DefaultTransport = trusting
	t.Cleanup(func() {
		http.DefaultTransport = former
		server.Close()
	})
	return server.Listener.Addr().String()
}

// TestService_officialCredentials uses the official credentials library. It has its own
// clients, which require https and sign with signature V1.
func TestService_officialCredentials(t *testing.T) {
	s, root, guest := party(alibabarmtest.WithClock(time.Now))
	s.SetTrust(guest.ID, "closed", alibabarmtest.Trust{Nobody: true})
	host := withTLS(t, s)
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte(idToken), 0o600))
	role := func(arn string) *credentials.Config {
		return new(credentials.Config).SetType("ram_role_arn").SetSTSEndpoint(host).SetRoleArn(arn).SetRoleSessionName("nightly").SetRoleSessionExpiration(900).
			SetAccessKeyId(root.Credentials.AccessKeyID).SetAccessKeySecret(root.Credentials.AccessKeySecret)
	}
	for _, c := range []struct {
		name   string
		config *credentials.Config
		op     string
	}{
		{name: "a role by an access key", config: role(roleOf(guest)),
			op: alibabarmtest.AssumeRole},
		{name: "a role by an ID token", op: alibabarmtest.AssumeRoleWithOIDC,
			config: new(credentials.Config).SetType("oidc_role_arn").SetSTSEndpoint(host).
				SetRoleArn(roleOf(guest)).SetRoleSessionName("nightly").
				SetOIDCProviderArn(testProvider).SetOIDCTokenFilePath(file)},
	} {
		official, err := credentials.NewCredential(c.config)
		require.NoError(t, err, c.name)
		client, err := s.NewClient(guest, alibabarm.WithCredentials(alibabarm.FromCredential(official)))
		require.NoError(t, err)
		_, err = client.ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err, c.name)
		requests := s.Requests()
		asked, listed := requests[len(requests)-2], requests[len(requests)-1]
		assert.Equal(t, c.op, asked.Op)
		assert.Equal(t, guest.ID, listed.AccountID)
		assert.Equal(t, http.StatusOK, listed.Status)
	}
	official, err := credentials.NewCredential(role("acs:ram::" + guest.ID + ":role/closed"))
	require.NoError(t, err)
	_, err = alibabarm.FromCredential(official).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	requests := s.Requests()
	assert.Equal(t, string(authtest.RefusedCaller), requests[len(requests)-1].Hint)
}
