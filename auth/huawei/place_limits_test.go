package huawei

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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

// In TestDefaultProvider_budgets, the first source hangs and its fallback responds.
func TestDefaultProvider_budgets(t *testing.T) {
	t.Parallel()
	token := tokenFile(t)
	f33, hangs := ok(string(fixture(t, "F33.json"))), []reply{{hangs: true}}
	t.Run("IAM leaves time for STS", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			s := newService(t, map[string][]reply{getDomains: hangs, getCaller: {f33}})
			start := time.Now()
			assert.Equal(t, acme, ask(t, lookupOver(s, keysOf("AK"))).AccountID)
			assert.Equal(t, lookupTimeout/2, time.Since(start))
		})
	})
	t.Run("every place leaves time for the last place and for STS", func(t *testing.T) {
		t.Parallel()
		m := machine{
			env:     []string{envNames.provider, "idp", envNames.idToken, token, envPodURI, "http://127.0.0.1/v1/credentials", envPodToken, token},
			profile: "[global]\nidp_id = idp\nid_token_file = " + token,
			replies: map[string][]reply{
				postIDToken: hangs, putSession: hangs, getDomains: hangs, getCaller: {f33},
				postPod: {ok(string(fixture(t, "F34.json")))},
			},
		}
		home := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			p, s := m.at(t, home)
			c, err := auth.Cache(p, 0).Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "TMPAKEXAMPLE00000003", c.AccessKeyID)
			assert.Equal(t, acme, c.AccountID)
			assert.Equal(t, getCaller, s.whats()[len(s.whats())-1])
		})
	})
	t.Run("the chain skips a place whose transport panics", func(t *testing.T) {
		t.Parallel()
		m := machine{env: []string{envNames.provider, "idp", envNames.idToken, token}, profile: "[global]\nak = AK\nsk = SK\ndomain_id = acme"}
		p, _ := m.provider(t)
		p.source.(*providerChain).link = linkFunc(func(*http.Request) (*http.Response, error) { panic(canarySecret) })
		assert.Equal(t, "AK", ask(t, p).AccessKeyID)
		p, _ = machine{env: m.env, replies: nowhere()}.provider(t)
		p.source.(*providerChain).link = linkFunc(func(*http.Request) (*http.Response, error) { panic(canarySecret) })
		_, err := p.Credentials(t.Context())
		require.ErrorContains(t, err, "environment: the transport panicked")
		assertNoCanary(t, err)
	})
}

// Sixty-four callers share a provider whose access key changes all the time.
func TestDefaultProvider_rolling(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	home := t.TempDir()
	m := machine{replies: map[string][]reply{
		putSession: {ok("session")},
		getKeys:    {ok(string(fixture(t, "F31.json")))},
		getDomains: {ok(`{"domains":[{"id":"acme"}]}`)},
	}}
	synctest.Test(t, func(t *testing.T) {
		p, _ := m.at(t, home)
		rolling := auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
			c, err := p.Credentials(ctx)
			c.AccessKeyID, c.AccountID = fmt.Sprint("AK", n.Add(1)/8), ""
			c.Expires = time.Now().Add(time.Minute)
			return c, err
		})
		lookup := lookupOver(newService(t, m.replies), rolling)
		for name, provider := range map[string]auth.Provider{
			"alone": lookup, "in a Cache": auth.Cache(lookup, 0), "in a Chain": auth.Chain(lookup), "for another site": lookup.ForEndpoint("https://example.com"),
		} {
			var wg sync.WaitGroup
			for i := range 64 {
				wg.Go(func() {
					for range 8 {
						c, err := provider.Credentials(t.Context())
						assert.NoError(t, err)
						assert.True(t, strings.HasPrefix(c.AccessKeyID, "AK"), name)
						if i%16 == 0 {
							provider.(auth.Invalidator).Invalidate(c)
							_ = lookup.Hint()
						}
						time.Sleep(20 * time.Second)
					}
				})
			}
			wg.Wait()
		}
	})
}

// The error of a cancelled call has the cause of the cancellation.
func TestDefaultProvider_cause(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	m := machine{replies: map[string][]reply{putSession: {{hangs: true}}, getDomains: {{hangs: true}}}}
	p, s := m.provider(t)
	for name, provider := range map[string]auth.Provider{"metadata": p, "look-up": lookupOver(s, keysOf("AK"))} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, enough)
			defer cancel()
			_, err := provider.Credentials(ctx)
			require.ErrorIs(t, err, enough, name)
			require.ErrorIs(t, err, context.DeadlineExceeded, name)
			synctest.Wait()
		})
	}
}
