package huaweiorgtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRoute(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for _, target := range []string{"/", "/v1/handshakes", sentPath + "/", receivedPath + "/h-0", "/v1//received-handshakes"} {
		got := get(t, s, a.Credentials, target)
		assert.Equal(t, http.StatusNotFound, got.status, target)
		assert.Equal(t, "APIGW.0101", got.ErrorCode, target)
		assert.Equal(t, got.header.Get("X-Request-Id"), got.RequestID, target)
	}
	got := get(t, s, a.Credentials, sentPath, func(r *http.Request) { r.Method = http.MethodPost })
	assert.Equal(t, "APIGW.0101", got.ErrorCode)
}
