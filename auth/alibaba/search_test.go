package alibaba

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// everywhere returns a machine with credentials in each place.
func everywhere() machine {
	m := withOIDC(ok(stsKeys("OIDC")))
	maps.Copy(m.env, map[string]string{envKey: "ENV", envSecret: "SK", envURI: "https://keys.example.com/path"})
	maps.Copy(m.files, map[string]string{
		configPath:      config(map[string]any{"mode": "AK", "access_key_id": "CLI", "access_key_secret": "SK"}),
		credentialsPath: "[default]\ntype = access_key\naccess_key_id = FILE\naccess_key_secret = SK\n",
	})
	maps.Copy(m.web, withRole(ok(keysJSON("ECS"))).web)
	m.web[getURI] = []reply{ok(keysJSON("URI"))}
	return m
}

func TestProviderChain_Credentials_order(t *testing.T) {
	t.Parallel()
	m := everywhere()
	for _, place := range []struct {
		want string
		take func() // removes the place
	}{
		{want: "ENV", take: func() { delete(m.env, envKey) }},
		{want: "OIDC", take: func() { delete(m.env, envRole) }},
		{want: "CLI", take: func() { delete(m.files, configPath) }},
		{want: "FILE", take: func() { delete(m.files, credentialsPath) }},
		{want: "ECS", take: func() { delete(m.web, putToken); delete(m.web, getRole) }},
		{want: "URI", take: func() {}},
	} {
		p, _ := m.chain(t)
		keys, err := p.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, place.want, keys.AccessKeyID)
		place.take()
	}
}

func TestProviderChain_Credentials_none(t *testing.T) {
	t.Parallel()
	p, w := machine{}.chain(t)
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	require.NotErrorIs(t, err, auth.ErrUnavailable, "a machine outside of ECS has no outage of its metadata service")
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 7)
	assert.Equal(t, "no credentials:", lines[0])
	for i, place := range p.allPlaces() {
		assert.True(t, strings.HasPrefix(lines[i+1], "  "+place.name+": "), lines[i+1])
		assert.Less(t, len(lines[i+1]), 140)
	}
	assert.Equal(t, []string{}, w.whats())
}

// If every place hangs, the search still asks each place.
func TestProviderChain_Credentials_hangs(t *testing.T) {
	t.Parallel()
	m := everywhere()
	delete(m.env, envKey)
	role := map[string]any{"mode": "RamRoleArn", "access_key_id": "CLI", "access_key_secret": "SK", "ram_role_arn": testRole}
	m.files[configPath] = config(role)
	m.files[credentialsPath] = "[default]\ntype = ram_role_arn\naccess_key_id = FILE\naccess_key_secret = SK\nrole_arn = " + testRole + "\nrole_session_name = nightly\n"
	for what := range m.web {
		m.web[what] = []reply{{hangs: true}}
	}
	uri, _ := m.chain(t)
	m.web[getURI] = []reply{ok(keysJSON("URI"))}
	last, _ := m.chain(t)
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := auth.Cache(uri, chainWindow).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnavailable)
		assert.LessOrEqual(t, time.Since(start), 30*time.Second)

		keys, err := auth.Cache(last, chainWindow).Credentials(t.Context())
		require.NoError(t, err, "the search leaves time for the last place")
		assert.Equal(t, "URI", keys.AccessKeyID)
	})
}

func TestProviderChain_Credentials_cancel(t *testing.T) {
	t.Parallel()
	m := everywhere()
	delete(m.env, envKey)
	m.web[postSTS] = []reply{{hangs: true}}
	p, w := m.chain(t)
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(why) })
		_, err := p.Credentials(ctx)
		require.ErrorIs(t, err, why)
		require.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, auth.ErrNoCredentials)
	})
	assert.Equal(t, []string{postSTS}, w.whats(), "the search asks no other place")
}

