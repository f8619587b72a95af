package huaweiorg_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const ms = time.Millisecond

// A vault issues keys of a short life. It takes a while, and every so often it fails.
type vault struct {
	s         *huaweiorgtest.Service
	account   huaweiorgtest.Account
	takes     time.Duration
	lifetime  time.Duration
	failEvery int64 // 0: never

	asked, failed, running atomic.Int64
	overlapped             atomic.Bool
}

func (v *vault) Credentials(context.Context) (auth.Credentials, error) {
	n := v.asked.Add(1)
	if v.running.Add(1) > 1 {
		v.overlapped.Store(true)
	}
	defer v.running.Add(-1)
	time.Sleep(v.takes)
	if v.failEvery > 0 && n%v.failEvery == 0 {
		v.failed.Add(1)
		return auth.Credentials{}, errors.New("the vault is sealed")
	}
	return v.s.TemporaryCredentials(v.account, v.lifetime), nil
}

// TestKeysThatExpireUnderManyCallers makes 64 times 120 calls with keys that live for
// some of them. The service refuses keys that have expired, and says so in Requests.
func TestKeysThatExpireUnderManyCallers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		failEvery int64
		calls     int
	}{
		"the vault is well":         {0, 20},
		"every early refresh fails": {2, 120},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := huaweiorgtest.New()
				root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
				s.Seed(make([]huaweiorg.Handshake, 1)...)
				keys := &vault{s: s, account: root, takes: ms, lifetime: 8 * ms, failEvery: c.failEvery}
				responses := &responseCount{base: s.RoundTripper()}
				client, err := s.NewClient(root, huaweiorg.WithCredentials(keys), huaweiorg.WithTransport(responses))
				require.NoError(t, err)
				var callers sync.WaitGroup
				for i := range 64 {
					callers.Go(func() {
						for n := range c.calls {
							time.Sleep(time.Duration((i*7+n*13)%5) * ms / 2)
							items, err := client.ListHandshakes().Collect(t.Context())
							assert.NoError(t, err)
							assert.Len(t, items, 1)
						}
					})
				}
				callers.Wait()
				time.Sleep(2 * keys.takes) // an early refresh may be under way
				assert.False(t, keys.overlapped.Load(), "two refreshes at once")
				assert.Greater(t, keys.asked.Load(), int64(c.calls/10), "the keys did expire")
				assert.Equal(t, c.failEvery > 0, keys.failed.Load() > 10)
				assert.EqualValues(t, 64*c.calls, responses.all.Load())
				assert.Zero(t, responses.refused.Load(), "calls signed with keys that the service does not take")
			})
		})
	}
}

// A responseCount counts responses: there are more of them than the service keeps.
type responseCount struct {
	base         http.RoundTripper
	all, refused atomic.Int64
}

func (c *responseCount) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.base.RoundTrip(req)
	c.all.Add(1)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.refused.Add(1)
	}
	return resp, err
}

func TestOneStaleAnswerToManyCallersRenewsTheKeysOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := huaweiorgtest.New()
		root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
		s.Inject(huaweiorgtest.Fault{Times: 64, Kind: huaweiorgtest.Together(
			huaweiorgtest.Delay(time.Second), huaweiorgtest.StaleToken())}) // all are under way before one is answered
		keys := &vault{s: s, account: root, takes: ms, lifetime: time.Hour}
		c, err := s.NewClient(root, huaweiorg.WithCredentials(keys))
		require.NoError(t, err)
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() {
				_, err := c.ListHandshakes().Collect(t.Context())
				assert.NoError(t, err)
			})
		}
		callers.Wait()
		assert.EqualValues(t, 2, keys.asked.Load(), "the first keys and the new ones")
		assert.Len(t, s.Requests(), 128)
		signers := map[string]int{}
		for _, r := range s.Requests() {
			signers[r.Header.Get("X-Security-Token")]++
		}
		assert.Len(t, signers, 2)
	})
}

func TestAVaultThatIsDownForHoursIsSurvivedWhileTheKeysLive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := huaweiorgtest.New()
		root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
		down := errors.New("the vault is sealed")
		var sealed atomic.Bool
		keys := &vault{s: s, account: root, lifetime: time.Hour}
		c, err := s.NewClient(root, huaweiorg.WithCredentials(auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
			if sealed.Load() {
				return auth.Credentials{}, down
			}
			return keys.Credentials(ctx)
		})))
		require.NoError(t, err)
		list := func() error { _, err := c.ListHandshakes().Collect(t.Context()); return err }
		require.NoError(t, list())
		sealed.Store(true)
		for range 59 {
			time.Sleep(time.Minute)
			require.NoError(t, list())
		}
		time.Sleep(time.Minute)
		require.ErrorIs(t, list(), down, "the keys have expired")
		assert.Len(t, s.Requests(), 60, "and no call was signed with them")
		sealed.Store(false)
		require.NoError(t, list())
	})
}

// TestAWrongClockCostsOneRequest makes calls 70 minutes apart with keys that live for an
// hour by the service's clock.
func TestAWrongClockCostsOneRequest(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{"our clock is behind": 2 * time.Hour, "our clock is ahead": -2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := huaweiorgtest.New()
				s.Skew(ahead)
				root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
				asked := 0
				c, err := s.NewClient(root, huaweiorg.WithCredentials(auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
					asked++
					return s.TemporaryCredentials(root, time.Hour), nil
				}), 0)))
				require.NoError(t, err)
				for range 10 {
					_, err := c.ListHandshakes().Collect(t.Context())
					require.NoError(t, err)
					time.Sleep(70 * time.Minute)
				}
				assert.Len(t, s.Requests(), 11)
				assert.Equal(t, 10, asked)
			})
		})
	}
}
