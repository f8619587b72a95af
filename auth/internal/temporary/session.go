package temporary

import (
	"context"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A session provides the credentials of an agency or a role whose account is known.
type session struct {
	account string
	ask     func(context.Context) (auth.Credentials, error)
}

var _ auth.AccountProvider = (*session)(nil)

// NewSession returns a cache of the credentials that ask returns. account is the account of the
// credentials, or "" if only they name it.
func NewSession(account string, ask func(context.Context) (auth.Credentials, error)) auth.Provider {
	return auth.Cache(&session{account, ask}, 0)
}

func (s *session) AccountID() string { return s.account }

func (s *session) Credentials(ctx context.Context) (auth.Credentials, error) { return s.ask(ctx) }
