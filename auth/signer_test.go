package auth

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTransport_RoundTrip_headers refuses what net/http would refuse. Such a refusal is no
// failed connection.
func TestTransport_RoundTrip_headers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		h    http.Header
		ok   bool
	}{
		{name: "text beyond ASCII is sent", h: http.Header{"X-Note": {"näive\tnote"}}, ok: true},
		{
			name: "a line break in a value is refused",
			h:    http.Header{"X-Note": {"fine", "canary\r\nX-Evil: 1"}},
		},
		{name: "a DEL in a value is refused", h: http.Header{"X-Note": {"canary\x7f"}}},
		{name: "a space in a name is refused", h: http.Header{"X Note": {"canary"}}},
		{name: "an empty name is refused", h: http.Header{"": {"canary"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			call := read(t, "/")
			call.Request.Header = c.h
			service := serving(status(200))
			_, err := testClient(t, service, func(c *Config) { c.Signer = signs(func() error { return nil }) }).Do(t.Context(), call)
			if c.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorAs(t, err, new(*SignError))
			require.ErrorIs(t, err, ErrInvalid)
			assert.Empty(t, service.requests)
			assert.NotContains(t, err.Error(), "canary")
		})
	}
}
