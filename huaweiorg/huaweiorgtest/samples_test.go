package huaweiorgtest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestBelievableInvitationsAreMixedAndAllListed(t *testing.T) {
	t.Parallel()
	s, _ := newService(0)
	hs := s.Believable(300)
	require.Len(t, hs, 300)
	assert.Equal(t, hs, s.Believable(300), "the same each time")
	s.Seed(hs...)
	require.Equal(t, idsOf(hs), idsOf(s.Handshakes()), "all different, none forgotten, in this order")
	statuses, types, notes, days := map[huaweiorg.Status]int{}, map[huaweiorg.TargetType]int{}, map[string]bool{}, map[string]bool{}
	for i, h := range s.Handshakes() {
		assert.Equal(t, hs[i].Status, h.Status, "none changes when it is listed")
		assert.Regexp(t, "^h-[0-9a-z]{8,32}$", h.ID)
		assert.Equal(t, h.CreatedAt.Add(14*day), h.ExpiredAt)
		assert.False(t, h.UpdatedAt.Before(h.CreatedAt))
		assert.False(t, h.UpdatedAt.After(fixed()))
		assert.False(t, h.UpdatedAt.After(h.ExpiredAt))
		statuses[h.Status]++
		types[h.Target.Type]++
		notes[h.Notes], days[h.CreatedAt.Format(time.DateOnly)] = true, true
	}
	assert.True(t, slices.IsSortedFunc(hs, func(a, b huaweiorg.Handshake) int { return a.CreatedAt.Compare(b.CreatedAt) }))
	assert.Len(t, statuses, 5)
	assert.Len(t, types, 2)
	assert.Greater(t, len(notes), 5)
	assert.Greater(t, len(days), 20)
	assert.Empty(t, s.Believable(-1))
}

func TestBelievableInvitationsFitAShortRetention(t *testing.T) {
	t.Parallel()
	for _, retention := range []time.Duration{-1, time.Nanosecond, time.Hour, 7 * day, 90 * day} {
		s, _ := newService(0, huaweiorgtest.WithRetention(retention))
		hs := s.Seed(s.Believable(100)...)
		if retention > time.Second {
			assert.Len(t, s.Handshakes(), len(hs), retention)
		}
	}
}

func TestBelievableReceivedInvitationsNameTheAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	invitee := s.AddAccount(huaweiorgtest.Account{Name: "sandbox"})
	hs := s.BelievableReceived(invitee, 40)
	assert.Equal(t, hs, s.BelievableReceived(invitee, 40), "the same each time")
	s.Seed(hs...)
	assert.Equal(t, idsOf(hs), get(t, s, invitee.Credentials, receivedPath).ids())
	assert.Empty(t, get(t, s, root.Credentials, sentPath).ids())
}
