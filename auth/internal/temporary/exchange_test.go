package temporary

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestNewLocalTransport(t *testing.T) {
	t.Parallel()
	link := NewLocalTransport(time.Second, 3*time.Second)
	assert.Nil(t, link.Proxy)
	assert.True(t, link.DisableKeepAlives)
}
