package auth

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
)

// chain keeps its members in a function, as [static] does its credentials.
type chain struct {
	members func() []Provider
	latest  atomic.Int64 // the index of the member that returned the latest credentials
}

// Chain asks the providers in order and returns the first credentials it gets. It leaves out
// nil providers. If no provider has credentials, the error is [ErrNoCredentials] with the error
// of each provider, each on a line of its own. When the context ends, Chain asks no further
// provider.
//
// The result is an [Invalidator], which passes the invalidation on to its members.
func Chain(p ...Provider) Provider {
	members := slices.DeleteFunc(slices.Clone(p), func(member Provider) bool { return member == nil })
	return &chain{members: func() []Provider { return members }}
}

func (*chain) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth.Chain") }

func (c *chain) Credentials(ctx context.Context) (Credentials, error) {
	if err := checkContext(ctx); err != nil {
		return Credentials{}, err
	}
	var failures chainError
	for i, member := range c.members() {
		keys, err := member.Credentials(ctx)
		if err == nil {
			err = keys.check()
		}
		if err == nil {
			c.latest.Store(int64(i))
			return keys, nil
		}
		if end := EndOf(ctx); end != nil {
			return Credentials{}, fmt.Errorf("%w: %w", end, err)
		}
		failures = append(failures, err)
	}
	return Credentials{}, failures
}

// A chainError is why each member of a chain had no credentials, one line for each.
type chainError []error

func (e chainError) Error() string {
	text := ErrNoCredentials.Error()
	for i, failure := range e {
		if i == 0 {
			text += ":"
		}
		why := strings.TrimSuffix(failure.Error(), ": "+ErrNoCredentials.Error())
		text += "\n  " + strings.ReplaceAll(why, "\n", "\n  ")
	}
	return text
}

func (e chainError) Unwrap() []error { return append([]error{ErrNoCredentials}, e...) }

// ForEndpoint returns a chain of the members for the endpoint, or nil if none depends on it.
func (c *chain) ForEndpoint(endpoint string) Provider {
	members, depends := slices.Clone(c.members()), false
	for i, member := range members {
		own, differs := forEndpoint(member, endpoint)
		members[i], depends = own, depends || differs
	}
	if !depends {
		return nil
	}
	return Chain(members...)
}

// AccountID returns that of the only member. With several members, it depends on which one
// returns credentials.
func (c *chain) AccountID() string {
	if members := c.members(); len(members) == 1 {
		return accountOf(members[0])
	}
	return ""
}

// Hint returns that of the member that returned the latest credentials.
func (c *chain) Hint() string {
	if members := c.members(); len(members) > 0 {
		return hintOf(members[c.latest.Load()])
	}
	return ""
}

func (c *chain) Invalidate(rejected Credentials) {
	for _, member := range c.members() {
		if i, ok := member.(Invalidator); ok {
			i.Invalidate(rejected)
		}
	}
}
