package auth

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// with returns a copy of a client for another Provider.
func with(t testing.TB, c *Client, p Provider) *Client {
	t.Helper()
	next, err := c.With(func(config *Config) { config.Provider = p })
	require.NoError(t, err)
	return next
}

func TestClient_With_providers(t *testing.T) {
	t.Parallel()
	const accounts = 1000
	sources := make([]*numbered, accounts)
	for i := range sources {
		sources[i] = &numbered{expires: 24 * time.Hour}
	}
	first := testClient(t, nil)
	t.Run("the client asks the provider of each account once, however many copies use it", func(t *testing.T) {
		var workers sync.WaitGroup
		for range 4 {
			workers.Go(func() {
				client := first // copies of copies share their caches
				for range 3 {
					for _, source := range sources {
						client = with(t, client, source)
						_, err := client.Credentials(t.Context())
						assert.NoError(t, err)
					}
					runtime.GC()
				}
			})
		}
		workers.Wait()
		for _, source := range sources {
			assert.EqualValues(t, 1, source.asked.Load())
		}
	})
	t.Run("another client has caches of its own", func(t *testing.T) {
		_, err := with(t, testClient(t, nil), sources[0]).Credentials(t.Context())
		require.NoError(t, err)
		assert.EqualValues(t, 2, sources[0].asked.Load())
	})
}

// A named is a provider that is a value. Two of the same name are equal.
type named struct{ name string }

func (n named) Credentials(context.Context) (Credentials, error) {
	return Credentials{AccessKeyID: n.name, AccessKeySecret: "secret"}, nil
}

// A listed is a provider that is not comparable.
type listed []string

func (l listed) Credentials(ctx context.Context) (Credentials, error) {
	return named{l[0]}.Credentials(ctx)
}

// A wrapped has a comparable type, but may hold a value that is not comparable.
type wrapped struct{ Provider }

// A vague is not equal to itself if its weight is NaN.
type vague struct {
	named
	weight float64
}

func TestProviderSet_cached(t *testing.T) {
	t.Parallel()
	source, fixed := new(numbered), Static("id", "secret", "")
	function := ProviderFunc(source.Credentials)
	cached := Cache(function, 0)
	for _, c := range []struct {
		name         string
		first, again Provider
		same         bool
	}{
		{name: "recognizes a pointer", first: source, again: source, same: true},
		{name: "recognizes an equal value", first: named{"a"}, again: named{"a"}, same: true},
		{name: "distinguishes values", first: named{"a"}, again: named{"b"}},
		{name: "distinguishes pointers", first: new(numbered), again: new(numbered)},
		{
			name:  "distinguishes two chains, even of one provider",
			first: Chain(source), again: Chain(source),
		},
		{name: "treats each function as new", first: function, again: function},
		{name: "treats each slice as new", first: listed{"a"}, again: listed{"a"}},
		{
			name:  "treats a value that holds a function as new",
			first: wrapped{function}, again: wrapped{function},
		},
		{
			name:  "recognizes a value that holds a pointer",
			first: wrapped{source}, again: wrapped{source}, same: true,
		},
		{
			name:  "treats a value that is not equal to itself as new",
			first: vague{weight: math.NaN()}, again: vague{weight: math.NaN()},
		},
		{
			name:  "treats a nil pointer as a provider",
			first: (*numbered)(nil), again: (*numbered)(nil), same: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := new(providerSet)
			first := s.cached(c.first, "")
			assert.Equal(t, c.same, first == s.cached(c.again, ""))
			assert.Same(t, first, s.cached(first, ""), "the same provider as a copy has in its configuration")
		})
	}
	t.Run("does not keep a provider that needs no cache", func(t *testing.T) {
		t.Parallel()
		s := new(providerSet)
		assert.Same(t, fixed, s.cached(fixed, "").Provider)
		assert.Same(t, cached, s.cached(cached, "").Provider)
		assert.Empty(t, s.recent)
	})
	t.Run("keeps the latest providers", func(t *testing.T) {
		t.Parallel()
		s := new(providerSet)
		old := s.cached(named{"old"}, "")
		for round := range 3 {
			for i := range keptProviders - 1 {
				s.cached(named{fmt.Sprint(round, " ", i)}, "")
			}
			require.Same(t, old, s.cached(named{"old"}, ""), "after %d others", keptProviders-1)
		}
		for i := range 2 * keptProviders {
			s.cached(named{fmt.Sprint("more ", i)}, "")
		}
		assert.NotSame(t, old, s.cached(named{"old"}, ""))
	})
	t.Run("keeps at most twice as many, of any kind", func(t *testing.T) {
		t.Parallel()
		s := new(providerSet)
		for i := range 3 * keptProviders {
			s.cached(vague{weight: math.NaN()}, "")
			s.cached(named{fmt.Sprint(i)}, "")
			require.LessOrEqual(t, len(s.recent)+len(s.earlier), 2*keptProviders)
		}
	})
}

func TestClient_With_collected(t *testing.T) {
	t.Run("the caches end with the clients", func(t *testing.T) {
		var held weak.Pointer[numbered]
		func() {
			source := &numbered{expires: time.Hour}
			held = weak.Make(source)
			_, err := with(t, testClient(t, nil), source).Credentials(t.Context())
			require.NoError(t, err)
		}()
		runtime.GC()
		assert.Nil(t, held.Value())
	})
}
