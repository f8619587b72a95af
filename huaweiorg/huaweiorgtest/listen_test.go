package huaweiorgtest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// start serves over a socket with a pool of the test's own.
func start(t *testing.T, s *huaweiorgtest.Service) (url string, pool *http.Transport) {
	t.Helper()
	url, err := s.Start()
	require.NoError(t, err)
	pool = &http.Transport{}
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		assert.NoError(t, s.Close())
	})
	return url, pool
}

func TestASocketServesTheSame(t *testing.T) {
	s, a := newService(5)
	url, pool := start(t, s)
	again, err := s.Start()
	require.NoError(t, err)
	assert.Equal(t, url, again)
	resp, err := sendVia(pool, url+sentPath+"?limit=2", a.Credentials, s.Now())
	got := read(t, resp, err)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, get(t, s, a.Credentials, sentPath+"?limit=2").body, got.body)
	assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"))
	assert.NotEmpty(t, got.header.Get("X-Request-Id"))
	assert.EqualValues(t, len(got.body), resp.ContentLength)
}

func TestAServiceIsAHandler(t *testing.T) {
	t.Parallel()
	s, _ := newService(1)
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, sentPath, nil)
	s.ServeHTTP(w, r)
	assert.Equal(t, http.StatusUnauthorized, w.Code, "nobody signed it")
	assert.Len(t, s.Requests(), 1)
}
