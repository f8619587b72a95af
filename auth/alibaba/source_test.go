package alibaba

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// numbered returns an access key whose ID is n, the number of the call.
func numbered(n int64) (*credentials.CredentialModel, error) {
	return new(credentials.CredentialModel).SetAccessKeyId(fmt.Sprint(n)).SetAccessKeySecret("S"), nil
}

// hanging is a credential that does not return until it is released.
type hanging struct {
	credentials.Credential
	asked   *atomic.Int64
	release chan struct{}
}

func (h hanging) GetCredential() (*credentials.CredentialModel, error) {
	n := h.asked.Add(1)
	<-h.release
	return numbered(n)
}

func TestFromCredential_hanging(t *testing.T) { // not parallel: it counts goroutines
	synctest.Test(t, func(t *testing.T) {
		credential := hanging{asked: new(atomic.Int64), release: make(chan struct{})}
		providers := []auth.Provider{FromCredential(credential), FromCredential(credential)}
		before := runtime.NumGoroutine()
		for range 200 {
			for _, p := range providers {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				_, err := p.Credentials(ctx)
				assert.ErrorIs(t, err, context.DeadlineExceeded)
				cancel()
			}
		}
		synctest.Wait()
		assert.EqualValues(t, 1, credential.asked.Load(), "one look-up is in flight, however many calls and providers wait")
		assert.LessOrEqual(t, runtime.NumGoroutine()-before, 1+3, "the look-up has one goroutine")

		close(credential.release)
		synctest.Wait()
		for _, p := range providers {
			keys, err := p.Credentials(t.Context())
			require.NoError(t, err)
			assert.NotEmpty(t, keys.AccessKeyID)
		}
		assert.Empty(t, underWayOf(credential))
	})
}

func underWayOf(key any) *lookup {
	underWay.mu.Lock()
	defer underWay.mu.Unlock()
	return underWay.running[key]
}

func TestSource_Invalidate_duringALookUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		credential := hanging{asked: new(atomic.Int64), release: make(chan struct{})}
		s := &source{key: t, credential: credential}
		rejected := auth.Credentials{AccessKeyID: "1", AccessKeySecret: "S"}
		s.given.Store(&rejected)
		var wg sync.WaitGroup
		ask := func(want string) {
			wg.Go(func() {
				keys, err := s.Credentials(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, want, keys.AccessKeyID)
			})
			synctest.Wait()
		}
		ask("1")
		s.Invalidate(rejected)
		ask("2") // a look-up from before the rejection does not serve this call
		assert.EqualValues(t, 1, credential.asked.Load(), "one goroutine at a time asks the credential")
		close(credential.release)
		wg.Wait()
	})
}

func TestLookups_join(t *testing.T) {
	t.Parallel()
	var all lookups
	var wg sync.WaitGroup
	var inside [2]int
	for i := range 64 {
		wg.Go(func() {
			for range 100 {
				l, useful := all.join(i%2, func() (auth.Credentials, error) {
					inside[i%2]++ // the race detector sees whether two calls overlap
					return auth.Credentials{}, nil
				})
				<-l.done
				assert.True(t, useful)
			}
		})
	}
	wg.Wait()
	for _, n := range inside {
		assert.NotZero(t, n)
		assert.LessOrEqual(t, n, 3200)
	}
	assert.Empty(t, all.running, "the provider keeps no look-up that has ended")
}
