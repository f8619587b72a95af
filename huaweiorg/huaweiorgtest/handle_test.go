package huaweiorgtest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestHandle(t *testing.T) {
	t.Parallel()
	const move = "POST /v1/organizations/accounts/{account_id}/move"
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a, _ := huaweiorgtest.Caller(r.Context())
		_, _ = io.WriteString(w, a.Name+" moves "+r.PathValue("account_id")+" "+string(body))
	})
	t.Run("matches method and path", func(t *testing.T) {
		t.Parallel()
		s, root, _ := party()
		require.NoError(t, s.Handle("MoveAccount", move, handler))
		for _, c := range []struct {
			method, path, body string
			status             int
		}{
			{method: http.MethodPost, path: "/v1/organizations/accounts/a-1/move",
				body: root.Name + " moves a-1 {}", status: 200},
			{method: http.MethodPost, path: "/v1/organizations/accounts/a%2F1/move",
				body: root.Name + " moves a/1 {}", status: 200},
			{method: http.MethodGet, path: "/v1/organizations/accounts/a-1/move", status: 404},
			{method: http.MethodPost, path: "/v1/organizations/accounts/a-1/move/", status: 404},
			{method: http.MethodPost, path: "/v1/organizations//accounts/a-1/move", status: 404},
		} {
			resp, err := try(s, c.method, root.Credentials, c.path, "{}")
			got := read(t, resp, err)
			assert.Equal(t, c.status, got.status, c.path)
			if c.status == http.StatusOK {
				assert.Equal(t, c.body, got.body)
			}
		}
		assert.Equal(t, "MoveAccount", s.Requests()[0].Op)
	})
	t.Run("distinguishes hosts", func(t *testing.T) {
		t.Parallel()
		s, root, _ := party()
		require.NoError(t, s.Handle("Elsewhere", "GET elsewhere.example.test/v1/organizations", handler))
		assert.NotContains(t, get(t, s, root.Credentials, "/v1/organizations").body, "moves")
	})
	t.Run("refuses an invalid pattern, and keeps the others", func(t *testing.T) {
		t.Parallel()
		s, root, _ := party()
		require.NoError(t, s.Handle("MoveAccount", move, handler))
		for _, pattern := range []string{"", "POST", "POST /v1/{", "POST /v1/organizations/accounts/{other}/move", "POST /v1/organizations/{any}/a-1/move"} {
			require.ErrorIs(t, s.Handle("Other", pattern, handler), auth.ErrInvalid, pattern)
		}
		require.NoError(t, s.Handle("MoveAccount", "POST /v1/organizations/accounts/{other}/move", handler), "a test may replace its own handler")
		resp, err := try(s, http.MethodPost, root.Credentials, "/v1/organizations/accounts/a-1/move", "")
		assert.Equal(t, http.StatusOK, read(t, resp, err).status)
	})
}
