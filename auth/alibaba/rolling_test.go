package alibaba

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A rollingCredential returns another session for each call. Like those of credentials-go, it
// is not safe for concurrent use.
type rollingCredential struct {
	credentials.Credential
	asked int
	model credentials.CredentialModel
}

func (c *rollingCredential) GetCredential() (*credentials.CredentialModel, error) {
	c.asked++
	part := func(name string) *string { text := fmt.Sprint(name, "-", c.asked); return &text }
	c.model.AccessKeyId = part("id")
	time.Sleep(time.Second)
	c.model.AccessKeySecret = part("secret")
	time.Sleep(time.Second)
	c.model.SecurityToken = part("token")
	return &c.model, nil
}

func TestFromCredential_rolling(t *testing.T) {
	t.Parallel()
	t.Run("returns complete credentials to 64 callers of four providers", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			shared := &rollingCredential{}
			var providers []auth.Provider
			for range 4 {
				providers = append(providers, FromCredential(shared))
			}
			const lasts = 10 * time.Minute
			start := time.Now()
			var mu sync.Mutex
			rejected := map[string]bool{}
			var callers sync.WaitGroup
			for caller := range 64 {
				callers.Go(func() {
					for n := 0; time.Since(start) < lasts; n++ {
						time.Sleep(time.Duration(1+(caller*7+n*13)%9) * 700 * time.Millisecond)
						p := providers[(caller+n)%len(providers)]
						keys, err := p.Credentials(context.Background())
						if !assert.NoError(t, err) {
							return
						}
						number := strings.TrimPrefix(keys.AccessKeyID, "id-")
						assert.Equal(t, "secret-"+number, keys.AccessKeySecret, "a mixed pair")
						assert.Equal(t, "token-"+number, keys.SecurityToken, "a mixed pair")
						if (caller+n)%97 == 0 {
							mu.Lock()
							rejected[keys.AccessKeyID] = true
							mu.Unlock()
							p.(auth.Invalidator).Invalidate(keys)
						}
					}
				})
			}
			callers.Wait()
			synctest.Wait()
			time.Sleep(10 * time.Second) // a refresh that no caller waits for may still run
			assert.Greater(t, shared.asked, 20, "the credentials changed during the test")
			assert.LessOrEqual(t, shared.asked, len(providers)*(int(lasts/time.Minute)+1+len(rejected)), "the provider asked without a reason")
		})
	})
}
