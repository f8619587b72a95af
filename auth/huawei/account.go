package huawei

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	// lookupPause is how long the result of a failed lookup is kept. The [auth.Cache] that
	// keeps it repeats the lookup in the last quarter of that time.
	lookupPause = 5 * time.Minute
	// maxAccounts is how many are remembered, because temporary access keys change all the
	// time.
	maxAccounts = 256
)

// LookupAccountID adds the account ID to credentials of p that come without one, so that the
// client sends it as X-Domain-Id. It takes HUAWEICLOUD_SDK_DOMAIN_ID if that is set. Otherwise
// it asks IAM and, if IAM does not return the ID, STS, once for each access key. If IAM does
// not accept a permanent access key, LookupAccountID does not send it to STS, because a few
// refusals lock it. [DefaultProvider] does this by itself. [auth.Static] does not.
//
// A failed lookup is not an error: LookupAccountID returns the credentials without the ID, and
// a call about 4 minutes later repeats the lookup. The result is an [auth.Hinter]. If the
// service then refuses a call that these credentials signed, the error says why the ID is
// missing. The permission for the lookup is iam:users:getUser. [WithIAMEndpoint] and
// [WithSTSEndpoint], or HUAWEICLOUD_SDK_IAM_ENDPOINT and HUAWEICLOUD_SDK_STS_ENDPOINT, set the
// endpoints.
//
// The result is also an [auth.EndpointProvider]: for a client whose endpoint is not of
// myhuaweicloud.com, it asks IAM and STS only if their endpoints are set.
//
// API: GET /v3/auth/domains of IAM, GET /v5/caller-identity of STS
func LookupAccountID(p auth.Provider, opts ...Option) auth.Provider {
	if p == nil {
		return nil // NewClient reports the missing provider
	}
	return newAccountLookup(newIdentity(opts), givenKeys{p})
}

// A keySource returns credentials and their own IAM endpoint, if they come with one.
type keySource interface {
	find(context.Context) (auth.Credentials, string, error)
	// at returns the source for a client of this endpoint, or nil if that is this one.
	at(i identity, endpoint string) keySource
	invalidate(rejected auth.Credentials)
}

// givenKeys are the credentials of a provider.
type givenKeys struct{ auth.Provider }

func (g givenKeys) find(ctx context.Context) (auth.Credentials, string, error) {
	c, err := g.Credentials(ctx)
	return c, "", err
}

func (g givenKeys) at(_ identity, endpoint string) keySource {
	if p, ok := g.Provider.(auth.EndpointProvider); ok {
		if own := p.ForEndpoint(endpoint); own != nil {
			return givenKeys{own}
		}
	}
	return nil
}

func (g givenKeys) invalidate(rejected auth.Credentials) {
	if i, ok := g.Provider.(auth.Invalidator); ok {
		i.Invalidate(rejected)
	}
}

// An accountLookup returns credentials with their account ID.
type accountLookup struct {
	identity
	source keySource
	found  *accounts

	mu  sync.Mutex
	why string // why the latest credentials have no account ID
}

func newAccountLookup(i identity, source keySource) *accountLookup {
	return &accountLookup{identity: i, source: source, found: &accounts{known: map[string]*account{}}}
}

var (
	_ auth.Invalidator      = (*accountLookup)(nil)
	_ auth.Hinter           = (*accountLookup)(nil)
	_ auth.EndpointProvider = (*accountLookup)(nil)
)

// Invalidate invalidates the credentials at their provider.
func (l *accountLookup) Invalidate(rejected auth.Credentials) { l.source.invalidate(rejected) }

// ForEndpoint implements [auth.EndpointProvider]. All endpoints share the accounts that were
// found.
func (l *accountLookup) ForEndpoint(endpoint string) auth.Provider {
	i := l.identity
	i.elsewhere = !isPublic(endpoint)
	source := l.source.at(i, endpoint)
	switch {
	case source == nil && !i.elsewhere:
		return nil
	case source == nil:
		source = l.source
	}
	return &accountLookup{identity: i, source: source, found: l.found}
}

// Format prints no credentials, because fmt cannot call their own methods in here.
func (*accountLookup) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "huawei.LookupAccountID")
}

func (l *accountLookup) Credentials(ctx context.Context) (auth.Credentials, error) {
	if ctx == nil {
		return auth.Credentials{}, fmt.Errorf("huawei: %w", errNilContext)
	}
	if l.link == auth.RequireTransport(nil) {
		return auth.Credentials{}, fmt.Errorf("huawei: WithTransport: the transport is nil: give one, or leave the option out: %w", auth.ErrInvalid)
	}
	c, endpoint, err := l.source.find(ctx)
	if err != nil {
		return auth.Credentials{}, err
	}
	if c.AccountID == "" {
		c.AccountID = l.env(envNames.account)
	}
	var why string
	if c.AccountID == "" && c.AccessKeyID != "" && c.AccessKeySecret != "" {
		if c.AccountID, why, err = l.found.of(c, l.identity, endpoint).id(ctx); err != nil {
			return auth.Credentials{}, err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.why = why
	return c, nil
}

// Hint implements [auth.Hinter]: it says why the latest credentials have no account ID.
func (l *accountLookup) Hint() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why
}

// accounts are the results of the lookups.
type accounts struct {
	mu    sync.Mutex
	known map[string]*account // by credentials, and by the services that may be asked about them
}

func (a *accounts) of(c auth.Credentials, i identity, endpoint string) *account {
	key := strings.Join([]string{strconv.FormatBool(i.elsewhere), endpoint, c.AccessKeyID, c.AccessKeySecret, c.SecurityToken}, "\n")
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known[key] == nil {
		if len(a.known) == maxAccounts {
			clear(a.known)
		}
		a.known[key] = newAccount(i, c, endpoint)
	}
	return a.known[key]
}

// An account belongs to one access key. An [auth.Cache] makes one lookup of many. In it, a
// result never expires, and a failure expires after a pause.
type account struct {
	cached auth.Provider

	mu  sync.Mutex
	why string
}

func newAccount(i identity, keys auth.Credentials, endpoint string) *account {
	a := &account{}
	a.cached = auth.Cache(auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		id, err := i.lookup(ctx, keys, endpoint)
		if end := auth.EndOf(ctx); end != nil {
			return auth.Credentials{}, end // no caller waits any longer
		}
		found := auth.Credentials{AccessKeyID: keys.AccessKeyID, AccessKeySecret: keys.AccessKeySecret, AccountID: id}
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

// reasonFor returns why the client did not send X-Domain-Id, and what to do.
func reasonFor(err error) string {
	advice := "set " + envNames.account
	switch {
	case err == nil:
		return ""
	case errors.Is(err, auth.ErrUnauthenticated) && !errors.Is(err, auth.ErrPermission):
		advice = "the access key is not accepted"
	case errors.Is(err, errElsewhere): // a permission of IAM would not help
		advice += " or " + envIAM
	case errors.Is(err, auth.ErrPermission), errors.Is(err, errNoAccount): // IAM may return an empty list
		advice = "allow iam:users:getUser or " + advice
	}
	return fmt.Sprintf("X-Domain-Id was not sent, because the account ID of the access key could not be looked up: %s (%v)", advice, err)
}

// id returns the account ID, or why there is none. Only the end of ctx is an error.
func (a *account) id(ctx context.Context) (id, why string, err error) {
	c, err := a.cached.Credentials(ctx)
	if err != nil && ctx.Err() != nil {
		return "", "", err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return c.AccountID, cmp.Or(a.why, reasonFor(err)), nil
}
