package huawei

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	getDomains = "GET /v3/auth/domains"
	getCaller  = "GET /v5/caller-identity"
	acme       = "5f0e1d2c3b4a69788796a5b4c3d2e1f0" // of the fixtures
)

// lookupOver returns a [LookupAccountID] with IAM and STS in memory.
func lookupOver(s *service, p auth.Provider) *accountLookup {
	l := LookupAccountID(p).(*accountLookup)
	l.identity = identity{getenv: env(), link: s}
	return l
}

func keysOf(id string) auth.Provider { return auth.Static(id, canarySecret, canaryToken) }

func TestLookupAccountID(t *testing.T) {
	t.Parallel()
	f30, f33 := ok(string(fixture(t, "F30.json"))), ok(string(fixture(t, "F33.json")))
	denied := status(403, `{"error_code":"IAM.0011","error_msg":"Policy denies iam:users:getUser for `+canaryToken+`"}`)
	for name, c := range map[string]struct {
		domains, caller reply
		lasting         bool
		want            string
		asked           []string
		advice          string // a part of the hint if there is no ID
	}{
		"IAM has the ID": {domains: f30, want: acme, asked: []string{getDomains}},
		"IAM has the ID, after a byte order mark": {
			domains: ok("\ufeff" + f30.body), want: acme, asked: []string{getDomains},
		},
		"IAM has the ID as a number": {
			domains: ok(`{"domains":[{"id":1.190022334455667e15}]}`), want: "1190022334455667",
			asked: []string{getDomains},
		},
		"STS has the ID, after a byte order mark": {
			domains: ok("\ufeff{}"), caller: ok("\ufeff" + f33.body), want: acme,
			asked: []string{getDomains, getCaller},
		},
		"an empty list, and STS has the ID": {
			domains: ok(`{"domains":[]}`), caller: f33, want: acme,
			asked: []string{getDomains, getCaller},
		},
		"no list, and STS has the ID": {
			domains: ok(`{}`), caller: f33, want: acme, asked: []string{getDomains, getCaller},
		},
		"IAM refuses, and STS has the ID": {
			domains: denied, caller: f33, want: acme, asked: []string{getDomains, getCaller},
		},
		"IAM sends a page, and STS the ID": {
			domains: ok(f29), caller: f33, want: acme, asked: []string{getDomains, getCaller},
		},
		"IAM sends an invalid ID": {
			domains: ok(`{"domains":[{"id":"a\r\nb"}]}`), caller: f33, want: acme,
			asked: []string{getDomains, getCaller},
		},
		"IAM redirects, and STS has the ID": {
			domains: status(302, ""), caller: f33, want: acme,
			asked: []string{getDomains, getCaller},
		},
		"both refuse": {
			domains: denied, caller: denied, asked: []string{getDomains, getCaller},
			advice: "allow iam:users:getUser or set HUAWEICLOUD_SDK_DOMAIN_ID",
		},
		"STS sends nothing": {
			domains: ok(`{"domains":[]}`), caller: ok(`{}`),
			asked:  []string{getDomains, getCaller},
			advice: "allow iam:users:getUser or set HUAWEICLOUD_SDK_DOMAIN_ID",
		},
		"neither responds": {
			domains: status(503, ""), caller: status(503, ""),
			asked:  []string{getDomains, getDomains, getDomains, getCaller, getCaller, getCaller},
			advice: "looked up: set HUAWEICLOUD_SDK_DOMAIN_ID",
		},
		"IAM does not know a lasting access key": {
			domains: status(401, f25), caller: f33, lasting: true, asked: []string{getDomains},
			advice: "the access key is not accepted",
		},
		"IAM does not know a session": {
			domains: status(401, f25), caller: f33, want: acme,
			asked: []string{getDomains, getCaller},
		},
		"IAM sends a page, STS knows no session": {
			domains: ok(f29), caller: status(401, f25), lasting: true,
			asked: []string{getDomains, getCaller}, advice: "the access key is not accepted",
		},
		"neither knows a session": {
			domains: status(401, f25), caller: status(401, f25),
			asked: []string{getDomains, getCaller}, advice: "the access key is not accepted",
		},
		"IAM does not know a session, after a byte order mark": {
			domains: status(400, "\ufeff"+`{"error_code":"APIGW.0301","error_msg":"no"}`),
			caller:  f33, lasting: true, asked: []string{getDomains},
			advice: "the access key is not accepted",
		},
		"IAM repeats a request that it refuses": {
			domains: status(400, "canonicalRequest: "+canaryToken), caller: denied,
			asked:  []string{getDomains, getCaller},
			advice: "allow iam:users:getUser or set HUAWEICLOUD_SDK_DOMAIN_ID",
		},
		"IAM responds without an end, STS has the ID": {
			domains: ok(strings.Repeat(" ", temporary.MaxSize+1)), caller: f33, want: acme,
			asked: []string{getDomains, getCaller},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newService(t, map[string][]reply{getDomains: {c.domains}, getCaller: {c.caller}})
				token := canaryToken
				if c.lasting {
					token = ""
				}
				l := lookupOver(s, auth.Static(canaryKey, canarySecret, token))
				for range 3 {
					got := ask(t, l)
					assert.Equal(t, auth.Credentials{AccessKeyID: canaryKey, AccessKeySecret: canarySecret, SecurityToken: token, AccountID: c.want}, got)
				}
				assert.Equal(t, c.asked, s.whats(), "one look-up serves every call")
				for _, r := range s.sent() {
					assert.NotContains(t, r.header, "X-Domain-Id")
					assert.Equal(t, token, r.header.Get("X-Security-Token"))
					assert.NotEmpty(t, r.header.Get("Authorization"))
				}
				assert.Equal(t, c.want != "", l.why == "")
				assert.Contains(t, l.why, c.advice)
				assert.Equal(t, strings.Contains(c.advice, "iam:users:getUser"), strings.Contains(l.why, "iam:users:getUser"), l.why)
				assertNoCanary(t, l, errors.New(l.why))
			})
		})
	}
}

