package auth_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// sessionProviders returns every provider that exchanges credentials for a session, in the
// account of a number.
var sessionProviders = map[string]func(base auth.Provider, account int, endpoint string, link http.RoundTripper) auth.Provider{
	"huawei.AssumeAgency": func(base auth.Provider, account int, endpoint string, link http.RoundTripper) auth.Provider {
		return huawei.AssumeAgency(base, huawei.AssumeInput{
			AgencyURN: fmt.Sprintf("iam::%d:agency:inviter", account), SessionName: "nightly-list", Endpoint: endpoint, Transport: link})
	},
	"huawei.AssumeAgencyWithOIDC": func(base auth.Provider, account int, endpoint string, link http.RoundTripper) auth.Provider {
		token := func(ctx context.Context) (string, error) {
			keys, err := base.Credentials(ctx)
			return keys.SecurityToken, err
		}
		return huawei.AssumeAgencyWithOIDC(huawei.OIDCInput{ProviderURN: "iam::1:oidc-provider:builds",
			AgencyURN: fmt.Sprintf("iam::%d:agency:inviter", account), SessionName: "nightly-list", Token: token, Endpoint: endpoint, Transport: link})
	},
	"alibaba.AssumeRole": func(base auth.Provider, account int, endpoint string, link http.RoundTripper) auth.Provider {
		return alibaba.AssumeRole(base, alibaba.AssumeInput{
			RoleARN: fmt.Sprintf("acs:ram::%d:role/inviter", account), SessionName: "nightly-list", Endpoint: endpoint, Transport: link})
	},
}

// sessionBody returns the session of a number, as STS of either cloud writes it.
func sessionBody(req *http.Request, n int64, life time.Duration) string {
	form := `{"Credentials":{"AccessKeyId":"key-%d","AccessKeySecret":"secret-%d","SecurityToken":"token-%d","Expiration":%q}}`
	if strings.Contains(req.URL.Path, "agencies") {
		form = `{"credentials":{"access_key_id":"key-%d","secret_access_key":"secret-%d","security_token":"token-%d","expiration":%q}}`
	}
	return fmt.Sprintf(form, n, n, n, time.Now().Add(life).UTC().Format(time.RFC3339Nano))
}

// A stsLink is the STS of both clouds in memory.
type stsLink struct {
	took, life time.Duration
	check      func(*http.Request) // nil means no check
	asked      atomic.Int64
	left       atomic.Int64 // requests whose context ended before the response
}

func (s *stsLink) RoundTrip(req *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, req.Body)
	_ = req.Body.Close()
	n := s.asked.Add(1)
	if s.check != nil {
		s.check(req)
	}
	select {
	case <-time.After(s.took):
	case <-req.Context().Done():
		s.left.Add(1)
		return nil, req.Context().Err()
	}
	body := io.NopCloser(strings.NewReader(sessionBody(req, n, s.life)))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, ContentLength: -1, Request: req}, nil
}

// asBase returns one set of temporary credentials for a day, and counts its calls.
func asBase(asked *atomic.Int64) auth.Provider {
	return auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		asked.Add(1)
		return auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", SecurityToken: "T0KEN", Expires: time.Now().Add(24 * time.Hour)}, nil
	}), 0)
}

// fewer returns a number of accounts that the race detector can handle, and otherwise a fifth
// of n unless STORM_WRITES asks for all.
func fewer(n int) int {
	switch {
	case underRace || testing.Short():
		return n / 20
	case os.Getenv("STORM_WRITES") == "":
		return n / 5
	}
	return n
}

// inParallel calls do for each number below n, in several goroutines.
func inParallel(goroutines, n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range goroutines {
		all.Go(func() {
			for i := int(next.Add(1) - 1); i < n; i = int(next.Add(1) - 1) {
				do(i)
			}
		})
	}
	all.Wait()
}

// All accounts share 64 connections to STS. No goroutine is left after these are closed.
func TestSharedTransport_connections(t *testing.T) {
	for name, provider := range sessionProviders {
		t.Run(name, func(t *testing.T) {
			var connections, asked atomic.Int64
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, 1, r.ProtoMajor)
				_, _ = io.Copy(io.Discard, r.Body)
				_, _ = io.WriteString(w, sessionBody(r, asked.Add(1), time.Hour))
			}))
			server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
				if state == http.StateNew {
					connections.Add(1)
				}
			}
			server.StartTLS() // HTTP/1.1, where each request has a connection of its own
			t.Cleanup(server.Close)
			auth.TrustByShared(t, server.Client().Transport.(*http.Transport).TLSClientConfig.Clone())
			ignore := goleak.IgnoreCurrent()

			accounts, base := fewer(5000), asBase(new(atomic.Int64))
			inParallel(128, accounts, func(i int) {
				_, err := provider(base, i+1, server.URL, nil).Credentials(t.Context())
				assert.NoError(t, err)
			})
			assert.EqualValues(t, accounts, asked.Load())
			// At most 64 connections are open. On a slow machine, an idle one may close, and
			// the pool then opens another.
			assert.LessOrEqual(t, connections.Load(), int64(2*64))
			t.Logf("%d sessions over %d connections", asked.Load(), connections.Load())
			(&http.Client{Transport: auth.SharedTransport()}).CloseIdleConnections()
			auth.NoneLeft(t, ignore)
		})
	}
}

