package alibabarmtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
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
	assert.Contains(t, got.body, `Grüße 你好 🚀\n<b>&`, "the body is not escaped for HTML")
	want, err := json.Marshal(map[string]any{
		"RequestId": got.header.Get("X-Acs-Request-Id"), "PageNumber": 1, "PageSize": 10,
		"TotalCount": 1,
		"Handshakes": map[string]any{"Handshake": []any{map[string]any{
			"HandshakeId": h.ID, "ResourceDirectoryId": root.ResourceDirectoryID,
			"MasterAccountId":   root.ID,
			"MasterAccountName": root.Name, "TargetEntity": "ops@example.test",
			"TargetType": "Email", "Note": h.Note, "Status": "Pending",
			"CreateTime": "2025-03-01T10:00:00Z", "ModifyTime": "2025-03-01T10:00:00Z",
			"ExpireTime": "2025-03-15T10:00:00Z",
		}}},
	})
	require.NoError(t, err)
	assert.JSONEq(t, string(want), got.body)

	require.True(t, s.Update(h.ID, func(h *alibabarm.Handshake) { h.ExpireTime = time.Time{} }))
	got = get(t, s, root.Credentials, sent(""))
	assert.NotContains(t, got.body, "ExpireTime")
	assert.Equal(t, "Pending", got.Handshakes.Handshake[0].Status, "an invitation without a date does not expire")
	require.True(t, s.Remove(h.ID))
	got = get(t, s, root.Credentials, sent(""))
	assert.JSONEq(t, `{"RequestId":"`+got.RequestID+`","PageNumber":1,"PageSize":10,"TotalCount":0,"Handshakes":{"Handshake":[]}}`, got.body)
}

// TestWithHandshake_malformedID checks that the service refuses an ID whose form the cloud
// never issues, unless the test seeded it.
func TestWithHandshake_malformedID(t *testing.T) {
	t.Parallel()
	for _, e := range edges {
		s, root, guest := party()
		for _, op := range []string{getOp, acceptOp, declineOp, cancelOp} {
			for id, want := range map[string]string{
				"no+id": "InvalidParameter.HandshakeId", "h-": "InvalidParameter.HandshakeId",
				"H-Ab12Cd34Ef56Gh78": "InvalidParameter.HandshakeId",
				"h-Ab12Cd34Ef56Gh7_": "InvalidParameter.HandshakeId",
				"h-Ab12Cd34Ef56Gh78": "EntityNotExists.Handshake",
				"h-Ab12":             "EntityNotExists.Handshake",
			} {
				got := e.post(t, s, root, op, "HandshakeId="+id)
				assert.Equal(t, want, got.Code, "%s %s", op, id)
				assert.Equal(t, map[bool]int{true: http.StatusBadRequest, false: http.StatusNotFound}[strings.HasPrefix(want, "Invalid")], got.status, "%s %s", op, id)
			}
		}
		seeded := to(guest, alibabarm.StatusPending)
		seeded.ID = "an invitation"
		s.Seed(seeded)
		assert.Equal(t, http.StatusOK, e.post(t, s, root, getOp, "HandshakeId=an+invitation").status)
	}
}
