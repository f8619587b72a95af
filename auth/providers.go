package auth

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// A cachedProvider is a Provider behind its cache. If a copy of a client gets it again, it
// keeps the cache. The pointer can be compared, and many Providers cannot.
type cachedProvider struct {
	Provider
	given    Provider // the Provider for any endpoint
	endpoint string
	key      string // the access key ID, if it is not temporary
	latest   atomic.Pointer[usedKeys]
}

func newCachedProvider(p Provider, endpoint string) *cachedProvider {
	own, _ := forEndpoint(p, endpoint)
	return &cachedProvider{Provider: Cache(own, 0), given: p, endpoint: endpoint, key: staticKey(p)}
}

// usedKeys are credentials whose secrets need no new index for each call.
type usedKeys struct {
	creds   Credentials
	secrets Secrets
}

// secretsOf returns the secrets of creds, which are nearly always those of the last call.
func (p *cachedProvider) secretsOf(creds Credentials) Secrets {
	if used := p.latest.Load(); used != nil && sameKeys(used.creds, creds) {
		return used.secrets
	}
	used := &usedKeys{creds, NewSecrets(creds.AccessKeySecret, creds.SecurityToken)}
	p.latest.Store(used)
	return used.secrets
}

// Invalidate makes the Provider forget rejected credentials, if it can.
func (p *cachedProvider) Invalidate(rejected Credentials) {
	if i, ok := p.Provider.(Invalidator); ok {
		i.Invalidate(rejected)
	}
}

// Hint returns the hint of the Provider.
func (p *cachedProvider) Hint() string { return hintOf(p.Provider) }

// keptProviders is for how many Providers a client and its copies keep the caches: the latest
// ones. There can be up to twice as many.
const keptProviders = 5000

// A providerSet holds the caches of the Providers of a client and its copies, so that a
// Provider that is given again finds its cache. Two generations limit it: when the recent one
// is full, it replaces the earlier one.
type providerSet struct {
	mu              sync.Mutex
	recent, earlier map[givenProvider]*cachedProvider
}

// A givenProvider is a Provider and, if it depends on it, the endpoint of the client that got
// it.
type givenProvider struct {
	provider Provider
	endpoint string
}

// cached returns p for the endpoint behind its cache, which is a new one if p is not in the
// set.
func (s *providerSet) cached(p Provider, endpoint string) *cachedProvider {
	switch known := p.(type) {
	case *cachedProvider:
		if _, depends := known.given.(EndpointProvider); !depends || known.endpoint == endpoint {
			return known
		}
		return s.cached(known.given, endpoint)
	case *static, *cache: // these need no cache
		return newCachedProvider(p, endpoint)
	}
	if !reflect.ValueOf(p).Comparable() { // such as a function
		return newCachedProvider(p, endpoint)
	}
	given := givenProvider{provider: p}
	if _, depends := p.(EndpointProvider); depends {
		given.endpoint = endpoint
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.recent[given]; known != nil {
		return known
	}
	known := s.earlier[given]
	if known == nil {
		known = newCachedProvider(p, endpoint)
	}
	if s.recent == nil || len(s.recent) == keptProviders {
		s.recent, s.earlier = make(map[givenProvider]*cachedProvider), s.recent
	}
	s.recent[given] = known
	return known
}
