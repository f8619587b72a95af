package auth

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
)

// chain keeps its members as [static] does its keys.
type chain struct {
	members func() []Provider
	latest  atomic.Int64 // the index of the member that gave the latest credentials
}

// Chain asks the providers in order and gives the first credentials it gets; nil
// ones are left out. If none has any, the error is [ErrNoCredentials] together
// with each provider's own, each on a line of its own. Where the context ends, no further
// one is asked.
//
// The result is an [Invalidator] that tells each member that is one.
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

// ForEndpoint is a chain of the members for the endpoint; nil if none depends on it.
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

// AccountID is that of the only member; with several, it depends on which one gives
// credentials.
func (c *chain) AccountID() string {
	if members := c.members(); len(members) == 1 {
		return accountOf(members[0])
	}
	return ""
}

// Hint is that of the member that gave the latest credentials.
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
