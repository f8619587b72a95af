//go:build !race

package authtest_test

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// longRun is how many requests each service receives in the test of its memory. It is half a
// million if .ci/run asks for all writes of the random tests.
func longRun() int {
	if os.Getenv("STORM_WRITES") != "" {
		return 500_000
	}
	return 30_000
}

// A service that runs for long does not grow. It keeps the latest requests, and nonces for as
// long as it accepts their dates. No other test runs beside this one, because it measures the
// heap.
func TestRequests_memory(t *testing.T) {
	for cloud, open := range map[string]func(settings) fake{"huawei": newHuawei, "alibaba": newAlibaba} {
		t.Run(cloud, func(t *testing.T) {
			f := open(settings{clock: fixed})
			root := f.add(account{Name: "acme-root", Role: management})
			f.seed(make([]handshake, 3)...)
			const warm = authtest.MaxRecent + 2000 // from here on, the service drops old requests and nonces
			kinds := longRunOf(f, root)
			var before uint64
			for i := range longRun() {
				if i == warm {
					before = heap()
				}
				f.Advance(100 * time.Millisecond)
				kinds[i%len(kinds)].send(t, f, i)
			}
			grown := int(heap()) - int(before)
			t.Logf("%d bytes more after %d requests", grown, longRun()-warm)
			assert.Less(t, grown, 1<<20+longRun(), "bytes: a MiB of free space in the maps, and less than one byte for each request")
			assert.Len(t, f.Requests(), authtest.MaxRecent)
		})
	}
}

// The client signs a repeated request anew each time.
type repeated struct {
	r      *http.Request
	keys   auth.Credentials
	status int
}

// longRunOf returns valid requests, and refused ones with a wrong secret and with an unknown
// access key.
func longRunOf(f fake, root account) []repeated {
	sent, _ := f.request(ask{op: opSent, size: 3})
	received, _ := f.request(ask{op: opReceived})
	wrong := root.Credentials
	wrong.AccessKeySecret = "wrong"
	w := f.words()
	return []repeated{
		{r: sent, keys: root.Credentials, status: http.StatusOK},
		{r: sent, keys: wrong, status: w.signatures["a wrong secret"].want.httpStatus},
		{r: sent, status: w.unknownKey.httpStatus},
		{r: received, keys: root.Credentials, status: http.StatusOK},
	}
}

func (x repeated) send(t *testing.T, f fake, i int) {
	t.Helper()
	if x.keys.AccessKeyID == "" {
		x.keys = auth.Credentials{AccessKeyID: fmt.Sprint("unknown", i), AccessKeySecret: "x"}
	}
	require.NoError(t, f.sign(x.r, nil, x.keys, f.Now()))
	resp, err := f.RoundTripper().RoundTrip(x.r)
	require.NoError(t, err)
	require.Equal(t, x.status, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
}

// heap returns the number of bytes in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
