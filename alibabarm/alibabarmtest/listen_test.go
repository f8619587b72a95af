package alibabarmtest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// start serves over a socket with a pool of the test's own.
func start(t *testing.T, s *alibabarmtest.Service) (url string, pool *http.Transport) {
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
	resp, err := sendVia(pool, a.Credentials, s.Now(), request{op: sentOp, query: "PageSize=2", base: url})
	got := read(t, resp, err)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, idsOf(s.Handshakes())[:2], got.ids())
	assert.Equal(t, url, "http://"+s.Requests()[0].Host)
	for _, version := range []string{version2020, version2022} {
		resp, err := sendVia(pool, a.Credentials, s.Now(), request{op: receivedOp, base: url, version: version, method: http.MethodGet})
		assert.Equal(t, http.StatusOK, read(t, resp, err).status, "both versions, POST and GET")
	}
	assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"))
	assert.NotEmpty(t, got.header.Get("X-Acs-Request-Id"))
	assert.EqualValues(t, len(got.body), resp.ContentLength)
}

func TestAServiceIsAHandler(t *testing.T) {
	t.Parallel()
	s, _ := newService(1)
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Acs-Version", version2020)
	r.Header.Set("X-Acs-Action", sentOp)
	s.ServeHTTP(w, r)
	assert.Equal(t, http.StatusBadRequest, w.Code, "nobody signed it")
	assert.Len(t, s.Requests(), 1)
}
