package temporary

import (
	"context"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A session provides the credentials of an agency or a role, whose account is in its name.
type session struct {
	account string
	ask     func(context.Context) (auth.Credentials, error)
}

var _ auth.AccountProvider = (*session)(nil)

// NewSession returns a cache of the credentials that ask gets. They are those of the
// account, or if that is "", of one that only they know.
func NewSession(account string, ask func(context.Context) (auth.Credentials, error)) auth.Provider {
	return auth.Cache(&session{account, ask}, 0)
}

func (s *session) AccountID() string { return s.account }

func (s *session) Credentials(ctx context.Context) (auth.Credentials, error) { return s.ask(ctx) }
