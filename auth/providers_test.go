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

// with copies a client for another Provider.
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
	t.Run("the provider of each account is asked once, however often it is given", func(t *testing.T) {
		var workers sync.WaitGroup
		for range 4 {
			workers.Go(func() {
				client := first // a chain of copies is one family
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

// A named is a provider that is a value: two of a name are equal.
type named struct{ name string }

func (n named) Credentials(context.Context) (Credentials, error) {
	return Credentials{AccessKeyID: n.name, AccessKeySecret: "secret"}, nil
}

// A listed is a provider that cannot be compared.
type listed []string

func (l listed) Credentials(ctx context.Context) (Credentials, error) {
	return named{l[0]}.Credentials(ctx)
}

// A wrapped is comparable by its type, and may hold what is not.
type wrapped struct{ Provider }

// A vague is not equal to itself if its weight is not a number.
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
		{name: "knows a pointer again", first: source, again: source, same: true},
		{name: "knows equal values", first: named{"a"}, again: named{"a"}, same: true},
		{name: "tells values apart", first: named{"a"}, again: named{"b"}},
		{name: "tells pointers apart", first: new(numbered), again: new(numbered)},
		{name: "tells two chains apart, even of one provider", first: Chain(source), again: Chain(source)},
		{name: "takes a function for a new one", first: function, again: function},
		{name: "takes a slice for a new one", first: listed{"a"}, again: listed{"a"}},
		{name: "takes for a new one what holds a function", first: wrapped{function}, again: wrapped{function}},
		{name: "knows again what holds a pointer", first: wrapped{source}, again: wrapped{source}, same: true},
		{name: "takes for a new one what is not equal to itself", first: vague{weight: math.NaN()}, again: vague{weight: math.NaN()}},
		{name: "takes a nil pointer for a provider", first: (*numbered)(nil), again: (*numbered)(nil), same: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := new(providerSet)
			first := s.cached(c.first, "")
			assert.Equal(t, c.same, first == s.cached(c.again, ""))
			assert.Same(t, first, s.cached(first, ""), "as a copy has it in its configuration")
		})
	}
	t.Run("does not keep what needs no cache", func(t *testing.T) {
		t.Parallel()
		s := new(providerSet)
		assert.Same(t, fixed, s.cached(fixed, "").Provider)
		assert.Same(t, cached, s.cached(cached, "").Provider)
		assert.Empty(t, s.recent)
	})
	t.Run("keeps the last ones", func(t *testing.T) {
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
	t.Run("keeps no more than twice as many, whatever they are", func(t *testing.T) {
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
