package alibabarm

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

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

func TestASourceBuildsAnewOnlyAfterAFailure(t *testing.T) {
	t.Parallel()
	built, fail := 0, error(nil)
	s := &source{key: t, build: func() (credentials.Credential, error) {
		built++
		return numbered{built: built, err: fail}, nil
	}}
	ask := func() string {
		keys, err := s.Credentials(t.Context())
		if err != nil {
			assert.ErrorIs(t, err, ErrNoCredentials)
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

func TestASourceIsNotWaitedForBeyondTheContext(t *testing.T) {
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
		assert.NotErrorIs(t, err, ErrNoCredentials)
		close(release)
		keys, err := s.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "1", keys.AccessKeyID)
	})
}

func TestTurnsKeepNothing(t *testing.T) {
	t.Parallel()
	var all turns
	var wg sync.WaitGroup
	inside := map[int]int{}
	for i := range 64 {
		wg.Go(func() {
			for range 100 {
				end := all.take(i % 2)
				if i%2 == 0 {
					inside[0]++ // the race detector sees whether it is alone
				}
				end()
			}
		})
	}
	wg.Wait()
	assert.Equal(t, 3200, inside[0])
	assert.Empty(t, all.taken)
}
