package command

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A slowCommand prints its credentials after a time, unless it is killed.
type slowCommand struct {
	takes           time.Duration
	started, killed atomic.Int32
}

func (s *slowCommand) run(ctx context.Context, _ string) (auth.Credentials, error) {
	s.started.Add(1)
	select {
	case <-time.After(s.takes):
		return auth.Credentials{AccessKeyID: "EXT", AccessKeySecret: "SK"}, nil
	case <-ctx.Done():
		s.killed.Add(1)
		return auth.Credentials{}, ctx.Err()
	}
}

func TestRunner_Credentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(t *testing.T, c *Runner, s *slowCommand){
		"starts a command once for all callers": func(t *testing.T, c *Runner, s *slowCommand) {
			var wg sync.WaitGroup
			for range 64 {
				wg.Go(func() {
					keys, err := c.Credentials(t.Context(), "keys")
					assert.NoError(t, err)
					assert.Equal(t, "EXT", keys.AccessKeyID)
				})
			}
			wg.Wait()
			assert.EqualValues(t, 1, s.started.Load())
			assert.Empty(t, c.started, "the runner keeps no command that has ended")
		},
		"kills the command when the last caller cancels": func(t *testing.T, c *Runner, s *slowCommand) {
			first, leave := context.WithCancel(t.Context())
			last, end := context.WithCancel(t.Context())
			for _, ctx := range []context.Context{first, last} {
				go func() {
					_, err := c.Credentials(ctx, "keys")
					assert.ErrorIs(t, err, context.Canceled)
				}()
			}
			synctest.Wait()
			leave()
			synctest.Wait()
			assert.Zero(t, s.killed.Load())
			end()
			synctest.Wait()
			assert.EqualValues(t, 1, s.killed.Load())
			assert.Empty(t, c.started)
		},
		"lets the next search join the command after a deadline": func(t *testing.T, c *Runner, s *slowCommand) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err := c.Credentials(ctx, "keys")
			require.ErrorIs(t, err, auth.ErrUnavailable)
			keys, err := c.Credentials(t.Context(), "keys")
			require.NoError(t, err)
			assert.Equal(t, "EXT", keys.AccessKeyID)
			assert.EqualValues(t, 1, s.started.Load())
		},
		"does not return an old result to a late search": func(t *testing.T, c *Runner, s *slowCommand) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := c.Credentials(ctx, "keys")
			require.ErrorIs(t, err, auth.ErrUnavailable)
			time.Sleep(time.Hour)
			_, err = c.Credentials(t.Context(), "keys")
			require.NoError(t, err)
			assert.EqualValues(t, 2, s.started.Load())
		},
		"continues after the deadline of a caller, and the caller's error says so": func(t *testing.T, c *Runner, s *slowCommand) {
			cached := auth.Cache(auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) { return c.Credentials(ctx, "keys") }), 0)
			_, err := cached.Credentials(t.Context())
			require.ErrorIs(t, err, ErrRunning)
			keys, err := cached.Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "EXT", keys.AccessKeyID)
			assert.EqualValues(t, 1, s.started.Load())
			assert.Zero(t, s.killed.Load())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &slowCommand{takes: 45 * time.Second}
				test(t, &Runner{Run: s.run}, s)
			})
		})
	}
}

func TestRunner_Credentials_panic(t *testing.T) {
	t.Parallel()
	c := &Runner{Run: func(context.Context, string) (auth.Credentials, error) { panic(secretKey) }}
	_, err := c.Credentials(t.Context(), "keys")
	require.Error(t, err)
	assertNoSecret(t, err)
}
