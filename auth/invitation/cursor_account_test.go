package invitation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A knower is a way in which a client learns its account.
type knower struct {
	name     string
	settings func(w world, account string) clientSettings
}

// asked returns a provider that reveals the account only with its credentials.
func asked(w world, account string) auth.Provider {
	return auth.ProviderFunc(w.provider(account).Credentials)
}

// nameless returns a provider of an access key without the account ID.
func nameless(w world, account string) auth.Provider {
	return auth.Static(w.keys(account))
}

var knowers = []knower{
	{name: "WithAccount", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: nameless(w, account), account: account}
	}},
	{name: "the account of a fake", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: w.provider(account)}
	}},
	{name: "credentials", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: asked(w, account)}
	}},
	{name: "a Cache", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: auth.Cache(asked(w, account), 0)}
	}},
	{name: "a Chain of one", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: auth.Chain(w.provider(account))}
	}},
	{name: "an assumed agency or role", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: w.assumed(account)}
	}},
	{name: "a Chain whose first has none", settings: func(w world, account string) clientSettings {
		return clientSettings{provider: auth.Chain(auth.Static("", "", ""), asked(w, account))}
	}},
}

func TestCloud_Cursor_account(t *testing.T) {
	t.Parallel()
	for _, from := range knowers {
		for _, to := range knowers {
			run(t, "of "+from.name+" is bad for another account of "+to.name, func(t *testing.T, w world) {
				w.seed(toGuest(w), toGuest(w))
				root, guest := w.cloud().root, w.cloud().guest
				at, err := w.client(guest, from.settings(w, guest)).cursor(t.Context(), true)
				require.NoError(t, err)
				sent := len(w.requests())
				assert.ErrorIs(t, w.client(root, to.settings(w, root)).resume(t.Context(), true, at), pagination.ErrBadCursor)
				assert.Len(t, w.requests(), sent)
				assert.NoError(t, w.client(guest, to.settings(w, guest)).resume(t.Context(), true, at))
			})
		}
	}
	run(t, "survives a rotation of the access key", func(t *testing.T, w world) {
		w.seed(toGuest(w), toGuest(w))
		guest := w.cloud().guest
		at, err := receiver(w).cursor(t.Context(), true)
		require.NoError(t, err)
		w.rotate(guest)
		assert.NoError(t, receiver(w).resume(t.Context(), true, at))
	})
	run(t, "is good where one of the accounts is not known", func(t *testing.T, w world) {
		w.seed(toGuest(w), toGuest(w))
		guest := w.cloud().guest
		known, unknown := receiver(w), w.client(guest, clientSettings{provider: nameless(w, guest)})
		at, err := known.cursor(t.Context(), true)
		require.NoError(t, err)
		assert.NoError(t, unknown.resume(t.Context(), true, at))
		at, err = unknown.cursor(t.Context(), true)
		require.NoError(t, err)
		assert.NoError(t, known.resume(t.Context(), true, at))
	})
	run(t, "of another copy's account is bad, though WithAccount was given to the first", func(t *testing.T, w world) {
		w.seed(toGuest(w), toGuest(w))
		root, guest := w.cloud().root, w.cloud().guest
		first := w.client(root, clientSettings{account: root})
		at, err := first.as(w.provider(guest)).cursor(t.Context(), true)
		require.NoError(t, err)
		assert.ErrorIs(t, first.resume(t.Context(), true, at), pagination.ErrBadCursor)
	})
	run(t, "costs no further request for credentials that fail", func(t *testing.T, w world) {
		failing := &counted{Provider: auth.Static("", "", "")}
		_, err := w.client(w.cloud().root, clientSettings{provider: failing}).cursor(t.Context(), false)
		require.ErrorIs(t, err, auth.ErrNoCredentials)
		assert.EqualValues(t, 1, failing.asked.Load())
	})
}

func TestCloud_WithAccount(t *testing.T) {
	t.Parallel()
	for _, of := range calls {
		run(t, "refuses credentials of another account, in a "+of.name, func(t *testing.T, w world) {
			var m metrics
			root := w.cloud().root
			client := w.client(root, clientSettings{account: w.cloud().guest, provider: asked(w, root), observers: observing(m.observe)})
			err := of.do(t.Context(), client, "h-1")
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.ErrorContains(t, err, root)
			assert.Equal(t, map[error]int{auth.ErrInvalid: 1}, m.calls)
			assert.Empty(t, w.requests())
		})
	}
	run(t, "refuses nothing where the account of the credentials is not known", func(t *testing.T, w world) {
		root := w.cloud().root
		_, err := w.client(root, clientSettings{account: root, provider: nameless(w, root)}).list(t.Context(), false)
		assert.NoError(t, err)
	})
	run(t, "asks for the credentials once, though the list asks for their account", func(t *testing.T, w world) {
		p := &counted{Provider: asked(w, w.cloud().root)}
		_, err := w.client(w.cloud().root, clientSettings{provider: p}).list(t.Context(), false)
		require.NoError(t, err)
		assert.EqualValues(t, 1, p.asked.Load())
	})
}
