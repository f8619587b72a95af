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

// organization is a service with a management account, and that account's client.
func organization(t *testing.T, opts ...alibabarm.Option) (*alibabarmtest.Service, *alibabarm.Client) {
	t.Helper()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(s.Believable(3)...)
	c, err := s.NewClient(root, opts...)
	require.NoError(t, err)
	return s, c
}

func TestAWaitThatIsTooLongIsNotBegun(t *testing.T) {
	t.Parallel()
	const century = 100 * 365 * 24 * time.Hour
	for name, c := range map[string]struct {
		left, header string
		wait         time.Duration // in the error, 0 if the call succeeds
		requests     int
		takes        time.Duration
	}{
		"Retry-After: 31536000":           {"", "Retry-After: 31536000", 365 * 24 * time.Hour, 1, 0},
		"Retry-After: 99999999999":        {"", "Retry-After: 99999999999", century, 1, 0},
		"Retry-After: 361":                {"", "Retry-After: 361", 361 * time.Second, 1, 0},
		"Retry-After: 360":                {"", "Retry-After: 360", 0, 2, 360 * time.Second},
		"TimeLeft:60000":                  {"60000", "", 0, 2, 60 * time.Second},
		"TimeLeft:360001":                 {"360001", "", 360001 * time.Millisecond, 1, 0},
		"TimeLeft:99999999999999999999":   {"99999999999999999999", "", 24 * time.Hour, 1, 0},
		"TimeLeft:850 and Retry-After: 2": {"850", "Retry-After: 2", 0, 2, 2 * time.Second},
		"TimeLeft:3000, Retry-After: 2":   {"3000", "Retry-After: 2", 0, 2, 3 * time.Second},
		"a longer one for all APIs":       {"850", "X-Ratelimit-User: Limit:1,Remain:0,TimeLeft:5000,Reset:1", 0, 2, 5 * time.Second},
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

func TestNoWaitOutlastsTheCallersDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, client := organization(t)
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Throttled("60000")})
		ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		start := time.Now()
		_, err := client.ListHandshakesForResourceDirectory().Collect(ctx)
		require.ErrorIs(t, err, alibabarm.ErrThrottled)
		require.NotErrorIs(t, err, context.DeadlineExceeded, "it has not passed")
		e, ok := errors.AsType[*alibabarm.Error](err)
		require.True(t, ok)
		assert.Equal(t, time.Minute, e.RetryAfter)
		assert.Zero(t, time.Since(start))
	})
}

func TestACancelEndsEachKindOfWaitAtOnce(t *testing.T) {
	t.Parallel()
	deaf := alibabarm.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) {
		time.Sleep(20 * time.Second) // takes no context
		return nil, errors.New("too late")
	}})
	for name, c := range map[string]struct {
		kind    alibabarmtest.Kind
		option  alibabarm.Option
		arrived int
		keeps   bool // what the service said before
	}{
		"a wait for throttling":  {alibabarmtest.Throttled("60000"), nil, 1, true},
		"a credential lookup":    {alibabarmtest.Kind{}, alibabarm.WithCredentials(deaf), 0, false},
		"an answer that is late": {alibabarmtest.Hang(), nil, 1, false},
		"a slow body":            {alibabarmtest.Drip(time.Second), nil, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t, c.option)
				s.Inject(alibabarmtest.Fault{Kind: c.kind})
				why := errors.New("the user left")
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(5300*time.Millisecond, func() { cancel(why) })
				start := time.Now()
				_, err := client.ListHandshakesForResourceDirectory().Collect(ctx)
				assert.Equal(t, 5300*time.Millisecond, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, why)
				_, ok := errors.AsType[*alibabarm.Error](err)
				assert.Equal(t, c.keeps, ok)
				assert.Len(t, s.Requests(), c.arrived)
				time.Sleep(time.Minute) // the lookup comes to its own end
			})
		})
	}
}
