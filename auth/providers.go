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
	account string // where it is fixed to one
	latest  atomic.Pointer[usedKeys]
}

func newCachedProvider(p Provider) *cachedProvider {
	return &cachedProvider{Provider: Cache(p, 0), account: staticAccount(p)}
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
	recent, earlier map[Provider]*cachedProvider
}

// cached returns p behind its cache, which is a new one where p is not in the set.
func (s *providerSet) cached(p Provider) *cachedProvider {
	switch known := p.(type) {
	case *cachedProvider:
		return known
	case *static, *cache: // they need no cache
		return newCachedProvider(p)
	}
	if !reflect.ValueOf(p).Comparable() { // as a function
		return newCachedProvider(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.recent[p]; known != nil {
		return known
	}
	known := s.earlier[p]
	if known == nil {
		known = newCachedProvider(p)
	}
	if s.recent == nil || len(s.recent) == keptProviders {
		s.recent, s.earlier = make(map[Provider]*cachedProvider), s.recent
	}
	s.recent[p] = known
	return known
}
