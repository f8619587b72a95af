package auth

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func failing(err error) Provider {
	return ProviderFunc(func(context.Context) (Credentials, error) { return Credentials{}, err })
}

func TestChain(t *testing.T) {
	t.Parallel()
	last := ProviderFunc(func(context.Context) (Credentials, error) {
		assert.Fail(t, "a provider after the first success was asked")
		return Credentials{}, nil
	})
	keys, err := Chain(failing(errors.New("environment: none")), nil, failing(nil), Static("id", "secret", ""), last).Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "id", keys.AccessKeyID)
}

func TestChain_failures(t *testing.T) {
	t.Parallel()
	first, second := errors.New("environment: HUAWEICLOUD_SDK_AK is not set"), errors.New("profile: no such file")
	_, err := Chain(failing(first), failing(second)).Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials)
	require.ErrorIs(t, err, first)
	require.ErrorIs(t, err, second)
	assert.Equal(t, "no credentials:\n  "+first.Error()+"\n  "+second.Error(), err.Error(), "one line for each provider")
	_, err = Chain(Chain(failing(first), failing(second)), failing(fmt.Errorf("vault: %w", ErrNoCredentials))).Credentials(t.Context())
	assert.Equal(t, "no credentials:\n  no credentials:\n    "+first.Error()+"\n    "+second.Error()+"\n  vault", err.Error(), "the lines of an inner chain are indented")

	_, err = Chain().Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials)
	_, err = Chain(failing(nil)).Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials, "empty credentials are a failure")
}

func TestChain_context(t *testing.T) {
	t.Parallel()
	cause := errors.New("user left")
	ctx, cancel := context.WithCancelCause(t.Context())
	ends := ProviderFunc(func(ctx context.Context) (Credentials, error) {
		cancel(cause)
		return Credentials{}, ctx.Err()
	})
	next := ProviderFunc(func(context.Context) (Credentials, error) {
		assert.Fail(t, "a provider was asked after the context ended")
		return Credentials{}, nil
	})
	_, err := Chain(ends, next).Credentials(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, cause)
	require.NotErrorIs(t, err, ErrNoCredentials)
}

type invalidated struct {
	Provider
	rejected []Credentials
}

func (p *invalidated) Invalidate(rejected Credentials) { p.rejected = append(p.rejected, rejected) }

func TestChain_Invalidate(t *testing.T) {
	t.Parallel()
	a, b := &invalidated{Provider: failing(nil)}, &invalidated{Provider: Static("id", "secret", "")}
	p, ok := Chain(a, Static("x", "y", ""), b).(Invalidator)
	require.True(t, ok)
	p.Invalidate(canary)
	assert.Equal(t, []Credentials{canary}, a.rejected)
	assert.Equal(t, []Credentials{canary}, b.rejected)
}

// A hinting provider has a hint about its credentials.
type hinting struct {
	Provider
	hint string
}

func (h *hinting) Hint() string { return h.hint }

// hints returns a provider of credentials with this hint.
func hints(hint string) *hinting { return &hinting{Static("id", "secret", ""), hint} }

// asked returns p after one call.
func asked(t testing.TB, p Provider) Provider {
	t.Helper()
	_, err := p.Credentials(t.Context())
	require.NoError(t, err)
	return p
}

func TestHinter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		p    Provider
		want string
	}{
		{
			name: "a cache passes on the hint of its provider",
			p:    Cache(hints("no account ID"), 0), want: "no account ID",
		},
		{
			name: "a client passes on a hint through its own cache",
			p: testClient(
				t, nil, func(c *Config) { c.Provider = hints("no account ID") },
			).provider,
			want: "no account ID",
		},
		{
			name: "a chain passes on the hint of the member that returned credentials",
			p: asked(
				t, Chain(&hinting{failing(nil), "failed"}, hints("first"), hints("second")),
			),
			want: "first",
		},
		{
			name: "a chain ignores the hint of a member that returned none",
			p:    asked(t, Chain(fixed(testKeys), hints("second"))),
		},
		{name: "a chain without members has no hint", p: Chain(nil)},
		{
			name: "a cache passes on the hint of its chain",
			p:    asked(t, Cache(Chain(failing(nil), hints("second")), 0)), want: "second",
		},
		{name: "a provider without a hint has none", p: Cache(fixed(testKeys), 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, ok := c.p.(Hinter)
			require.True(t, ok)
			assert.Equal(t, c.want, h.Hint())
		})
	}
	t.Run("a chain has the hint of the member that returned the latest credentials", func(t *testing.T) {
		t.Parallel()
		first, second := hints("first"), hints("second")
		p := asked(t, Chain(first, second))
		first.Provider = failing(nil)
		assert.Equal(t, "second", asked(t, p).(Hinter).Hint())
	})
}