func TestLookupAccountID_endpoints(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{getDomains: {ok(`{}`)}, getCaller: {ok(`{}`)}})
	for _, pairs := range [][]string{nil, {envIAM, "iam.example.com", envSTS, "https://sts.example.com"}} {
		l := lookupOver(s, keysOf("AK"))
		l.getenv = env(pairs...)
		ask(t, l)
	}
	var hosts []string
	for _, r := range s.sent() {
		hosts = append(hosts, r.host)
	}
	assert.Equal(t, []string{"iam.myhuaweicloud.com", "sts.cn-north-4.myhuaweicloud.com", "iam.example.com", "sts.example.com"}, hosts)
}

func TestLookupAccountID_known(t *testing.T) {
	t.Parallel()
	l := lookupOver(newService(t, nil), auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", AccountID: "known"}, nil
	}))
	assert.Equal(t, "known", ask(t, l).AccountID)

	_, err := lookupOver(newService(t, nil), auth.Chain()).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Nil(t, LookupAccountID(nil))
}

func TestLookupAccountID_once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string][]reply{getDomains: {ok(`{"domains":[{"id":"acme"}]}`)}})
		var mu sync.Mutex
		id := "FIRST"
		l := lookupOver(s, auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			mu.Lock()
			defer mu.Unlock()
			return auth.Credentials{AccessKeyID: id, AccessKeySecret: "SK", Expires: time.Now().Add(time.Hour)}, nil
		}))
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				c, err := l.Credentials(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "acme", c.AccountID)
				assert.Equal(t, time.Now().Add(time.Hour), c.Expires, "the expiry is that of the access key")
			})
		}
		wg.Wait()
		assert.Len(t, s.sent(), 1)
		time.Sleep(1000 * time.Hour)
		ask(t, l)
		assert.Len(t, s.sent(), 1, "the account of an access key does not change")
		mu.Lock()
		id = "SECOND"
		mu.Unlock()
		ask(t, l)
		assert.Len(t, s.sent(), 2)
	})
}

func TestLookupAccountID_again(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string][]reply{
			getDomains: {status(403, ""), ok(`{"domains":[{"id":"acme"}]}`)},
			getCaller:  {status(403, "")},
		})
		l := lookupOver(s, keysOf("AK"))
		assert.Empty(t, ask(t, l).AccountID)
		time.Sleep(3 * time.Minute)
		assert.Empty(t, ask(t, l).AccountID)
		assert.NotEmpty(t, l.why)
		assert.Len(t, s.sent(), 2)
		time.Sleep(3 * time.Minute)
		assert.Equal(t, "acme", ask(t, l).AccountID)
		assert.Empty(t, l.why)
	})
}

func TestLookupAccountID_hangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string][]reply{getDomains: {{hangs: true}}, getCaller: {{hangs: true}}})
		l := lookupOver(s, keysOf("AK"))
		start := time.Now()
		assert.Empty(t, ask(t, l).AccountID)
		assert.LessOrEqual(t, time.Since(start), lookupTimeout)
		assert.NotEmpty(t, l.why)
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := lookupOver(newService(t, map[string][]reply{getDomains: {{hangs: true}}}), keysOf("AK")).Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
	})
}

func TestLookupAccountID_memory(t *testing.T) {
	t.Parallel()
	n := 0
	l := lookupOver(newService(t, map[string][]reply{getDomains: {ok(`{"domains":[{"id":"acme"}]}`)}}),
		auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			n++
			return auth.Credentials{AccessKeyID: strings.Repeat("A", n), AccessKeySecret: "SK"}, nil
		}))
	for range 2*maxAccounts + 1 {
		ask(t, l)
	}
	assert.LessOrEqual(t, len(l.found.known), maxAccounts)
}

type invalidated struct {
	auth.Provider
	got []auth.Credentials
}

func (i *invalidated) Invalidate(c auth.Credentials) { i.got = append(i.got, c) }

func TestLookupAccountID_rejections(t *testing.T) {
	t.Parallel()
	inner := &invalidated{Provider: keysOf("AK")}
	rejected := auth.Credentials{AccessKeyID: "AK"}
	LookupAccountID(inner).(auth.Invalidator).Invalidate(rejected)
	assert.Equal(t, []auth.Credentials{rejected}, inner.got)
	LookupAccountID(keysOf("AK")).(auth.Invalidator).Invalidate(rejected)
}