// One base serves all accounts of an organization for hours. The cache asks base once, and STS
// once for each session, however many callers there are.
func TestCache_sessions(t *testing.T) {
	const hours, life, window = 2, time.Hour, 5 * time.Minute
	for name, provider := range sessionProviders {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var based, waited atomic.Int64
				base, link := asBase(&based), &stsLink{took: 50 * time.Millisecond, life: life}
				members := make([]auth.Provider, fewer(5000))
				for i := range members {
					members[i] = provider(base, i+1, "", link)
				}
				begun := time.Now()
				for round := 0; time.Since(begun) < hours*time.Hour; round++ {
					inParallel(64, len(members), func(i int) {
						start := time.Now()
						_, err := members[i].Credentials(t.Context())
						assert.NoError(t, err)
						if round > 0 && time.Since(start) > 0 {
							waited.Add(1)
						}
						time.Sleep(100 * time.Millisecond) // the duration of the call to STS
					})
					time.Sleep(90 * time.Second)
				}
				most := int64(len(members)) * int64(1+time.Since(begun)/(life-window))
				assert.LessOrEqual(t, link.asked.Load(), most)
				assert.Zero(t, waited.Load(), "no caller waits for a renewal")
				assert.LessOrEqual(t, based.Load(), int64(1), "the providers ask base once")
				t.Logf("%d accounts, %d hours: %d calls of STS, %d of base", len(members), hours, link.asked.Load(), based.Load())
			})
		})
	}
}

// 64 callers share one provider while the credentials of base and the sessions change.
func TestCache_rollingSessions(t *testing.T) {
	for name, provider := range sessionProviders {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var rolled atomic.Int64
				base := auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
					n := rolled.Add(1)
					return auth.Credentials{AccessKeyID: fmt.Sprint("base-", n), AccessKeySecret: "SK", SecurityToken: fmt.Sprint("TOKEN-", n), Expires: time.Now().Add(7 * time.Minute)}, nil
				}), 0)
				link := &stsLink{took: time.Second, life: 15 * time.Minute, check: func(req *http.Request) {
					token := strings.TrimPrefix(req.Header.Get("X-Acs-Security-Token")+req.Header.Get("X-Security-Token"), "TOKEN-")
					if token != "" {
						assert.Contains(t, req.Header.Get("Authorization"), "base-"+token+",", "the session comes from one generation of base")
					}
				}}
				p := provider(base, 1, "", link)
				var callers sync.WaitGroup
				for i := range 64 {
					callers.Go(func() {
						for range 60 {
							keys, err := p.Credentials(t.Context())
							if !assert.NoError(t, err) {
								return
							}
							n := strings.TrimPrefix(keys.AccessKeyID, "key-")
							assert.Equal(t, "secret-"+n, keys.AccessKeySecret)
							assert.Equal(t, "token-"+n, keys.SecurityToken)
							assert.Equal(t, "1", keys.AccountID)
							if i == 0 {
								p.(auth.Invalidator).Invalidate(keys)
							}
							time.Sleep(time.Duration(i+1) * time.Second)
						}
					})
				}
				callers.Wait()
				assert.Greater(t, rolled.Load(), int64(5))
			})
		})
	}
}

// A caller returns at once when its context ends. The request continues for the other callers,
// and ends with the last of them.
func TestCache_cancelledSession(t *testing.T) {
	for name, provider := range sessionProviders {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				link := &stsLink{took: time.Hour}
				p := provider(asBase(new(atomic.Int64)), 1, "", link)
				var callers sync.WaitGroup
				for _, after := range []time.Duration{time.Second, 3 * time.Second} {
					callers.Go(func() {
						start := time.Now()
						ctx, cancel := context.WithTimeout(t.Context(), after)
						defer cancel()
						_, err := p.Credentials(ctx)
						assert.ErrorIs(t, err, context.DeadlineExceeded)
						assert.Equal(t, after, time.Since(start))
					})
				}
				time.Sleep(2 * time.Second)
				synctest.Wait()
				assert.Zero(t, link.left.Load(), "a caller still waits for the request")
				callers.Wait()
				synctest.Wait()
				assert.EqualValues(t, 1, link.left.Load())
				assert.EqualValues(t, 1, link.asked.Load())
			})
		})
	}
}
