package invitation_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A keyFile is a provider that reads an access key from a file, which somebody else
// rewrites.
type keyFile string

func newKeyFile(t *testing.T, c auth.Credentials) keyFile {
	f := keyFile(filepath.Join(t.TempDir(), "key.json"))
	f.put(t, c)
	return f
}

func (f keyFile) put(t *testing.T, c auth.Credentials) {
	t.Helper()
	text, err := json.Marshal([]string{c.AccessKeyID, c.AccessKeySecret, c.SecurityToken, c.AccountID})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(string(f), text, 0o600))
}

func (f keyFile) Credentials(context.Context) (auth.Credentials, error) {
	var parts [4]string
	text, err := os.ReadFile(string(f))
	if err == nil {
		err = json.Unmarshal(text, &parts)
	}
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("key file: %w", err)
	}
	return auth.Credentials{AccessKeyID: parts[0], AccessKeySecret: parts[1], SecurityToken: parts[2], AccountID: parts[3]}, nil
}

// TestCloud_Rotation has a program that runs while its access key is replaced.
func TestCloud_Rotation(t *testing.T) {
	t.Parallel()
	run(t, "a deleted key is replaced within the call", func(t *testing.T, w world) {
		file := newKeyFile(t, rootKey(w))
		list := listing(t, w, file, w.roundTripper())
		require.NoError(t, list())
		file.put(t, w.rotate(w.cloud().root))
		require.NoError(t, list())
		assert.Len(t, w.requests(), 3, "the former key was refused once")
	})
	run(t, "a write is signed once more, too", func(t *testing.T, w world) {
		file := newKeyFile(t, rootKey(w))
		c := w.client(w.cloud().root, clientSettings{provider: file})
		_, err := c.list(t.Context(), false)
		require.NoError(t, err)
		file.put(t, w.rotate(w.cloud().root))
		_, err = c.invite(t.Context(), guestInput(w))
		require.NoError(t, err)
		assert.Len(t, w.requests(), 3)
		assert.Len(t, w.invitations(), 1)
	})
	run(t, "the file is read again within the window, without a refusal", func(t *testing.T, w world) {
		file := newKeyFile(t, rootKey(w))
		list := listing(t, w, file, w.roundTripper())
		require.NoError(t, list())
		next := w.temporary(w.cloud().root, time.Hour)
		file.put(t, next)
		time.Sleep(5 * time.Minute)
		require.NoError(t, list())
		synctest.Wait() // for the refresh, which no call waits for
		require.NoError(t, list())
		require.Len(t, w.requests(), 3)
		assert.Empty(t, w.requests()[1].header.Get(w.cloud().tokenHeader))
		assert.Equal(t, next.SecurityToken, w.requests()[2].header.Get(w.cloud().tokenHeader))
	})
	run(t, "a key that is activated late works without a restart", func(t *testing.T, w world) {
		former := rootKey(w)
		late := former
		late.AccessKeyID += "NEXT"
		file := newKeyFile(t, late)
		list := listing(t, w, file, w.roundTripper())
		for n := range 3 {
			require.ErrorIs(t, list(), auth.ErrUnauthenticated)
			assert.Len(t, w.requests(), n+1, "one request a call")
			time.Sleep(time.Second)
		}
		require.Equal(t, late, w.rotate(w.cloud().root))
		require.NoError(t, list())
		assert.Len(t, w.requests(), 4)
	})
	run(t, "fixed keys are sent once", func(t *testing.T, w world) {
		list := listing(t, w, auth.Static("unknown", "secret", ""), w.roundTripper())
		require.ErrorIs(t, list(), auth.ErrUnauthenticated)
		assert.Len(t, w.requests(), 1)
	})
}

func rootKey(w world) auth.Credentials {
	id, secret, _ := w.keys(w.cloud().root)
	return auth.Credentials{AccessKeyID: id, AccessKeySecret: secret, AccountID: w.cloud().root}
}
