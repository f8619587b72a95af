package huaweiorg_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A limitedService accepts a number of requests in each window of time. It asks all other
// callers to retry in a second.
type limitedService struct {
	window time.Duration
	most   int // requests in a window

	mu      sync.Mutex
	current time.Time
	taken   int
	refused int
}

func (r *limitedService) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(10 * time.Millisecond)
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := time.Now().Truncate(r.window); now != r.current {
		r.current, r.taken = now, 0
	}
	status, body, header := http.StatusOK, `{"handshakes":[{"id":"h-1"}]}`, http.Header{}
	if r.taken++; r.taken > r.most {
		r.refused++
		status, body = http.StatusTooManyRequests, `{"error_code":"APIGW.0308","error_msg":"throttled"}`
		header.Set("Retry-After", "1")
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

// TestClient_ThrottledFanOut measures, in simulated time, how long a fan-out takes if the
// service refuses most requests. If the waits had no random part, all 64 workers would come
// back within the same 10 ms.
func TestClient_ThrottledFanOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		window  time.Duration
		most    int     // requests in a window: 100 a second
		slower  float64 // at most so many times the ideal time
		refused float64 // at most so many refusals an account
	}{
		{window: 100 * time.Millisecond, most: 10, slower: 2, refused: 1},
		{window: 20 * time.Millisecond, most: 2, slower: 3, refused: 1.5},
	} {
		t.Run(fmt.Sprintf("takes little longer than the limit of %d in %v", c.most, c.window), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const accounts = 400
				var mu sync.Mutex
				random := rand.New(rand.NewPCG(1, 2))
				service := &limitedService{window: c.window, most: c.most}
				client, err := huaweiorg.NewClient(auth.Static("id", "a secret key", ""), huaweiorg.WithTransport(service),
					huaweiorg.WithJitter(func(ceiling time.Duration) time.Duration {
						mu.Lock()
						defer mu.Unlock()
						return time.Duration(random.Int64N(int64(ceiling)))
					}))
				require.NoError(t, err)
				start := time.Now()
				items := 0
				for _, err := range pagination.Merge(t.Context(), 64, func(yield func(pagination.Source[huaweiorg.Handshake]) bool) {
					for n := range accounts {
						keys := auth.Static(fmt.Sprint("id-", n), "a secret key", "")
						c := client.With(huaweiorg.WithCredentials(keys))
						if !yield(pagination.Source[huaweiorg.Handshake]{Name: fmt.Sprint(n), Items: c.ListHandshakes().All}) {
							return
						}
					}
				}) {
					require.NoError(t, err)
					items++
				}
				assert.Equal(t, accounts, items)
				slower := time.Since(start).Seconds() / (accounts / 100)
				refused := float64(service.refused) / accounts
				t.Logf("%.2f times the ideal time, %.2f refusals an account", slower, refused)
				assert.LessOrEqual(t, slower, c.slower)
				assert.LessOrEqual(t, refused, c.refused)
			})
		})
	}
}
