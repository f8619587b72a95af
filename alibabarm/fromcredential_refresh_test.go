package alibabarm_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A session is a credential of credentials-go that renews an old access key by itself. It
// expects calls from one goroutine at a time.
type session struct {
	stub
	asked      atomic.Int64
	running    atomic.Int64
	overlapped atomic.Bool
}

func newSession(s *alibabarmtest.Service, root alibabarmtest.Account, down *atomic.Bool) *session {
	v := new(session)
	v.get = func() (*credentials.CredentialModel, error) {
		v.asked.Add(1)
		if v.running.Add(1) > 1 {
			v.overlapped.Store(true)
		}
		defer v.running.Add(-1)
		time.Sleep(time.Millisecond)
		if down.Load() {
			return nil, errors.New("the vault is sealed")
		}
		keys := s.TemporaryCredentials(root, time.Hour)
		return model(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken), nil
	}
	return v
}

func TestFromCredential_Stale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := alibabarmtest.New()
		root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
		s.Inject(alibabarmtest.Fault{Times: 64, Kind: alibabarmtest.Together(
			alibabarmtest.Delay(time.Second), alibabarmtest.StaleToken())}) // every request is sent before the first response
		keys := newSession(s, root, new(atomic.Bool))
		c, err := s.NewClient(root, alibabarm.WithCredentials(alibabarm.FromCredential(keys)))
		require.NoError(t, err)
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() {
				_, err := c.ListHandshakesForResourceDirectory().Collect(t.Context())
				assert.NoError(t, err)
			})
		}
		callers.Wait()
		assert.EqualValues(t, 2, keys.asked.Load(), "the client uses the first access key and the new one")
		assert.False(t, keys.overlapped.Load())
		assert.Len(t, s.Requests(), 128)
		tokens := map[string]int{}
		for _, r := range s.Requests() {
			tokens[r.Header.Get("X-Acs-Security-Token")]++
		}
		assert.Len(t, tokens, 2)
	})
}

func TestFromCredential_Callers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := alibabarmtest.New()
		root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
		var down atomic.Bool
		keys := newSession(s, root, &down)
		c, err := s.NewClient(root, alibabarm.WithCredentials(alibabarm.FromCredential(keys)))
		require.NoError(t, err)
		var callers sync.WaitGroup
		for i := range 64 {
			callers.Go(func() {
				for range 10 {
					time.Sleep(time.Duration(i+1) * time.Second)
					_, err := c.ListHandshakesForResourceDirectory().Collect(t.Context())
					assert.NoError(t, err)
				}
			})
		}
		callers.Wait()
		assert.False(t, keys.overlapped.Load())
		assert.InDelta(t, 10, keys.asked.Load(), 3, "the provider asks about once a minute")
		for _, r := range s.Requests() {
			assert.Equal(t, 200, r.Status)
		}
		list := func() error { _, err := c.ListHandshakesForResourceDirectory().Collect(t.Context()); return err }
		down.Store(true)
		for range 50 {
			time.Sleep(time.Minute)
			require.NoError(t, list(), "the access key is still valid")
		}
		time.Sleep(time.Hour)
		require.ErrorIs(t, list(), alibabarm.ErrNoCredentials, "only the service knows that the credentials have expired")
		down.Store(false)
		require.NoError(t, list())
		time.Sleep(time.Second) // an early look-up may still run
	})
}
