package auth

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClient_Do_asked(t *testing.T) {
	t.Parallel()
	throttled, down := http.StatusTooManyRequests, http.StatusServiceUnavailable
	for _, c := range []struct {
		name     string
		status   int
		after    string
		part     float64 // the share of the longest random part
		deadline time.Duration
		want     time.Duration
	}{
		{
			name:   "waits at least as long as the service asks",
			status: throttled, after: "60", part: 0, want: time.Minute,
		},
		{
			name:   "waits up to twice as long",
			status: throttled, after: "3", part: 1, want: 6 * time.Second,
		},
		{
			name:   "waits a random time between",
			status: throttled, after: "3", part: 0.5, want: 4500 * ms,
		},
		{
			name:   "adds at most ten seconds",
			status: throttled, after: "300", part: 1, want: 310 * time.Second,
		},
		{
			name:   "does the same after a failure",
			status: down, after: "3", part: 1, want: 6 * time.Second,
		},
		{
			name:   "shortens the random part before a deadline",
			status: throttled, after: "3", part: 1, deadline: 4 * time.Second, want: 3500 * ms,
		},
		{
			name:   "shortens the random part after a failure, too",
			status: down, after: "3", part: 1, deadline: 4 * time.Second, want: 3500 * ms,
		},
		{
			name:   "shortens the random part before MaxElapsed",
			status: throttled, after: "358", part: 1, want: 359 * time.Second,
		},
		{
			name:   "waits exactly as long as the service asks if there is no time for more",
			status: throttled, after: "360", part: 1, want: 360 * time.Second,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if c.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				service := serving(status(c.status, "Retry-After", c.after), status(http.StatusOK))
				client := testClient(t, service, func(config *Config) {
					config.Jitter = func(ceiling time.Duration) time.Duration { return time.Duration(c.part * float64(ceiling)) }
				})
				_, err := client.Do(ctx, read(t, "/"))
				require.NoError(t, err)
				assert.Equal(t, []time.Duration{c.want}, service.waits())
			})
		})
	}
}
