package auth

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An unsigned is a signer that signs nothing, so a benchmark measures only the call.
type unsigned struct{}

func (unsigned) Sign(*http.Request, []byte, Credentials, time.Time) error { return nil }

// responding is a transport that returns its status codes in turn.
type responding struct {
	statuses []int
	n        int
}

func (r *responding) RoundTrip(*http.Request) (*http.Response, error) {
	status := r.statuses[r.n%len(r.statuses)]
	r.n++
	body := io.NopCloser(strings.NewReader(`{"handshakes":[]}`))
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: 17}, nil
}

func BenchmarkClient_Do(b *testing.B) {
	for _, c := range []struct {
		name     string
		statuses []int
	}{
		{name: "an accepted read", statuses: []int{http.StatusOK}},
		{
			name:     "a read that is retried once",
			statuses: []int{http.StatusServiceUnavailable, http.StatusOK},
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			client := testClient(b, &responding{statuses: c.statuses}, func(config *Config) {
				config.Signer = unsigned{}
				config.Jitter = func(time.Duration) time.Duration { return 0 }
			})
			call := read(b, "/v1/organizations/handshakes?limit=2000")
			b.ReportAllocs()
			for b.Loop() {
				_, err := client.Do(b.Context(), call)
				require.NoError(b, err)
			}
		})
	}
}
