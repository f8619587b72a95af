package alibaba

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// A rejected certificate does not change with time, so the error must not invite a retry.
func TestProviderChain_credentialsURI_certificate(t *testing.T) {
	t.Parallel()
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	unknown := httptest.NewUnstartedServer(handler)
	unknown.Config.ErrorLog = log.New(io.Discard, "", 0)
	unknown.StartTLS()
	t.Cleanup(unknown.Close)
	plain := httptest.NewServer(handler)
	t.Cleanup(plain.Close)
	for name, c := range map[string]struct{ url, reason string }{
		"an unknown authority": {url: unknown.URL, reason: "certificate"},
		"a host that speaks no TLS": {
			url:    strings.Replace(plain.URL, "http:", "https:", 1),
			reason: "does not look like a TLS handshake",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := machine{env: map[string]string{envURI: strings.Replace(c.url, "//", "//user:"+"canary-secret@", 1), envNoMetadata: "true"}}.chain(t)
			p.uri = temporary.NewLocalTransport(time.Second, 5*time.Second)
			_, err := p.Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrNoCredentials)
			require.NotErrorIs(t, err, auth.ErrUnavailable)
			assert.ErrorContains(t, err, c.reason)
			assertNoSecret(t, err)
		})
	}
}
