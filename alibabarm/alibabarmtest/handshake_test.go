package alibabarmtest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

func TestListBody(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(alibabarm.Handshake{ID: "h-0k3v7m2q", Note: "Grüße 你好 🚀\n<b>&", TargetType: "Email", TargetEntity: "ops@example.test"})[0]
	got := get(t, s, root.Credentials, sent(""))
	assert.Contains(t, got.body, `Grüße 你好 🚀\n<b>&`, "as it is, not escaped for HTML")
	want, err := json.Marshal(map[string]any{
		"RequestId": got.header.Get("X-Acs-Request-Id"), "PageNumber": 1, "PageSize": 10, "TotalCount": 1,
		"Handshakes": map[string]any{"Handshake": []any{map[string]any{
			"HandshakeId": h.ID, "ResourceDirectoryId": root.ResourceDirectoryID, "MasterAccountId": root.ID,
			"MasterAccountName": root.Name, "TargetEntity": "ops@example.test", "TargetType": "Email", "Note": h.Note, "Status": "Pending",
			"CreateTime": "2025-03-01T10:00:00Z", "ModifyTime": "2025-03-01T10:00:00Z", "ExpireTime": "2025-03-15T10:00:00Z",
		}}},
	})
	require.NoError(t, err)
	assert.JSONEq(t, string(want), got.body)

	require.True(t, s.Update(h.ID, func(h *alibabarm.Handshake) { h.ExpireTime = time.Time{} }))
	got = get(t, s, root.Credentials, sent(""))
	assert.NotContains(t, got.body, "ExpireTime")
	assert.Equal(t, "Pending", got.Handshakes.Handshake[0].Status, "without a date none expires")
	require.True(t, s.Remove(h.ID))
	got = get(t, s, root.Credentials, sent(""))
	assert.JSONEq(t, `{"RequestId":"`+got.RequestID+`","PageNumber":1,"PageSize":10,"TotalCount":0,"Handshakes":{"Handshake":[]}}`, got.body)
}
