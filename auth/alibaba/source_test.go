package alibaba

import (
	"context"
	"errors"
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

// numbered gives keys that tell which of its credentials they come from.
type numbered struct {
	credentials.Credential
	built int
	err   error
}

func (n numbered) GetCredential() (*credentials.CredentialModel, error) {
	return new(credentials.CredentialModel).SetAccessKeyId(fmt.Sprint(n.built)).SetAccessKeySecret("S"), n.err
}

func TestDefaultProvider_Rebuild(t *testing.T) {
	t.Parallel()
	built, fail := 0, error(nil)
	s := &source{key: t, build: func() (credentials.Credential, error) {
		built++
		return numbered{built: built, err: fail}, nil
	}}
	ask := func() string {
		keys, err := s.Credentials(t.Context())
		if err != nil {
			assert.ErrorIs(t, err, auth.ErrNoCredentials)
			return "none"
		}
		return keys.AccessKeyID
	}
	assert.Equal(t, "1", ask())
	assert.Equal(t, "1", ask(), "what works is kept")
	s.Invalidate(auth.Credentials{AccessKeyID: "0", AccessKeySecret: "S"})
	assert.Equal(t, "1", ask(), "though other keys were rejected")
	s.Invalidate(auth.Credentials{AccessKeyID: "1", AccessKeySecret: "S"})
	assert.Equal(t, "2", ask())

	s.held = numbered{err: errors.New("gone")}
	assert.Equal(t, "none", ask())
	assert.Equal(t, "3", ask(), "after a failure, the search begins anew")
	fail = errors.New("cannot build")
	s.build = func() (credentials.Credential, error) { return nil, fail }
	s.Invalidate(auth.Credentials{AccessKeyID: "3", AccessKeySecret: "S"})
	assert.Equal(t, "none", ask())
}

func TestDefaultProvider_Cancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := &source{key: t, build: func() (credentials.Credential, error) {
			<-release
			return numbered{built: 1}, nil
		}}
		why := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			synctest.Wait()
			cancel(why)
		}()
		_, err := s.Credentials(ctx)
		require.ErrorIs(t, err, why)
		assert.NotErrorIs(t, err, auth.ErrNoCredentials)
		close(release)
		keys, err := s.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "1", keys.AccessKeyID)
	})
}

// hanging is a credential that does not answer before it is released.
type hanging struct {
	credentials.Credential
	asked   *atomic.Int64
	release chan struct{}
}

func (h hanging) GetCredential() (*credentials.CredentialModel, error) {
	n := h.asked.Add(1)
	<-h.release
	return numbered{built: int(n)}.GetCredential()
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
		assert.EqualValues(t, 1, credential.asked.Load(), "one look-up is in flight, however many calls and providers")
		assert.LessOrEqual(t, runtime.NumGoroutine()-before, 1+3, "which has one goroutine")

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
		s := &source{key: t, build: func() (credentials.Credential, error) { return credential, nil }}
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
		ask("2") // not what was asked for before the keys were rejected
		assert.EqualValues(t, 1, credential.asked.Load(), "the credential is asked by one goroutine at a time")
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
					inside[i%2]++ // the race detector sees whether it is alone
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
	assert.Empty(t, all.running, "what has ended is not kept")
}
