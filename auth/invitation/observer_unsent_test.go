package invitation_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestCloud_WithObserver_unsent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		provider auth.Provider
		call     func(t *testing.T, c client) error
		is       error
	}{
		{
			name: "a call without credentials", provider: auth.Static("", "", ""), is: auth.ErrNoCredentials,
			call: func(t *testing.T, c client) error { return second(c.get(t.Context(), "h-1")) },
		},
		{
			name: "a call without an ID", is: auth.ErrInvalid,
			call: func(t *testing.T, c client) error { return second(c.get(t.Context(), "")) },
		},
		{
			name: "a write without an ID", is: auth.ErrInvalid,
			call: func(t *testing.T, c client) error { return second(c.cancel(t.Context(), "")) },
		},
		{
			name: "a call without a context", is: auth.ErrInvalid,
			call: func(_ *testing.T, c client) error {
				var none context.Context
				return second(c.get(none, "h-1"))
			},
		},
		{
			name: "a call whose context has ended", is: context.Canceled,
			call: func(t *testing.T, c client) error {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				return second(c.get(ctx, "h-1"))
			},
		},
		{
			name: "a call of a client with an option that is not valid", is: auth.ErrInvalid,
			call: func(t *testing.T, c client) error { return second(c.as(nil).get(t.Context(), "h-1")) },
		},
	} {
		run(t, "counts "+c.name+" without an attempt", func(t *testing.T, w world) {
			var m metrics
			err := c.call(t, w.client(w.cloud().root, clientSettings{provider: c.provider, observers: observing(m.observe)}))
			require.ErrorIs(t, err, c.is)
			assert.Equal(t, map[error]int{c.is: 1}, m.calls)
			assert.Equal(t, err, m.last.Err)
			assert.Zero(t, m.last.Attempts)
			assert.Zero(t, m.last.StatusCode)
			assert.Empty(t, w.requests())
		})
	}
}

// A slowProvider returns credentials after a wait.
type slowProvider struct {
	auth.Provider
	takes time.Duration
}

func (p slowProvider) Credentials(ctx context.Context) (auth.Credentials, error) {
	select {
	case <-time.After(p.takes):
		return p.Provider.Credentials(ctx)
	case <-ctx.Done():
		return auth.Credentials{}, ctx.Err()
	}
}

func TestCloud_WithObserver_slowProvider(t *testing.T) {
	t.Parallel()
	list := func(w world, takes, deadline time.Duration) (m metrics, err error) {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		p := slowProvider{auth.StaticCredentials(rootKey(w)), takes}
		_, err = w.client(w.cloud().root, clientSettings{provider: p, observers: observing(m.observe)}).list(ctx, false)
		return m, err
	}
	run(t, "measures the wait for the credentials of a list", func(t *testing.T, w world) {
		m, err := list(w, 5*time.Second, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, []time.Duration{5 * time.Second}, m.took)
	})
	run(t, "counts a list whose credentials do not come in time", func(t *testing.T, w world) {
		m, err := list(w, time.Hour, 7*time.Second)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, []time.Duration{7 * time.Second}, m.took)
		require.ErrorIs(t, m.last.Err, context.DeadlineExceeded)
	})
}

func TestCloud_WithObserver_unusable(t *testing.T) {
	t.Parallel()
	invite := call{name: "invitation", do: func(ctx context.Context, c client, id string) error {
		return second(c.invite(ctx, invitation.Input{Target: invitation.Target{Type: invitation.TargetTypeAccount, Entity: id}}))
	}}
	accept := call{name: "acceptance", do: func(ctx context.Context, c client, id string) error { return second(c.accept(ctx, id)) }}
	for _, of := range append([]call{invite, accept}, calls...) {
		for name, broken := range map[string]func(c client) client{
			"an option that is not valid": func(c client) client { return c.as(nil) },
			"an observer that is nil":     func(c client) client { return c.observed(nil) },
		} {
			run(t, "counts the "+of.name+" of a client with "+name, func(t *testing.T, w world) {
				var m metrics
				client := w.client(w.cloud().root, clientSettings{observers: observing(m.observe)})
				err := of.do(t.Context(), broken(client), "h-1")
				require.ErrorIs(t, err, auth.ErrInvalid)
				assert.Equal(t, map[error]int{auth.ErrInvalid: 1}, m.calls)
				assert.ErrorIs(t, err, m.last.Err)
				assert.NotEmpty(t, m.last.Op)
				assert.Empty(t, w.requests())
			})
		}
	}
	run(t, "counts a write without a context", func(t *testing.T, w world) {
		var m metrics
		var none context.Context
		err := accept.do(none, w.client(w.cloud().root, clientSettings{observers: observing(m.observe)}), "h-1")
		require.ErrorIs(t, err, auth.ErrInvalid)
		assert.Equal(t, map[error]int{auth.ErrInvalid: 1}, m.calls)
	})
}

func second[T any](_ T, err error) error { return err }
