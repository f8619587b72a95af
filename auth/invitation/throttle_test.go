package invitation_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// retryAfterOf returns what the service asked to wait, and whether there is a response.
func retryAfterOf(err error) (retryAfter time.Duration, ok bool) {
	if e, ok := errors.AsType[*huaweiorg.Error](err); ok {
		return e.RetryAfter, true
	}
	e, ok := errors.AsType[*alibabarm.Error](err)
	if !ok {
		return 0, false
	}
	return e.RetryAfter, true
}

func TestCloud_Throttled(t *testing.T) {
	t.Parallel()
	const century = 100 * 365 * day
	for header, c := range map[string]struct {
		wait     time.Duration // in the error, 0 if the call succeeds
		requests int
		takes    time.Duration
		random   time.Duration // the most that comes on top of it
	}{
		"31536000":    {wait: 365 * day, requests: 1},
		"99999999999": {wait: century, requests: 1},
		"361":         {wait: 361 * time.Second, requests: 1},
		"360":         {requests: 2, takes: 360 * time.Second},
		"60":          {requests: 2, takes: 60 * time.Second, random: 10 * time.Second},
	} {
		run(t, "starts no wait that is too long, Retry-After: "+header, func(t *testing.T, w world) {
			inject(w, "", w.refuseThrottled(header))
			start := time.Now()
			_, err := sender(w).list(t.Context(), false)
			took := time.Since(start)
			assert.GreaterOrEqual(t, took, c.takes)
			assert.LessOrEqual(t, took, c.takes+c.random)
			assert.Len(t, w.requests(), c.requests)
			if c.wait == 0 {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, auth.ErrThrottled)
			wait, ok := retryAfterOf(err)
			require.True(t, ok)
			assert.Equal(t, c.wait, wait)
		})
	}
	run(t, "starts no wait that outlasts the caller's deadline", func(t *testing.T, w world) {
		inject(w, "", kind(w, "throttled for a minute"))
		ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		start := time.Now()
		_, err := sender(w).list(ctx, false)
		require.ErrorIs(t, err, auth.ErrThrottled)
		require.NotErrorIs(t, err, context.DeadlineExceeded, "the deadline has not passed")
		wait, ok := retryAfterOf(err)
		require.True(t, ok)
		assert.Equal(t, time.Minute, wait)
		assert.Zero(t, time.Since(start))
	})
}

// blocked is a limiter that never admits a request.
type blocked struct{}

func (blocked) Wait(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func TestCloud_Cancel(t *testing.T) {
	t.Parallel()
	deaf := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		time.Sleep(20 * time.Second) // does not look at its context
		return auth.Credentials{}, errors.New("too late")
	})
	for _, c := range []struct {
		name    string
		kind    func(w world) authtest.Kind
		client  func() clientSettings
		arrived int
		keeps   bool // what the service said before
	}{
		{name: "ends a backoff", arrived: 1, keeps: true, kind: func(world) authtest.Kind { return authtest.Raw(503, "", "Retry-After: 60") }},
		{name: "ends a wait for throttling", arrived: 1, keeps: true, kind: func(w world) authtest.Kind { return kind(w, "throttled for a minute") }},
		{name: "ends a credential look-up", client: func() clientSettings { return clientSettings{provider: deaf} }},
		{name: "ends a dial", client: func() clientSettings { return clientSettings{transport: dialing()} }},
		{name: "ends a response that is late", arrived: 1, kind: func(world) authtest.Kind { return authtest.Hang() }},
		{name: "ends a slow body", arrived: 1, kind: func(world) authtest.Kind { return authtest.Drip(time.Second) }},
		{name: "ends a body between two bytes", arrived: 1, kind: func(world) authtest.Kind { return authtest.Drip(time.Hour) }},
		{name: "ends a limiter", client: func() clientSettings { return clientSettings{limiter: blocked{}} }},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			var settings clientSettings
			if c.client != nil {
				settings = c.client()
			}
			if c.kind != nil {
				inject(w, "", c.kind(w))
			}
			ctx, cancel := contextFor(t)
			time.AfterFunc(5300*time.Millisecond, func() { cancel(errLeft) })
			start := time.Now()
			_, err := w.client(w.cloud().root, settings).list(ctx, false)
			assert.Equal(t, 5300*time.Millisecond, time.Since(start))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, errLeft)
			_, ok := retryAfterOf(err)
			assert.Equal(t, c.keeps, ok)
			assert.Len(t, w.requests(), c.arrived)
			time.Sleep(time.Minute) // the look-up and the dial end by themselves
		})
	}
}

// dialing is a transport whose connections are not made for 10 s.
func dialing() *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		select { // net/http continues a dial for other calls after its own call has ended
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Second):
			return nil, errors.New("no route to the host")
		}
	}}
}

func TestCloud_AttemptTimeout(t *testing.T) {
	t.Parallel()
	run(t, "ends each attempt of a dripping body", func(t *testing.T, w world) {
		w.inject(fault{times: always, kind: authtest.Drip(time.Second)})
		start := time.Now()
		retry := &auth.Retry{AttemptTimeout: 10 * time.Second, MaxRetries: 2, MinWait: 1, MaxWait: 1}
		_, err := w.client(w.cloud().root, clientSettings{retry: retry}).list(t.Context(), false)
		assert.InDelta(t, 30, time.Since(start).Seconds(), 0.001)
		require.ErrorIs(t, err, auth.ErrUnavailable)
		fault, ok := errors.AsType[*auth.TransportError](err)
		require.True(t, ok)
		assert.True(t, fault.Timeout())
		assert.Equal(t, 3, fault.Attempts)
		assert.Len(t, w.requests(), 3)
	})
}
