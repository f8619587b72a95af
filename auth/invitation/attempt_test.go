package invitation_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A numbering transport notes of which attempt each request is.
type numbering struct {
	http.RoundTripper
	ops      []string
	attempts []int
}

func (n *numbering) RoundTrip(req *http.Request) (*http.Response, error) {
	op, attempt, ok := auth.AttemptFrom(req.Context())
	if ok {
		n.ops, n.attempts = append(n.ops, op), append(n.attempts, attempt)
	}
	return n.RoundTripper.RoundTrip(req)
}

func TestCloud_AttemptFrom(t *testing.T) {
	t.Parallel()
	run(t, "numbers the attempts of each call from 1", func(t *testing.T, w world) {
		var m metrics
		transport := &numbering{RoundTripper: w.roundTripper()}
		client := w.client(w.cloud().root, clientSettings{transport: transport, observers: observing(m.observe)})
		w.inject(fault{times: 2, kind: kind(w, "unavailable")})
		for range 2 {
			_, err := client.list(t.Context(), false)
			require.NoError(t, err)
		}
		assert.Equal(t, []int{1, 2, 3, 1}, transport.attempts)
		for _, op := range transport.ops {
			assert.Equal(t, m.last.Op, op)
		}
	})
	_, _, ok := auth.AttemptFrom(t.Context())
	assert.False(t, ok, "another context has none")
}
