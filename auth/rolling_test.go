package auth

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A rolling source issues a new session at each call, which takes some seconds.
type rolling struct {
	lifetime time.Duration
	asked    atomic.Int64
}

func sessionOf(n any) Credentials {
	return Credentials{AccessKeyID: fmt.Sprint("ROLL", n), AccessKeySecret: fmt.Sprint("secret-", n), SecurityToken: fmt.Sprint("token-", n)}
}

func (r *rolling) Credentials(ctx context.Context) (Credentials, error) {
	keys := sessionOf(r.asked.Add(1))
	select {
	case <-time.After(3 * time.Second):
	case <-ctx.Done():
		return Credentials{}, ctx.Err()
	}
	keys.Expires = time.Now().Add(r.lifetime)
	return keys, nil
}

// assertOneSession checks that both parts belong to one session, which has not ended.
func assertOneSession(t *testing.T, got Credentials) {
	t.Helper()
	want := sessionOf(strings.TrimPrefix(got.AccessKeyID, "ROLL"))
	assert.True(t, sameKeys(want, got), "the parts are of two sessions: %s with %s", got.AccessKeyID, got.AccessKeySecret)
	assert.True(t, time.Now().Before(got.Expires), "the credentials have expired")
}

// rejections are the sessions that callers invalidated.
type rejections struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (r *rejections) add(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	r.ids[id] = true
}

const (
	rollingTime     = 5 * time.Minute
	rollingLifetime = 20 * time.Second
	rollingRefresh  = rollingLifetime * 3 / 4 // the cache refreshes in the last quarter
)

// rollingCallers runs 64 callers that call a function again and again.
func rollingCallers(t *testing.T, do func(caller, n int)) {
	t.Helper()
	start := time.Now()
	var callers sync.WaitGroup
	for caller := range 64 {
		callers.Go(func() {
			for n := 0; time.Since(start) < rollingTime; n++ {
				time.Sleep(time.Duration(1+(caller*7+n*13)%9) * 700 * time.Millisecond)
				do(caller, n)
			}
		})
	}
	callers.Wait()
	time.Sleep(refreshTimeout) // a refresh that no caller waits for may still run
}

// assertBounded checks that the callers did not ask a source without a reason.
func assertBounded(t *testing.T, source *rolling, rejected *rejections) {
	t.Helper()
	assert.Greater(t, source.asked.Load(), int64(15), "the sessions changed during the test")
	reasons := int(rollingTime/rollingRefresh) + len(rejected.ids) + 1
	assert.LessOrEqual(t, source.asked.Load(), int64(reasons), "the callers asked without a reason")
}

func TestProvider_rolling(t *testing.T) {
	for name, wrap := range map[string]func(Provider) Provider{
		"a cache":            func(p Provider) Provider { return Cache(p, 0) },
		"a cache of a cache": func(p Provider) Provider { return Cache(wrapped{Cache(p, 0)}, 0) },
		"a cache of a chain": func(p Provider) Provider { return Cache(Chain(Static("", "", ""), p), 0) },
		"a chain of caches":  func(p Provider) Provider { return Chain(Cache(failing(errNoFile), 0), Cache(p, 0)) },
	} {
		inBubble(t, name+" returns complete and valid credentials to 64 callers", func(t *testing.T) {
			source, rejected := &rolling{lifetime: rollingLifetime}, new(rejections)
			p := wrap(source)
			rollingCallers(t, func(caller, n int) {
				keys, err := p.Credentials(t.Context())
				if !assert.NoError(t, err) {
					return
				}
				assertOneSession(t, keys)
				if (caller+n)%23 == 0 {
					rejected.add(keys.AccessKeyID)
					p.(Invalidator).Invalidate(keys)
				}
			})
			assertBounded(t, source, rejected)
		})
	}
}

// A verifying service accepts signatures of one session. It forgets one session of five early.
type verifying struct {
	t        *testing.T
	rejected rejections
}

func (v *verifying) RoundTrip(req *http.Request) (*http.Response, error) {
	_, id, _ := strings.Cut(req.Header.Get("Authorization"), "Access=")
	id, _, _ = strings.Cut(id, ",")
	number := strings.TrimPrefix(id, "ROLL")
	keys := sessionOf(number)
	assert.Equal(v.t, keys.SecurityToken, req.Header.Get("X-Security-Token"), "the token of %s", id)
	want := stubSigner{}.authorization(req, nil, keys, req.Header.Get("X-Sdk-Date"))
	assert.Equal(v.t, want, req.Header.Get("Authorization"), "the secret of %s", id)
	if strings.HasSuffix(number, "3") || strings.HasSuffix(number, "7") {
		v.rejected.add(id)
		return status(401, "Verdict", "unauthenticated")(req)
	}
	return status(200)(req)
}

func TestClient_rolling(t *testing.T) {
	inBubble(t, "signs with complete credentials for 64 callers and their copies", func(t *testing.T) {
		source, service := &rolling{lifetime: rollingLifetime}, &verifying{t: t}
		client := testClient(t, service)
		rollingCallers(t, func(int, int) {
			_, err := with(t, client, source).Do(t.Context(), read(t, "/"))
			assert.NoError(t, err)
		})
		assertBounded(t, source, &service.rejected)
	})
}
