package alibabarmtest_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

const day = 24 * time.Hour

func TestSeedFillsInWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(alibabarm.Handshake{Note: "n"})[0]
	assert.Regexp(t, "^h-[0-9a-zA-Z]{16}$", h.ID)
	assert.Equal(t, root.ID, h.MasterAccountID)
	assert.Equal(t, root.Name, h.MasterAccountName)
	assert.Equal(t, root.ResourceDirectoryID, h.ResourceDirectoryID)
	assert.Equal(t, alibabarm.StatusPending, h.Status)
	assert.Equal(t, alibabarm.TargetTypeAccount, h.TargetType)
	assert.Regexp(t, "^1[0-9]{15}$", h.TargetEntity)
	assert.Equal(t, fixed(), h.CreateTime)
	assert.Equal(t, fixed(), h.ModifyTime)
	assert.Equal(t, fixed().Add(14*day), h.ExpireTime)
	assert.Equal(t, "n", h.Note)
	assert.Equal(t, []alibabarm.Handshake{h}, s.Handshakes())

	odd := alibabarm.Handshake{ID: "x", Status: "Revoked", Note: "m", MasterAccountID: "a",
		MasterAccountName: "b", ResourceDirectoryID: "c", TargetType: "Phone", TargetEntity: "0",
		CreateTime: fixed().Add(1), ModifyTime: fixed().Add(2 * time.Hour), ExpireTime: fixed().Add(3 * time.Hour)}
	kept := s.Seed(odd)[0]
	odd.CreateTime = fixed()
	assert.Equal(t, odd, kept, "only the fraction of a second is lost")
}

func TestSeedWorksBeforeAnyAccount(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New(alibabarmtest.WithClock(fixed))
	h := s.Seed(alibabarm.Handshake{})[0]
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	assert.Equal(t, []string{h.ID}, get(t, s, root.Credentials, sent("")).ids())
}

func TestTheWireFormIsTheServices(t *testing.T) {
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

func TestAPendingInvitationExpiresAndIsForgotten(t *testing.T) {
	t.Parallel()
	s, root := newService(1)
	status := func() string {
		got := get(t, s, root.Credentials, sent(""))
		if got.TotalCount == 0 {
			return "forgotten"
		}
		return got.Handshakes.Handshake[0].Status
	}
	s.Advance(14*day - time.Second)
	assert.Equal(t, "Pending", status())
	s.Advance(time.Second)
	assert.Equal(t, "Expired", status())
	assert.Equal(t, fixed().Add(14*day), s.Handshakes()[0].ModifyTime)
	s.Advance(30*day - time.Second)
	assert.Equal(t, "Expired", status())
	s.Advance(time.Second)
	assert.Equal(t, "forgotten", status())
	assert.Empty(t, s.Handshakes())
}

func TestRetentionCanBeChanged(t *testing.T) {
	t.Parallel()
	old := alibabarm.Handshake{Status: alibabarm.StatusAccepted, CreateTime: fixed().Add(-365 * day)}
	for retention, want := range map[time.Duration]int{0: 0, 366 * day: 1, 365 * day: 0, -1: 1} {
		s, _ := newService(0, alibabarmtest.WithRetention(retention))
		s.Seed(old)
		assert.Len(t, s.Handshakes(), want, "%v", retention)
	}
}

func TestInvitationsChangeInPlace(t *testing.T) {
	t.Parallel()
	s, _ := newService(3)
	ids := idsOf(s.Handshakes())
	s.Seed(alibabarm.Handshake{ID: ids[1], Note: "new"})
	assert.Equal(t, ids, idsOf(s.Handshakes()))
	assert.Equal(t, "new", s.Handshakes()[1].Note)

	assert.True(t, s.Update(ids[1], func(h *alibabarm.Handshake) { h.ID, h.Note = "another", "newer" }))
	assert.Equal(t, ids, idsOf(s.Handshakes()), "an ID cannot be changed")
	assert.Equal(t, "newer", s.Handshakes()[1].Note)

	assert.True(t, s.Remove(ids[1]))
	assert.False(t, s.Remove(ids[1]))
	assert.False(t, s.Update(ids[1], func(*alibabarm.Handshake) {}))
	assert.Equal(t, slices.Delete(ids, 1, 2), idsOf(s.Handshakes()))
}
