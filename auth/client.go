package auth

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// A Client performs the calls of one service: it signs, sends, classifies and retries
// them, within limits. It is safe for concurrent use, and so are its copies.
type Client struct {
	config   Config // as given, except the Provider
	provider *cachedProvider
	known    *providerSet // of this client and its copies
	endpoint *url.URL
	retry    Retry
	limit    int64
	agent    string
	base     http.RoundTripper
	pool     *http.Transport // where a Base was given: nil until a copy has none
	clock    *clock
}

// credentials asks the provider. A cache goes by this client's clock, even if it is that
// of another client or the caller's own.
func (c *Client) credentials(ctx context.Context) (Credentials, error) {
	if kept, ok := c.provider.Provider.(*cache); ok {
		return kept.credentials(ctx, c.watch())
	}
	return c.provider.Credentials(ctx)
}

func (c *Client) watch() watch { return watch{c.now, c.clock} }

// NewClient checks config; its error is [ErrInvalid] and says what to change. It
// does no I/O. The Provider is put into a [Cache].
func NewClient(config Config) (*Client, error) {
	return build(config, nil, new(clock), new(providerSet))
}

// With makes a copy of c with a changed configuration, which is checked as
// [NewClient] does. The copy shares c's connections, limiter and what c knows of
// the service's clock, and its credentials unless change sets another Provider. What c
// knows of the service's clock is of no use to a copy whose Now is more than 5 minutes
// from c's; that one begins anew.
//
// A Provider that is given again keeps its [Cache], also where it was given to another
// copy. Providers are the same if they are equal. The caches of the last 5,000 Providers
// are kept, and never more than 10,000, for as long as there is c or any copy. A Provider
// that cannot be compared, such as a [ProviderFunc], gets a new cache each time it is
// given: put it into a Cache once, and give that.
func (c *Client) With(change func(*Config)) (*Client, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: With: %w", err)
	}
	if change == nil {
		return nil, fmt.Errorf("auth: With: the function is nil: give one that changes the Config: %w", ErrInvalid)
	}
	config := c.config
	change(&config)
	next, err := build(config, c.pool, c.clock, c.known)
	if err == nil && next.now().Sub(c.now()).Abs() > tolerance {
		next.clock = new(clock)
	}
	return next, err
}

// usable refuses a Client that [NewClient] did not make.
func (c *Client) usable() error {
	if c == nil || c.provider == nil {
		return fmt.Errorf("the Client is nil or zero: use NewClient: %w", ErrInvalid)
	}
	return nil
}

// Credentials returns the credentials that the next call is signed with, and asks the
// Provider only if the cached ones have expired.
func (c *Client) Credentials(ctx context.Context) (Credentials, error) {
	if err := c.usable(); err != nil {
		return Credentials{}, fmt.Errorf("auth: Credentials: %w", err)
	}
	if err := checkContext(ctx); err != nil {
		return Credentials{}, err
	}
	return c.credentials(ctx)
}

// Hint is why a service may refuse the credentials that the Provider gave last, if it is a
// [Hinter] that knows; else "".
func (c *Client) Hint() string {
	if c.usable() != nil {
		return ""
	}
	return c.provider.Hint()
}

// Scope returns the endpoint, for which the cursors of this client are good.
func (c *Client) Scope() string {
	if c.usable() != nil {
		return ""
	}
	return c.endpoint.String()
}

// CloseIdleConnections closes the connections that no request uses at the moment. They are
// those of the client's own pool, which its copies share, or those of Base, if that has a
// method CloseIdleConnections, as an [http.Transport] has. Connections of providers to IAM
// and STS are not among them.
func (c *Client) CloseIdleConnections() {
	if c.usable() != nil {
		return
	}
	if base, ok := c.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func build(config Config, pool *http.Transport, shared *clock, known *providerSet) (*Client, error) {
	endpoint, err := parseEndpoint(config.Endpoint)
	if err == nil {
		err = config.check()
	}
	if err != nil {
		return nil, fmt.Errorf("auth: NewClient: %w: %w", ErrInvalid, err)
	}
	c := &Client{
		config: config, endpoint: endpoint, clock: shared, known: known,
		retry: config.Retry.withDefaults(), limit: config.MaxResponseBytes,
		agent: userAgent(config.UserAgent), base: config.Base, pool: pool,
	}
	if c.limit == 0 {
		c.limit = defaultMaxResponseBytes
	}
	if c.base == nil {
		if c.pool == nil {
			c.pool = newPool()
		}
		c.base = c.pool
	}
	c.provider = known.cached(config.Provider, config.Endpoint)
	c.config.Provider = c.provider
	return c, nil
}

func (c *Client) now() time.Time {
	if c.config.Now != nil {
		return c.config.Now()
	}
	return time.Now()
}

var _ slog.LogValuer = (*Client)(nil)

// LogValue is [Client.String].
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String names the endpoint and, where it is known beforehand, the beginning of the account
// ID, or else of the access key ID, as [Credentials.String] shows it.
func (c *Client) String() string {
	if c.usable() != nil {
		return "no client: use auth.NewClient"
	}
	text := c.endpoint.String()
	if account := cmp.Or(c.config.Account, accountOf(c.provider.Provider), c.provider.key); account != "" {
		text += "#" + shortID(account)
	}
	return text
}
