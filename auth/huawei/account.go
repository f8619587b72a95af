package huawei

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	// lookupPause is how long a look-up that failed is not made again.
	lookupPause = 5 * time.Minute
	// maxAccounts is how many are remembered: temporary keys change for ever.
	maxAccounts = 256
)

// LookupAccountID adds the account ID to credentials of p that come without one, so
// that it is sent as X-Domain-Id. It asks IAM and, if IAM does not tell, STS: once for
// each access key. [DefaultProvider] does this by itself; [auth.Static] does not.
//
// A failed look-up is no error: the credentials are returned as they are, and the look-up
// is repeated after 5 minutes. The result is an [auth.Hinter]: if the service then refuses a
// call of a client that was given this provider, or an [auth.Cache] of it, the error says
// why the ID was missing. The permission that allows the look-up is iam:users:getUser.
// The endpoints are those of [WithIAMEndpoint] and [WithSTSEndpoint], or of
// HUAWEICLOUD_SDK_IAM_ENDPOINT and HUAWEICLOUD_SDK_STS_ENDPOINT, if set.
//
// API: GET /v3/auth/domains of IAM, GET /v5/caller-identity of STS
func LookupAccountID(p auth.Provider, opts ...Option) auth.Provider {
	if p == nil {
		return nil // NewClient says so
	}
	find := func(ctx context.Context) (auth.Credentials, string, error) {
		c, err := p.Credentials(ctx)
		return c, "", err
	}
	return newAccountLookup(newIdentity(opts), find, func(rejected auth.Credentials) {
		if i, ok := p.(auth.Invalidator); ok {
			i.Invalidate(rejected)
		}
	})
}

// An accountLookup is credentials with their account ID.
type accountLookup struct {
	identity
	// find gives credentials and, where they come with one, their IAM endpoint.
	find       func(context.Context) (auth.Credentials, string, error)
	invalidate func(auth.Credentials)

	mu    sync.Mutex
	known map[auth.Credentials]*account // by the keys alone
	why   string                        // the latest credentials have no account ID
}

func newAccountLookup(i identity, find func(context.Context) (auth.Credentials, string, error), invalidate func(auth.Credentials)) *accountLookup {
	return &accountLookup{identity: i, find: find, invalidate: invalidate, known: map[auth.Credentials]*account{}}
}

var (
	_ auth.Invalidator = (*accountLookup)(nil)
	_ auth.Hinter      = (*accountLookup)(nil)
)

// Invalidate tells the provider of the keys.
func (l *accountLookup) Invalidate(rejected auth.Credentials) {
	if l.invalidate != nil {
		l.invalidate(rejected)
	}
}

// Format prints no keys: fmt cannot call their own methods in here.
func (*accountLookup) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "huawei.LookupAccountID")
}

func (l *accountLookup) Credentials(ctx context.Context) (auth.Credentials, error) {
	if ctx == nil {
		return auth.Credentials{}, fmt.Errorf("huawei: %w", errNilContext)
	}
	c, endpoint, err := l.find(ctx)
	if err != nil {
		return auth.Credentials{}, err
	}
	var why string
	if c.AccountID == "" && c.AccessKeyID != "" && c.AccessKeySecret != "" {
		if c.AccountID, why, err = l.account(c, endpoint).id(ctx); err != nil {
			return auth.Credentials{}, err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.why = why
	return c, nil
}

func (l *accountLookup) account(c auth.Credentials, endpoint string) *account {
	keys := auth.Credentials{AccessKeyID: c.AccessKeyID, AccessKeySecret: c.AccessKeySecret, SecurityToken: c.SecurityToken}
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.known[keys]
	if a == nil {
		if len(l.known) == maxAccounts {
			clear(l.known)
		}
		a = newAccount(l.identity, keys, endpoint)
		l.known[keys] = a
	}
	return a
}

// Hint implements [auth.Hinter]: it says why the latest credentials have no account ID.
func (l *accountLookup) Hint() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why
}

// An account is that of one key pair. An [auth.Cache] makes one look-up of many: what
// was found never expires there, and a failure does after a pause.
type account struct {
	cached auth.Provider

	mu  sync.Mutex
	why string
}

func newAccount(i identity, keys auth.Credentials, endpoint string) *account {
	a := &account{}
	a.cached = auth.Cache(auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		id, err := i.lookup(ctx, keys, endpoint)
		if ctx.Err() != nil {
			return auth.Credentials{}, ctx.Err() // nobody waits any more
		}
		found := keys
		found.AccountID = id
		if err != nil {
			found.Expires = time.Now().Add(lookupPause)
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.why = reasonFor(err)
		return found, nil
	}), math.MaxInt64)
	return a
}

func reasonFor(err error) string {
	if err == nil {
		return ""
	}
	return fmt.Sprintf("X-Domain-Id was not sent, for the account ID of the keys could not be looked up: allow iam:users:getUser or set %s (%v)", envNames.account, err)
}

// id gives the account ID, or why there is none. It is an error only that ctx ends.
func (a *account) id(ctx context.Context) (id, why string, err error) {
	c, err := a.cached.Credentials(ctx)
	if err != nil && ctx.Err() != nil {
		return "", "", err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return c.AccountID, cmp.Or(a.why, reasonFor(err)), nil
}
