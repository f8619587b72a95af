package huaweiorg_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// peakOf returns how far the heap rises above its start while f runs, as far as samples show,
// and the total that f allocates, which the peak cannot exceed.
func peakOf(f func()) (peak, total uint64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var stop atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !stop.Load() {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
			time.Sleep(time.Millisecond)
		}
	}()
	f()
	stop.Store(true)
	<-done
	runtime.ReadMemStats(&after)
	return peak, after.TotalAlloc - before.TotalAlloc
}

func TestWithMaxResponseBytes_Memory(t *testing.T) {
	for name, c := range map[string]struct {
		kind huaweiorgtest.Kind
		opts []huaweiorg.Option
		most uint64
	}{
		"the default limit": {kind: huaweiorgtest.Huge(500_000_000), most: 100e6},
		"a limit of 4 MiB": {
			kind: huaweiorgtest.Huge(500_000_000),
			opts: []huaweiorg.Option{huaweiorg.WithMaxResponseBytes(4 << 20)}, most: 16e6,
		},
		"a huge error, 4 MiB": {
			kind: huaweiorgtest.Together(huaweiorgtest.Huge(500_000_000),
				huaweiorgtest.BadGateway()),
			opts: []huaweiorg.Option{huaweiorg.WithMaxResponseBytes(4 << 20)}, most: 16e6,
		},
		"a huge throttling, default": {
			kind: huaweiorgtest.Together(huaweiorgtest.Huge(500_000_000),
				huaweiorgtest.Throttled("1")), most: 100e6},
	} {
		for _, over := range []string{"in memory", "over a socket"} {
			t.Run(name+" "+over, func(t *testing.T) {
				pool := &http.Transport{}
				opts := c.opts
				s := huaweiorgtest.New()
				if over == "over a socket" {
					_, err := s.Start()
					require.NoError(t, err)
					opts = append(opts, huaweiorg.WithTransport(pool))
				}
				root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
				client, err := s.NewClient(root, opts...)
				require.NoError(t, err)
				s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: c.kind})
				var failed error
				peak, total := peakOf(func() { _, failed = client.ListHandshakes().Collect(t.Context()) })
				pool.CloseIdleConnections()
				require.NoError(t, s.Close())
				require.ErrorIs(t, failed, huaweiorg.ErrTooLarge)
				assert.Less(t, peak, c.most)
				assert.Less(t, total, c.most, "the limit holds for all allocations, freed or not")
				assert.Len(t, s.Requests(), 1, "the client does not retry a response that is too large")
			})
		}
	}
}

func TestWithMaxResponseBytes_Compressed(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(bytes.Repeat([]byte(" "), 1<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	response := bytes.Repeat(packed.Bytes(), 64) // gzip joins them to one stream
	server, _ := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(response)
	}), (*httptest.Server).Start)
	client, err := huaweiorg.NewClient(auth.Static("id", "secret", ""), huaweiorg.WithEndpoint(server.URL),
		huaweiorg.WithTransport(pool(t, nil)), huaweiorg.WithMaxResponseBytes(4<<20))
	require.NoError(t, err)
	var failed error
	_, total := peakOf(func() { _, failed = client.ListHandshakes().Collect(t.Context()) })
	require.ErrorIs(t, failed, huaweiorg.ErrTooLarge)
	assert.Less(t, total, uint64(16e6))
}
