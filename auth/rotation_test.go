package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A keyFile is a provider that reads a file, which someone else replaces.
type keyFile struct {
	content atomic.Pointer[Credentials] // nil means that there is no file
	read    atomic.Int64
}

var errNoFile = errors.New("no such file")

func (f *keyFile) put(id string) {
	f.content.Store(&Credentials{AccessKeyID: id, AccessKeySecret: "secret of " + id})
}

func (f *keyFile) Credentials(context.Context) (Credentials, error) {
	f.read.Add(1)
	if keys := f.content.Load(); keys != nil {
		return *keys, nil
	}
	return Credentials{}, errNoFile
}

// A keyRing is a service that accepts some access keys, and counts the requests of each.
type keyRing struct {
	verdict string // on other access keys
	mu      sync.Mutex
	active  map[string]bool
	sent    map[string]int
}

func newKeyRing(verdict string, ids ...string) *keyRing {
	r := &keyRing{verdict: verdict, active: map[string]bool{}, sent: map[string]int{}}
	r.activate(ids...)
	return r
}

func (r *keyRing) activate(ids ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.active)
	for _, id := range ids {
		r.active[id] = true
	}
}

func (r *keyRing) count(id string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent[id]
}

func (r *keyRing) RoundTrip(req *http.Request) (*http.Response, error) {
	_, id, _ := strings.Cut(req.Header.Get("Authorization"), "Access=")
	id, _, _ = strings.Cut(id, ",")
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent[id]++
	if r.active[id] {
		return status(200)(req)
	}
	return status(401, "Verdict", r.verdict, "Date", time.Now().UTC().Format(http.TimeFormat))(req)
}

// onRefusedKeys runs a case in simulated time for each verdict that may be about the access
// key.
func onRefusedKeys(t *testing.T, name string, run func(t *testing.T, verdict string)) {
	t.Helper()
	for _, verdict := range []string{"stale", "unauthenticated"} {
		t.Run(name+", "+verdict, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { run(t, verdict) })
		})
	}
}

func TestClient_Do_rotation(t *testing.T) {
	t.Parallel()
	onRefusedKeys(t, "sends the new key at once after a refusal", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "old")
		file.put("old")
		client := testClient(t, service, func(c *Config) { c.Provider = file })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		file.put("new")
		service.activate("new")
		resp, err := client.Do(t.Context(), write(t, "/", "x"))
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
		assert.Equal(t, map[string]int{"old": 2, "new": 1}, service.sent)
		assert.EqualValues(t, 2, file.read.Load())
	})
	onRefusedKeys(t, "sends the new key without a refusal after the window has passed", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "old", "new")
		file.put("old")
		client := testClient(t, service, func(c *Config) { c.Provider = file })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		file.put("new")
		time.Sleep(defaultWindow)
		_, err = client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		synctest.Wait() // no call waits for the refresh
		service.activate("new")
		resp, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, 1, resp.Attempts)
	})
	onRefusedKeys(t, "sends a refused key once a call, and succeeds after a late activation", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict)
		file.put("late")
		client := testClient(t, service, func(c *Config) { c.Provider = file })
		for n := range 3 {
			resp, err := client.Do(t.Context(), read(t, "/"))
			assert.IsType(t, new(refusedCall), err, "no other error wraps it")
			assert.Equal(t, 1, resp.Attempts)
			assert.Equal(t, n+1, service.count("late"))
		}
		service.activate("late")
		resp, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, 1, resp.Attempts)
	})
	onRefusedKeys(t, "asks the provider before it would send a refused key in a later call", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "new")
		file.put("old")
		client := testClient(t, service, func(c *Config) { c.Provider = file })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.Error(t, err)
		file.put("new")
		resp, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, 1, resp.Attempts)
		assert.Equal(t, 1, service.count("old"), "the calls are few, because some services lock an access key after some refusals")
	})
	onRefusedKeys(t, "asks the provider also if a call may send only one request", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "new")
		file.put("old")
		client := testClient(t, service, func(c *Config) { c.Provider, c.Retry.MaxRetries = file, -1 })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.IsType(t, new(refusedCall), err)
		file.put("new")
		_, err = client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, map[string]int{"old": 1, "new": 1}, service.sent)
	})
	onRefusedKeys(t, "signs once more, not twice, if the service also refuses the other key", func(t *testing.T, verdict string) {
		keys, service := new(numbered), newKeyRing(verdict)
		_, err := testClient(t, service, func(c *Config) { c.Provider = keys }).Do(t.Context(), read(t, "/"))
		require.ErrorAs(t, err, new(*refusedCall))
		assert.Equal(t, map[string]int{"key-1": 1, "key-2": 1}, service.sent)
	})
	onRefusedKeys(t, "reports both reasons if the file is gone", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "old")
		file.put("old")
		client := testClient(t, service, func(c *Config) { c.Provider = file })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		service.activate("new")
		file.content.Store(nil)
		_, err = client.Do(t.Context(), read(t, "/"))
		require.ErrorIs(t, err, errNoFile)
		require.ErrorAs(t, err, new(*refusedCall))
		file.put("new")
		_, err = client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
	})
	onRefusedKeys(t, "sends fixed keys once", func(t *testing.T, verdict string) {
		service := newKeyRing(verdict)
		client := testClient(t, service, func(c *Config) { c.Provider = Static("fixed", "secret", "") })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.IsType(t, new(refusedCall), err)
		assert.Equal(t, map[string]int{"fixed": 1}, service.sent)
	})
}

func TestClient_Do_rotation_callers(t *testing.T) {
	t.Parallel()
	onRefusedKeys(t, "64 callers send a refused key once each", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "new")
		file.put("old")
		client := testClient(t, slowly{service}, func(c *Config) { c.Provider = file })
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() {
				_, err := client.Do(t.Context(), read(t, "/"))
				assert.IsType(t, new(refusedCall), err)
			})
		}
		callers.Wait()
		assert.Equal(t, 64, service.count("old"))
		assert.LessOrEqual(t, file.read.Load(), int64(1+64), "each caller asks at most once more")
	})
	onRefusedKeys(t, "64 callers change to the new key with one read of the file", func(t *testing.T, verdict string) {
		file, service := new(keyFile), newKeyRing(verdict, "new")
		file.put("old")
		client := testClient(t, slowly{service}, func(c *Config) { c.Provider = file })
		_, err := client.Credentials(t.Context())
		require.NoError(t, err)
		file.put("new")
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() {
				_, err := client.Do(t.Context(), read(t, "/"))
				assert.NoError(t, err)
			})
		}
		callers.Wait()
		assert.Equal(t, map[string]int{"old": 64, "new": 64}, service.sent)
		assert.EqualValues(t, 2, file.read.Load())
	})
}

// slowly delays each response until all callers of a test have sent their first request.
type slowly struct{ base http.RoundTripper }

func (s slowly) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(time.Second)
	return s.base.RoundTrip(req)
}
