package auth

import (
	"cmp"
	"context"
	"fmt"
)

// An AccountProvider is a [Provider] that knows the account of its credentials before it
// returns them, like the provider of an agency or a role. A [Cache] passes the account on, and
// so does a [Chain] of one provider.
type AccountProvider interface {
	// AccountID returns the ID of the account, or "" if it is not known beforehand.
	AccountID() string
}

// accountOf returns the account that p knows, or "".
func accountOf(p Provider) string {
	if known, ok := p.(AccountProvider); ok {
		return known.AccountID()
	}
	return ""
}

// Account returns the ID of the client's account, or "" if it is not known. The first of these
// that knows the account decides:
//   - [Config].Account
//   - the Provider, if it is an [AccountProvider]
//   - the credentials; Account asks the Provider for them if the cached ones have
//     expired
//
// Cursors are bound to the account.
func (c *Client) Account(ctx context.Context) (string, error) {
	if err := c.usable(); err != nil {
		return "", fmt.Errorf("auth: Account: %w", err)
	}
	if id := cmp.Or(c.config.Account, accountOf(c.provider.Provider)); id != "" {
		return id, nil
	}
	if err := checkContext(ctx); err != nil {
		return "", err
	}
	creds, err := c.credentials(ctx)
	return creds.AccountID, err
}

// accepts reports whether the credentials may belong to [Config].Account.
func (c *Client) accepts(creds Credentials) bool {
	return c.config.Account == "" || creds.AccountID == "" || creds.AccountID == c.config.Account
}

// otherAccount is the error for credentials that accepts rejects.
func (c *Client) otherAccount(creds Credentials) error {
	const longest = 128
	return fmt.Errorf("the credentials are of account %q, and the client is for account %q: "+
		"give credentials of that account, or the ID of theirs: %w", Excerpt(creds.AccountID, longest), c.config.Account, ErrInvalid)
}
