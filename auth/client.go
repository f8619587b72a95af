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

// A Client performs the calls of one service: it signs, sends, classifies and retries them,
// within limits. It is safe for concurrent use, and so are its copies.
type Client struct {
	config   Config // as given, except the Provider
	provider *cachedProvider
	known    *providerSet // shared by this client and its copies
	endpoint *url.URL
	retry    Retry
	limit    int64
	agent    string
	base     http.RoundTripper
	pool     *http.Transport // with a Base, nil until a copy has none
	clock    *clock
}

// credentials asks the provider. A cache uses the clock of this client, even if it is the cache
// of another client or of the caller.
func (c *Client) credentials(ctx context.Context) (Credentials, error) {
	if kept, ok := c.provider.Provider.(*cache); ok {
		return kept.credentials(ctx, c.watch())
	}
	return c.provider.Credentials(ctx)
}

func (c *Client) watch() watch { return watch{c.now, c.clock} }

// NewClient checks config and puts the Provider into a [Cache]. It does no I/O. Its error is
// [ErrInvalid] and says what to change.
func NewClient(config Config) (*Client, error) {
	return build(config, nil, new(clock), new(providerSet))
}

// With returns a copy of c with a changed configuration, which it checks as [NewClient] does.
// The copy shares the connections of c, its limiter and what it knows of the service's clock,
// and its credentials unless change sets another Provider. A copy whose Now is more than 5
// minutes from that of c learns the service's clock anew.
//
// A Provider that is given again keeps its [Cache], even if another copy was the first to get
// it. Providers are the same if they are equal. c and its copies keep the caches of the last
// 5,000 Providers, and never more than 10,000. A Provider that cannot be compared, such as a
// [ProviderFunc], gets a new cache each time: put it into a Cache once, and pass that.
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

// usable rejects a Client that [NewClient] did not make.
func (c *Client) usable() error {
	if c == nil || c.provider == nil {
		return fmt.Errorf("the Client is nil or zero: use NewClient: %w", ErrInvalid)
	}
	return nil
}

// Credentials returns the credentials that sign the next call. It asks the Provider only if the
// cached ones have expired.
func (c *Client) Credentials(ctx context.Context) (Credentials, error) {
	if err := c.usable(); err != nil {
		return Credentials{}, fmt.Errorf("auth: Credentials: %w", err)
	}
	if err := checkContext(ctx); err != nil {
		return Credentials{}, err
	}
	return c.credentials(ctx)
}

// Hint returns why a service may refuse the latest credentials of the Provider, if it is a
// [Hinter] that knows, or else "".
func (c *Client) Hint() string {
	if c.usable() != nil {
		return ""
	}
	return c.provider.Hint()
}

// Scope returns the endpoint. Cursors of this client are valid for it alone.
func (c *Client) Scope() string {
	if c.usable() != nil {
		return ""
	}
	return c.endpoint.String()
}

// CloseIdleConnections closes the connections that no request uses at the moment: those of the
// client's own pool, which its copies share, or those of Base if it has a method
// CloseIdleConnections, like an [http.Transport]. It does not close connections of providers to
// IAM and STS.
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

// String returns the endpoint and the beginning of the account ID if the client knows it
// beforehand, or else of the access key ID, as [Credentials.String] shows it.
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
