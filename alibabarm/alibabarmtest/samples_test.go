package alibabarmtest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestBelievableInvitationsAreMixedAndAllListed(t *testing.T) {
	t.Parallel()
	s, _ := newService(0)
	hs := s.Believable(300)
	require.Len(t, hs, 300)
	assert.Equal(t, hs, s.Believable(300), "the same each time")
	s.Seed(hs...)
	require.Equal(t, idsOf(hs), idsOf(s.Handshakes()), "all different, none forgotten, in this order")
	statuses, types, notes, days := map[alibabarm.Status]int{}, map[alibabarm.TargetType]int{}, map[string]bool{}, map[string]bool{}
	for i, h := range s.Handshakes() {
		assert.Equal(t, hs[i].Status, h.Status, "none changes when it is listed")
		assert.Regexp(t, "^h-[0-9a-zA-Z]{16}$", h.ID)
		assert.Equal(t, h.CreateTime.Add(14*day), h.ExpireTime)
		assert.False(t, h.ModifyTime.Before(h.CreateTime))
		assert.False(t, h.ModifyTime.After(fixed()))
		assert.False(t, h.ModifyTime.After(h.ExpireTime))
		statuses[h.Status]++
		types[h.TargetType]++
		notes[h.Note], days[h.CreateTime.Format(time.DateOnly)] = true, true
	}
	assert.True(t, slices.IsSortedFunc(hs, func(a, b alibabarm.Handshake) int { return a.CreateTime.Compare(b.CreateTime) }))
	assert.Len(t, statuses, 5)
	assert.Len(t, types, 2)
	assert.Greater(t, len(notes), 5)
	assert.Greater(t, len(days), 20)
	assert.Empty(t, s.Believable(-1))
}

func TestBelievableInvitationsFitAShortRetention(t *testing.T) {
	t.Parallel()
	for _, retention := range []time.Duration{-1, time.Nanosecond, time.Hour, 7 * day, 90 * day} {
		s, _ := newService(0, alibabarmtest.WithRetention(retention))
		hs := s.Seed(s.Believable(100)...)
		if retention > time.Second {
			assert.Len(t, s.Handshakes(), len(hs), retention)
		}
	}
}

func TestBelievableReceivedInvitationsNameTheAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	invitee := s.AddAccount(alibabarmtest.Account{Email: "sandbox@example.test"})
	hs := s.BelievableReceived(invitee, 40)
	assert.Equal(t, hs, s.BelievableReceived(invitee, 40), "the same each time")
	s.Seed(hs...)
	types := map[alibabarm.TargetType]int{}
	for _, h := range hs {
		types[h.TargetType]++
		assert.NotEqual(t, root.ID, h.MasterAccountID)
		assert.NotEqual(t, root.ResourceDirectoryID, h.ResourceDirectoryID)
	}
	assert.Len(t, types, 2)
	assert.Equal(t, idsOf(hs), get(t, s, invitee.Credentials, received("PageSize=100")).ids())
	assert.Empty(t, get(t, s, root.Credentials, sent("")).ids())
}
