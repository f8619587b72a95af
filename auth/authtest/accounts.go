package authtest

import (
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// Accounts are the accounts of a service, in the order in which they were added, and their
// access keys. A is the account as the service describes it, for example with its role. The
// zero Accounts are empty. All methods are safe for concurrent use. The functions passed to
// them must not call them.
type Accounts[A any] struct {
	mu    sync.RWMutex
	all   []ownedKey[A]
	place map[string]int              // the index in all, by account ID
	keys  map[string]auth.Credentials // by access key ID

	issued    int                // how many temporary access keys Accounts has issued
	temporary fifo[string]       // the IDs of those that still work, the oldest one first
	sessions  map[string]Session // the sessions of temporary access keys, by access key ID
}

// MaxTemporaryKeys is how many temporary access keys [Accounts] remember.
const MaxTemporaryKeys = 100_000

// An ownedKey is an account and the ID of its permanent access key.
type ownedKey[A any] struct {
	accessKeyID string
	account     A
}

// Put adds an account with its permanent access key, whose AccountID is the ID of the account.
// It replaces an account with the same ID in its place. If the access key differs, the former
// key no longer works.
func (a *Accounts[A]) Put(permanent auth.Credentials, account A) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.addKey(permanent)
	owned := ownedKey[A]{accessKeyID: permanent.AccessKeyID, account: account}
	i, replaced := a.place[permanent.AccountID]
	if !replaced {
		if a.place == nil {
			a.place = map[string]int{}
		}
		a.place[permanent.AccountID] = len(a.all)
		a.all = append(a.all, owned)
		return
	}
	if former := a.all[i].accessKeyID; former != owned.accessKeyID {
		delete(a.keys, former)
	}
	a.all[i] = owned
}

func (a *Accounts[A]) addKey(key auth.Credentials) {
	if a.keys == nil {
		a.keys = map[string]auth.Credentials{}
	}
	a.keys[key.AccessKeyID] = key
}

// Issue creates a temporary access key for an account, a new one on each call. The key is valid
// until it expires, which the service checks. Accounts forget the oldest keys if there are more
// than [MaxTemporaryKeys], so that a service that runs for long does not grow.
func (a *Accounts[A]) Issue(seed Seed, form KeyForm, accountID string, expires time.Time) auth.Credentials {
	return a.IssueSession(seed, form, Session{AccountID: accountID}, expires)
}

// IssueSession creates a temporary access key as [Accounts.Issue] does, and remembers the
// session that it is for.
func (a *Accounts[A]) IssueSession(seed Seed, form KeyForm, s Session, expires time.Time) auth.Credentials {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.issued++
	key := form.MakeTemporary(seed, s.AccountID, a.issued, expires)
	a.addKey(key)
	a.temporary.push(key.AccessKeyID)
	if s.Role != "" {
		if a.sessions == nil {
			a.sessions = map[string]Session{}
		}
		a.sessions[key.AccessKeyID] = s
	}
	if a.temporary.len() > MaxTemporaryKeys {
		oldest := a.temporary.pop()
		delete(a.keys, oldest)
		delete(a.sessions, oldest)
	}
	return key
}

// Session returns the session of a temporary access key, and false if [Accounts.IssueSession]
// did not create the key.
func (a *Accounts[A]) Session(accessKeyID string) (Session, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	s, ok := a.sessions[accessKeyID]
	return s, ok
}

// Key returns an access key by its ID.
func (a *Accounts[A]) Key(accessKeyID string) (auth.Credentials, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	key, ok := a.keys[accessKeyID]
	return key, ok
}

// Get returns an account by its ID.
func (a *Accounts[A]) Get(id string) (A, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	i, ok := a.place[id]
	if !ok {
		var none A
		return none, false
	}
	return a.all[i].account, true
}

// Find returns the first account that matches.
func (a *Accounts[A]) Find(match func(A) bool) (A, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, owned := range a.all {
		if match == nil || match(owned.account) {
			return owned.account, true
		}
	}
	var none A
	return none, false
}

// All returns the accounts in order.
func (a *Accounts[A]) All() []A {
	a.mu.RLock()
	defer a.mu.RUnlock()
	out := make([]A, len(a.all))
	for i, owned := range a.all {
		out[i] = owned.account
	}
	return out
}

// Count returns how many accounts match.
func (a *Accounts[A]) Count(match func(A) bool) (n int) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, owned := range a.all {
		if match == nil || match(owned.account) {
			n++
		}
	}
	return n
}

// Len returns how many accounts there are.
func (a *Accounts[A]) Len() int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return len(a.all)
}
