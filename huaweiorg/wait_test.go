package huaweiorg_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// organization is a service with a management account, and that account's client.
func organization(t *testing.T, opts ...huaweiorg.Option) (*huaweiorgtest.Service, *huaweiorg.Client) {
	t.Helper()
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(3)...)
	c, err := s.NewClient(root, opts...)
	require.NoError(t, err)
	return s, c
}

func TestAWaitThatIsTooLongIsNotBegun(t *testing.T) {
	t.Parallel()
	const century = 100 * 365 * 24 * time.Hour
	for header, c := range map[string]struct {
		wait     time.Duration // in the error, 0 if the call succeeds
		requests int
		takes    time.Duration
	}{
		"31536000":    {365 * 24 * time.Hour, 1, 0},
		"99999999999": {century, 1, 0},
		"361":         {361 * time.Second, 1, 0},
		"360":         {0, 2, 360 * time.Second},
		"60":          {0, 2, 60 * time.Second},
	} {
		t.Run("Retry-After: "+header, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t)
				s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Throttled(header)})
				client = client.With(huaweiorg.WithJitter(func(time.Duration) time.Duration { return 0 }))
				start := time.Now()
				_, err := client.ListHandshakes().Collect(t.Context())
				assert.Equal(t, c.takes, time.Since(start))
				assert.Len(t, s.Requests(), c.requests)
				if c.wait == 0 {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, huaweiorg.ErrThrottled)
				e, ok := errors.AsType[*huaweiorg.Error](err)
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
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Throttled("60")})
		ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		start := time.Now()
		_, err := client.ListHandshakes().Collect(ctx)
		require.ErrorIs(t, err, huaweiorg.ErrThrottled)
		require.NotErrorIs(t, err, context.DeadlineExceeded, "it has not passed")
		e, ok := errors.AsType[*huaweiorg.Error](err)
		require.True(t, ok)
		assert.Equal(t, time.Minute, e.RetryAfter)
		assert.Zero(t, time.Since(start))
	})
}

func TestACancelEndsEachKindOfWaitAtOnce(t *testing.T) {
	t.Parallel()
	deaf := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		time.Sleep(20 * time.Second) // does not look at its context
		return auth.Credentials{}, errors.New("too late")
	})
	dialing := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		select { // net/http lets a dial go on for others after its call has ended
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Second):
			return nil, errors.New("nobody answers")
		}
	}}
	for name, c := range map[string]struct {
		kind    huaweiorgtest.Kind
		option  huaweiorg.Option
		arrived int
		keeps   bool // what the service said before
	}{
		"a backoff":               {huaweiorgtest.Refuse(503, "", "", "Retry-After: 60"), nil, 1, true},
		"a wait for throttling":   {huaweiorgtest.Throttled("60"), nil, 1, true},
		"a credential lookup":     {huaweiorgtest.Kind{}, huaweiorg.WithCredentials(deaf), 0, false},
		"a dial":                  {huaweiorgtest.Kind{}, huaweiorg.WithTransport(dialing), 0, false},
		"an answer that is late":  {huaweiorgtest.Hang(), nil, 1, false},
		"a slow body":             {huaweiorgtest.Drip(time.Second), nil, 1, false},
		"a body between two bits": {huaweiorgtest.Drip(time.Hour), nil, 1, false},
		"a limiter":               {huaweiorgtest.Kind{}, huaweiorg.WithLimiter(blocked{}), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t, c.option)
				s.Inject(huaweiorgtest.Fault{Kind: c.kind})
				why := errors.New("the user left")
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(5300*ms, func() { cancel(why) })
				start := time.Now()
				_, err := client.ListHandshakes().Collect(ctx)
				assert.Equal(t, 5300*ms, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, why)
				_, ok := errors.AsType[*huaweiorg.Error](err)
				assert.Equal(t, c.keeps, ok)
				assert.Len(t, s.Requests(), c.arrived)
				time.Sleep(time.Minute) // the lookup and the dial come to their own end
			})
		})
	}
}

// blocked is a limiter that never lets go.
type blocked struct{}

func (blocked) Wait(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func TestADrippingBodyEndsEachAttemptInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, client := organization(t, huaweiorg.WithRetry(auth.Retry{AttemptTimeout: 10 * time.Second, MaxRetries: 2}),
			huaweiorg.WithJitter(func(ceiling time.Duration) time.Duration { return ceiling }))
		s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: huaweiorgtest.Drip(time.Second)})
		start := time.Now()
		_, err := client.ListHandshakes().Collect(t.Context())
		assert.Equal(t, 3*10*time.Second+600*ms, time.Since(start))
		require.ErrorIs(t, err, huaweiorg.ErrUnavailable)
		fault, ok := errors.AsType[*auth.TransportError](err)
		require.True(t, ok)
		assert.True(t, fault.Timeout())
		assert.Equal(t, 3, fault.Attempts)
		assert.Len(t, s.Requests(), 3)
	})
}
