package huaweiorgtest_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const day = 24 * time.Hour

func TestSeedFillsInWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(huaweiorg.Handshake{Notes: "n"})[0]
	assert.Regexp(t, "^h-[0-9a-z]{8,32}$", h.ID)
	assert.Equal(t, "organizations::"+root.ID+":handshake:"+root.OrganizationID+"/"+h.ID, h.URN)
	assert.Equal(t, root.ID, h.ManagementAccountID)
	assert.Equal(t, root.Name, h.ManagementAccountName)
	assert.Equal(t, root.OrganizationID, h.OrganizationID)
	assert.Equal(t, huaweiorg.StatusPending, h.Status)
	assert.Equal(t, huaweiorg.TargetTypeAccount, h.Target.Type)
	assert.Equal(t, fixed(), h.CreatedAt)
	assert.Equal(t, fixed(), h.UpdatedAt)
	assert.Equal(t, fixed().Add(14*day), h.ExpiredAt)
	assert.Equal(t, "n", h.Notes)
	assert.Equal(t, []huaweiorg.Handshake{h}, s.Handshakes())

	odd := huaweiorg.Handshake{ID: "x", URN: "u", Status: "awaiting_review", Notes: "m", ManagementAccountID: "a",
		ManagementAccountName: "b", OrganizationID: "c", Target: huaweiorg.Target{Type: "email", Entity: "owner@example.test"},
		CreatedAt: fixed().Add(1), UpdatedAt: fixed().Add(2 * time.Hour), ExpiredAt: fixed().Add(3 * time.Hour)}
	kept := s.Seed(odd)[0]
	odd.CreatedAt = fixed()
	assert.Equal(t, odd, kept, "only the fraction of a second is lost")
}

func TestSeedWorksBeforeAnyAccount(t *testing.T) {
	t.Parallel()
	s := huaweiorgtest.New(huaweiorgtest.WithClock(fixed))
	h := s.Seed(huaweiorg.Handshake{})[0]
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	assert.Equal(t, []string{h.ID}, get(t, s, root.Credentials, sentPath).ids())
}

func TestTheWireFormIsTheServices(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(huaweiorg.Handshake{ID: "h-0k3v7m2q", Notes: "Grüße 你好 🚀\n<b>&", Target: huaweiorg.Target{Type: "name", Entity: "子公司"}})[0]
	got := get(t, s, root.Credentials, sentPath)
	assert.Contains(t, got.body, `Grüße 你好 🚀\n<b>&`, "as it is, not escaped for HTML")
	want, err := json.Marshal(map[string]any{
		"handshakes": []any{map[string]any{
			"id": h.ID, "urn": h.URN, "updated_at": "2025-03-01T10:00:00Z", "created_at": "2025-03-01T10:00:00Z",
			"expired_at": "2025-03-15T10:00:00Z", "management_account_id": root.ID, "management_account_name": root.Name,
			"organization_id": root.OrganizationID, "notes": h.Notes, "status": "pending",
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

func TestAPendingInvitationExpiresAndIsForgotten(t *testing.T) {
	t.Parallel()
	s, root := newService(1)
	status := func() string {
		got := get(t, s, root.Credentials, sentPath)
		if len(got.Handshakes) == 0 {
			return "forgotten"
		}
		return got.Handshakes[0].Status
	}
	s.Advance(14*day - time.Second)
	assert.Equal(t, "pending", status())
	s.Advance(time.Second)
	assert.Equal(t, "expired", status())
	assert.Equal(t, fixed().Add(14*day), s.Handshakes()[0].UpdatedAt)
	s.Advance(30*day - time.Second)
	assert.Equal(t, "expired", status())
	s.Advance(time.Second)
	assert.Equal(t, "forgotten", status())
	assert.Empty(t, s.Handshakes())
}

func TestRetentionCanBeChanged(t *testing.T) {
	t.Parallel()
	old := huaweiorg.Handshake{Status: huaweiorg.StatusAccepted, CreatedAt: fixed().Add(-365 * day)}
	for retention, want := range map[time.Duration]int{0: 0, 366 * day: 1, 365 * day: 0, -1: 1} {
		s, _ := newService(0, huaweiorgtest.WithRetention(retention))
		s.Seed(old)
		assert.Len(t, s.Handshakes(), want, "%v", retention)
	}
}

func TestInvitationsChangeInPlace(t *testing.T) {
	t.Parallel()
	s, _ := newService(3)
	ids := idsOf(s.Handshakes())
	s.Seed(huaweiorg.Handshake{ID: ids[1], Notes: "new"})
	assert.Equal(t, ids, idsOf(s.Handshakes()))
	assert.Equal(t, "new", s.Handshakes()[1].Notes)

	assert.True(t, s.Update(ids[1], func(h *huaweiorg.Handshake) { h.ID, h.Notes = "another", "newer" }))
	assert.Equal(t, ids, idsOf(s.Handshakes()), "an ID cannot be changed")
	assert.Equal(t, "newer", s.Handshakes()[1].Notes)

	assert.True(t, s.Remove(ids[1]))
	assert.False(t, s.Remove(ids[1]))
	assert.False(t, s.Update(ids[1], func(*huaweiorg.Handshake) {}))
	assert.Equal(t, slices.Delete(ids, 1, 2), idsOf(s.Handshakes()))
}
