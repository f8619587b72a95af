package auth

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// A cachedProvider is a Provider behind its cache. A copy of a client that is given it
// again keeps the cache. The pointer can be compared, and many a Provider cannot.
type cachedProvider struct {
	Provider
	given    Provider // for any endpoint
	endpoint string
	key      string // the access key ID, where it is a lasting one
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

// keptProviders is how many Providers a client and its copies keep the caches of: those
// that were given last. There can be up to twice as many.
const keptProviders = 5000

// A providerSet has the caches of the Providers that a client and its copies were given,
// so that they find the cache of a Provider that is given again. It is bounded by two
// generations: when the recent one is full, it takes the place of the earlier one, which
// is dropped.
type providerSet struct {
	mu              sync.Mutex
	recent, earlier map[givenProvider]*cachedProvider
}

// A givenProvider is one that was given to a client of an endpoint, if that matters to it.
type givenProvider struct {
	provider Provider
	endpoint string
}

// cached returns p for the endpoint behind its cache, which is a new one where p is not in
// the set.
func (s *providerSet) cached(p Provider, endpoint string) *cachedProvider {
	switch known := p.(type) {
	case *cachedProvider:
		if _, depends := known.given.(EndpointProvider); !depends || known.endpoint == endpoint {
			return known
		}
		return s.cached(known.given, endpoint)
	case *static, *cache: // they need no cache
		return newCachedProvider(p, endpoint)
	}
	if !reflect.ValueOf(p).Comparable() { // as a function
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
