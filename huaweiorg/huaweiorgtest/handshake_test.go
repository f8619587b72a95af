package huaweiorgtest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestListHandshakes_Body(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(huaweiorg.Handshake{ID: "h-0k3v7m2q", Notes: "Grüße 你好 🚀\n<b>&", Target: huaweiorg.Target{Type: "name", Entity: "子公司"}})[0]
	got := get(t, s, root.Credentials, sentPath)
	assert.Contains(t, got.body, `Grüße 你好 🚀\n<b>&`, "the body is not escaped for HTML")
	want, err := json.Marshal(map[string]any{
		"handshakes": []any{map[string]any{
			"id": h.ID, "urn": h.URN, "updated_at": "2025-03-01T10:00:00Z",
			"created_at": "2025-03-01T10:00:00Z",
			"expired_at": "2025-03-15T10:00:00Z", "management_account_id": root.ID,
			"management_account_name": root.Name,
			"organization_id":         root.OrganizationID, "notes": h.Notes, "status": "pending",
			"target": map[string]any{"type": "name", "entity": "子公司"},
		}},
		"page_info": map[string]any{"next_marker": nil, "current_count": 1},
	})
	require.NoError(t, err)
	assert.JSONEq(t, string(want), got.body)

	require.True(t, s.Update(h.ID, func(h *huaweiorg.Handshake) { h.ExpiredAt = time.Time{} }))
	assert.NotContains(t, get(t, s, root.Credentials, sentPath).body, "expired_at")
	require.True(t, s.Remove(h.ID))
	assert.JSONEq(t, `{"handshakes":[],"page_info":{"next_marker":null,"current_count":0}}`, get(t, s, root.Credentials, sentPath).body)
}
