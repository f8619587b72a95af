package auth

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A closable transport counts how often its idle connections are closed.
type closable struct {
	http.RoundTripper
	closed int
}

func (c *closable) CloseIdleConnections() { c.closed++ }

func TestClient_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	t.Run("closes the idle connections of its Base", func(t *testing.T) {
		t.Parallel()
		base := &closable{RoundTripper: serving(status(200))}
		testClient(t, base).CloseIdleConnections()
		assert.Equal(t, 1, base.closed)
	})
	t.Run("does nothing if its Base has no such method", func(t *testing.T) {
		t.Parallel()
		testClient(t, serving(status(200))).CloseIdleConnections()
	})
	t.Run("does nothing without a client", func(t *testing.T) {
		t.Parallel()
		(*Client)(nil).CloseIdleConnections()
		new(Client).CloseIdleConnections()
	})
}