// A client uses the new access key of a file without a restart.
func TestDefaultProvider_rotation(t *testing.T) {
	t.Parallel()
	for name, put := range map[string]func(t *testing.T, home, id string){
		"the credentials file": func(t *testing.T, home, id string) {
			write(t, filepath.Join(home, credentialsPath), "[default]\ntype = access_key\naccess_key_id = "+id+"\naccess_key_secret = SK\n")
		},
		"the profile of the aliyun command": func(t *testing.T, home, id string) {
			write(t, filepath.Join(home, configPath), config(map[string]any{"mode": "AK", "access_key_id": id, "access_key_secret": "SK"}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := machine{}.chain(t)
			home, err := p.home()
			require.NoError(t, err)
			put(t, home, "OLD")
			synctest.Test(t, func(t *testing.T) {
				cached := auth.Cache(p, chainWindow)
				ask := func() string {
					keys, err := cached.Credentials(t.Context())
					require.NoError(t, err)
					synctest.Wait()
					return keys.AccessKeyID
				}
				assert.Equal(t, "OLD", ask())
				put(t, home, "NEW")
				assert.Equal(t, "OLD", ask())
				time.Sleep(chainWindow)
				ask() // this call refreshes in the background
				assert.Equal(t, "NEW", ask())

				put(t, home, "NEWEST")
				cached.(auth.Invalidator).Invalidate(auth.Credentials{AccessKeyID: "NEW", AccessKeySecret: "SK"})
				assert.Equal(t, "NEWEST", ask(), "the provider returns the new credentials at once after the rejection")
			})
		})
	}
}

// The provider renews a session before it ends, and once for all callers.
func TestDefaultProvider_sessions(t *testing.T) {
	t.Parallel()
	p, w := withRole().chain(t)
	synctest.Test(t, func(t *testing.T) {
		life := func(n int) reply {
			return ok(fmt.Sprintf(`{"AccessKeyId":"STS.%d","AccessKeySecret":"S","SecurityToken":"T","Expiration":%q}`, n, time.Now().Add(time.Duration(n)*time.Hour).UTC().Format(time.RFC3339)))
		}
		w.replies[getKeys] = []reply{life(1), life(2), life(3)}
		cached := auth.Cache(p, chainWindow)
		for minute := range 150 {
			var wg sync.WaitGroup
			for range 64 {
				wg.Go(func() {
					keys, err := cached.Credentials(t.Context())
					assert.NoError(t, err)
					assert.True(t, keys.Expires.After(time.Now()), "minute %d", minute)
				})
			}
			wg.Wait()
			time.Sleep(time.Minute)
		}
		asked := 0
		for _, what := range w.whats() {
			if what == getKeys {
				asked++
			}
		}
		assert.Equal(t, 3, asked)
	})
}

// 64 callers ask while the credentials change and are rejected.
func TestDefaultProvider_together(t *testing.T) {
	t.Parallel()
	p, _ := machine{}.chain(t)
	var rolls atomic.Int64
	p.getenv = func(name string) string {
		switch name {
		case envKey, envSecret:
			return fmt.Sprint("KEY", rolls.Load())
		}
		return ""
	}
	cached := auth.Cache(p, chainWindow)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for range 50 {
				keys, err := cached.Credentials(t.Context())
				assert.NoError(t, err)
				rolls.Add(1)
				cached.(auth.Invalidator).Invalidate(keys)
			}
		})
	}
	wg.Wait()
}

// The command of a profile may run for 60 seconds, longer than the 30 seconds of a refresh. In
// between, the search must not take other credentials.
func TestProviderChain_external(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := everywhere()
		delete(m.env, envKey)
		delete(m.env, envRole)
		m.files[configPath] = config(map[string]any{"mode": "External", "process_command": "keys"})
		var started atomic.Int32
		m.command = func(context.Context, string) (auth.Credentials, error) {
			started.Add(1)
			time.Sleep(45 * time.Second)
			return auth.Credentials{AccessKeyID: "EXT", AccessKeySecret: "SK"}, nil
		}
		p, _ := m.chain(t)
		cached := auth.Cache(p, chainWindow)
		_, err := cached.Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnavailable)
		require.ErrorContains(t, err, "the command has not ended yet: the next call waits for it")
		keys, err := cached.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "EXT", keys.AccessKeyID)
		assert.EqualValues(t, 1, started.Load())
	})
}
