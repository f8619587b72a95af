package alibaba_test

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// No error may show these.
const (
	canarySecret = "canary-secret/0123456789"
	canaryToken  = "canary-token+/=0123456789"
)

// noKeys clears everything that the default provider reads.
func noKeys(t *testing.T) {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "ALIBABA_CLOUD_") {
			t.Setenv(name, "")
		}
	}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("USERPROFILE", t.TempDir())
	t.Setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
}

// sessions serves a credentials URI and counts its requests.
func sessions(t *testing.T) (url string, asked *atomic.Int32) {
	asked = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(time.Millisecond) // so that calls overlap
		_, _ = fmt.Fprintf(w, `{"AccessKeyId":"STS.%d","AccessKeySecret":"S","SecurityToken":"T","Expiration":%q}`,
			asked.Add(1), time.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04:05Z"))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/?key=" + canarySecret, asked
}

// together asks p in 64 goroutines at once.
func together(t *testing.T, p ...auth.Provider) []auth.Credentials {
	got := make([]auth.Credentials, 64)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			var err error
			got[i], err = p[i%len(p)].Credentials(t.Context())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	return got
}

// A stub is a credential that a test scripts.
type stub struct {
	credentials.Credential
	get func() (*credentials.CredentialModel, error)
}

func (s *stub) GetCredential() (*credentials.CredentialModel, error) { return s.get() }

func model(id, secret, token string) *credentials.CredentialModel {
	return new(credentials.CredentialModel).SetAccessKeyId(id).SetAccessKeySecret(secret).SetSecurityToken(token).SetType("default")
}

// byValue is not comparable, so it cannot be the key of a map.
type byValue struct {
	credentials.Credential
	_   []string
	get func() (*credentials.CredentialModel, error)
}

func (b byValue) GetCredential() (*credentials.CredentialModel, error) { return b.get() }

// unreached is a service that must not receive a request.
type unreached struct{ t *testing.T }

func (u unreached) RoundTrip(*http.Request) (*http.Response, error) {
	assert.Fail(u.t, "a request was sent")
	return nil, http.ErrServerClosed
}

func assertClean(t *testing.T, printed string) {
	t.Helper()
	printed = strings.ToLower(printed)
	const run = 12
	for _, secret := range []string{canarySecret, canaryToken} {
		for i := 0; i+run <= len(secret); i++ {
			part := secret[i : i+run]
			for _, form := range []string{part, hex.EncodeToString([]byte(part)), url.QueryEscape(part)} {
				assert.NotContains(t, printed, strings.ToLower(form))
			}
		}
	}
}
