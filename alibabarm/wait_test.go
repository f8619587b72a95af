package alibabarm_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestClient_TimeLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		left, header string
		wait         time.Duration // of the error, or 0 if the call succeeds
		requests     int
		takes        time.Duration
	}{
		"TimeLeft:60000": {left: "60000", requests: 2, takes: 60 * time.Second},
		"TimeLeft:360001": {left: "360001", wait: 360001 * time.Millisecond,
			requests: 1},
		"TimeLeft:99999999999999999999": {left: "99999999999999999999", wait: 24 * time.Hour,
			requests: 1},
		"TimeLeft:850 and Retry-After: 2": {left: "850", header: "Retry-After: 2", requests: 2,
			takes: 2 * time.Second},
		"TimeLeft:3000, Retry-After: 2": {left: "3000", header: "Retry-After: 2", requests: 2,
			takes: 3 * time.Second},
		"a longer wait for all APIs": {
			left: "850", header: "X-Ratelimit-User: Limit:1,Remain:0,TimeLeft:5000,Reset:1",
			requests: 2, takes: 5 * time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t)
				s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Throttled(c.left, c.header)})
				client = client.With(alibabarm.WithJitter(func(time.Duration) time.Duration { return 0 }))
				start := time.Now()
				_, err := client.ListHandshakesForResourceDirectory().Collect(t.Context())
				assert.Equal(t, c.takes, time.Since(start))
				assert.Len(t, s.Requests(), c.requests)
				if c.wait == 0 {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, alibabarm.ErrThrottled)
				e, ok := errors.AsType[*alibabarm.Error](err)
				require.True(t, ok)
				assert.Equal(t, c.wait, e.RetryAfter)
			})
		})
	}
}

func TestFromCredential_Cancel(t *testing.T) {
	t.Parallel()
	deaf := alibabarm.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) {
		time.Sleep(20 * time.Second) // GetCredential takes no context
		return nil, errors.New("too late")
	}})
	synctest.Test(t, func(t *testing.T) {
		s, client := organization(t, alibabarm.WithCredentials(deaf))
		why := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(5300*time.Millisecond, func() { cancel(why) })
		start := time.Now()
		_, err := client.ListHandshakesForResourceDirectory().Collect(ctx)
		assert.Equal(t, 5300*time.Millisecond, time.Since(start))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.Empty(t, s.Requests())
		time.Sleep(time.Minute) // until the look-up ends by itself
	})
}
