package auth

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A sited provider has an access key for each endpoint except its own, and counts its calls.
type sited struct {
	home, endpoint string
	asked          *int
}

func (s *sited) Credentials(context.Context) (Credentials, error) {
	*s.asked++
	return Credentials{AccessKeyID: "key of " + s.endpoint, AccessKeySecret: "secret"}, nil
}

func (s *sited) ForEndpoint(endpoint string) Provider {
	if endpoint == s.home {
		return nil
	}
	return &sited{home: s.home, endpoint: endpoint, asked: s.asked}
}

func (s *sited) Hint() string { return "hint of " + s.endpoint }

const (
	homeEndpoint  = "https://service.example.com"
	otherEndpoint = "https://other.example.com"
)

func TestEndpointProvider(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(Provider) Provider{
		"alone":                 func(p Provider) Provider { return p },
		"in a Cache":            func(p Provider) Provider { return Cache(p, 0) },
		"in a Chain":            func(p Provider) Provider { return Chain(ProviderFunc(nil), p) },
		"in a Cache of a Chain": func(p Provider) Provider { return Cache(Chain(nil, p, Static("last", "secret", "")), 0) },
		"in a Chain of a Cache": func(p Provider) Provider { return Chain(Cache(p, 0)) },
	} {
		t.Run(name+": each client has what its endpoint calls for", func(t *testing.T) {
			t.Parallel()
			asked := 0
			p := wrap(&sited{home: homeEndpoint, endpoint: "any", asked: &asked})
			client := func(endpoint string) *Client {
				c, err := NewClient(Config{Endpoint: endpoint, Provider: p, Signer: stubSigner{}, Classify: byStatus})
				require.NoError(t, err)
				return c
			}
			key := func(c *Client) string {
				creds, err := c.Credentials(t.Context())
				require.NoError(t, err)
				return creds.AccessKeyID
			}
			home, other := client(homeEndpoint), client(otherEndpoint)
			assert.Equal(t, "key of any", key(home))
			assert.Equal(t, "key of "+otherEndpoint, key(other))
			moved, err := home.With(func(config *Config) { config.Endpoint = otherEndpoint })
			require.NoError(t, err)
			assert.Equal(t, "key of "+otherEndpoint, key(moved))
			back, err := moved.With(func(config *Config) { config.Endpoint = homeEndpoint })
			require.NoError(t, err)
			assert.Equal(t, "key of any", key(back))
			assert.Equal(t, "key of any", key(home), "another client changes nothing")
			direct, err := p.Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "key of any", direct.AccessKeyID)
		})
	}
	t.Run("clients of one endpoint share a Cache", func(t *testing.T) {
		t.Parallel()
		asked := 0
		p := Cache(&sited{home: homeEndpoint, endpoint: "any", asked: &asked}, 0)
		for range 3 {
			for _, endpoint := range []string{homeEndpoint, otherEndpoint} {
				c, err := NewClient(Config{Endpoint: endpoint, Provider: p, Signer: stubSigner{}, Classify: byStatus})
				require.NoError(t, err)
				_, err = c.Credentials(t.Context())
				require.NoError(t, err)
			}
		}
		assert.Equal(t, 2, asked, "one call for each endpoint")
	})
	t.Run("a chain without endpoint providers serves all endpoints", func(t *testing.T) {
		t.Parallel()
		assert.Nil(t, Chain(Static("id", "secret", "")).(EndpointProvider).ForEndpoint(otherEndpoint))
		assert.Nil(t, Cache(ProviderFunc(nil), 0).(EndpointProvider).ForEndpoint(otherEndpoint))
	})
}

func TestClient_Hint(t *testing.T) {
	t.Parallel()
	asked := 0
	p := Cache(&sited{home: homeEndpoint, endpoint: "any", asked: &asked}, 0)
	for endpoint, want := range map[string]string{homeEndpoint: "hint of any", otherEndpoint: "hint of " + otherEndpoint} {
		c, err := NewClient(Config{Endpoint: endpoint, Provider: p, Signer: stubSigner{}, Classify: byStatus})
		require.NoError(t, err)
		assert.Equal(t, want, c.Hint())
	}
	assert.Empty(t, (*Client)(nil).Hint())
	c, err := NewClient(Config{Endpoint: homeEndpoint, Provider: Static("id", "secret", ""), Signer: stubSigner{}, Classify: byStatus})
	require.NoError(t, err)
	assert.Empty(t, c.Hint())
}

func TestForeignError_As(t *testing.T) {
	t.Parallel()
	inner := &SignError{Scheme: "inner"}
	for name, err := range map[string]error{
		"itself":                      inner,
		"a wrapped error":             &stopError{why: http.ErrHandlerTimeout, last: inner},
		"an error that As finds":      foreignError{inner},
		"an error in a list":          chainError{http.ErrHandlerTimeout, inner},
		"an error that a fault hides": &wireError{cause: func() foreignError { return foreignError{inner} }},
	} {
		var found *SignError
		require.True(t, foreignError{err}.As(&found), name)
		assert.Same(t, inner, found, name)
		var timeout interface{ Timeout() bool }
		assert.False(t, foreignError{err}.As(&timeout), name)
	}
}
