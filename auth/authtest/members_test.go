package authtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	ids := func(m *authtest.Members) (out []string) {
		for _, e := range m.After(0) {
			out = append(out, e.ID)
		}
		return out
	}
	t.Run("members are in the order of joining", func(t *testing.T) {
		t.Parallel()
		var m authtest.Members
		for _, id := range []string{"a", "b", "c"} {
			m.Join(authtest.Membership{AccountID: id, OrganizationID: "o-1"})
		}
		assert.True(t, m.Leave("a"))
		assert.False(t, m.Leave("a"))
		m.Join(authtest.Membership{AccountID: "a", OrganizationID: "o-1"})
		assert.Equal(t, []string{"b", "c", "a"}, ids(&m))
		_, ok := m.Get("d")
		assert.False(t, ok)
	})
	t.Run("members that join again stay in their place, and become invited", func(t *testing.T) {
		t.Parallel()
		var m authtest.Members
		first := authtest.Membership{AccountID: "a", OrganizationID: "o-1", Joined: time.Unix(1, 0)}
		m.Join(first)
		assert.Equal(t, "created", first.JoinMethod())
		m.Join(authtest.Membership{AccountID: "a", OrganizationID: "o-1", Joined: time.Unix(2, 0), Invited: true, Seeded: true})
		first.Invited = true
		got, ok := m.Get("a")
		assert.True(t, ok)
		assert.Equal(t, first, got)
		assert.Equal(t, "invited", got.JoinMethod())
	})
	t.Run("an account that joins another organization leaves the first one", func(t *testing.T) {
		t.Parallel()
		var m authtest.Members
		m.Join(authtest.Membership{AccountID: "a", OrganizationID: "o-1", Invited: true})
		m.Join(authtest.Membership{AccountID: "a", OrganizationID: "o-2"})
		got, _ := m.Get("a")
		assert.Equal(t, authtest.Membership{AccountID: "a", OrganizationID: "o-2"}, got)
		assert.Len(t, m.After(0), 1)
	})
}

func TestMembers_Listed(t *testing.T) {
	t.Parallel()
	member := func(id string, made time.Time) authtest.Membership {
		return authtest.Membership{AccountID: id, OrganizationID: "o-1", Made: made}
	}
	listed := func(m *authtest.Members, number uint64, now time.Time) string {
		ids := ""
		for _, e := range m.Listed(number, now) {
			ids += e.ID
		}
		return ids
	}
	at := func(minutes int) time.Time { return fixed().Add(time.Duration(minutes) * time.Minute) }
	t.Run("the list shows late that an account joined or left", func(t *testing.T) {
		t.Parallel()
		m := authtest.Members{Lag: 2 * time.Minute}
		m.Join(member("a", time.Time{}))
		m.Join(member("b", at(0)))
		m.Join(member("c", time.Time{}))
		assert.Equal(t, "ac", listed(&m, 0, at(1)))
		assert.Equal(t, "abc", listed(&m, 0, at(2)))
		assert.True(t, m.End("a", at(3)))
		_, ok := m.Get("a")
		assert.False(t, ok, "only the list is late, not the membership")
		assert.Equal(t, "abc", listed(&m, 0, at(4)))
		assert.Equal(t, "bc", listed(&m, 1, at(4)))
		m.Join(member("a", at(4)))
		assert.Equal(t, "abc", listed(&m, 0, at(4)), "the list has the account once, although it has joined again")
		assert.Equal(t, "bc", listed(&m, 0, at(5)))
		assert.Equal(t, "bca", listed(&m, 0, at(6)))
		assert.Equal(t, "c", listed(&m, 2, at(5)))
	})
	t.Run("the list never shows an account that left before it appeared", func(t *testing.T) {
		t.Parallel()
		m := authtest.Members{Lag: 2 * time.Minute}
		m.Join(member("a", at(0)))
		assert.True(t, m.End("a", at(1)))
		assert.False(t, m.End("a", at(1)))
		for n := range 5 {
			assert.Empty(t, listed(&m, 0, at(n)))
		}
	})
	t.Run("the list shows a change by a test at once, and without a lag also a change by a request", func(t *testing.T) {
		t.Parallel()
		m := authtest.Members{Lag: 2 * time.Minute}
		m.Join(member("a", time.Time{}))
		assert.Equal(t, "a", listed(&m, 0, at(0)))
		assert.True(t, m.Leave("a"))
		assert.Empty(t, listed(&m, 0, at(0)))
		m = authtest.Members{}
		m.Join(member("a", at(0)))
		assert.Equal(t, "a", listed(&m, 0, at(0)))
		assert.True(t, m.End("a", at(0)))
		assert.Empty(t, listed(&m, 0, at(0)))
	})
}

func TestPage(t *testing.T) {
	t.Parallel()
	var l authtest.Ledger[int]
	for n := range 5 {
		l.Put(string(rune('a'+n)), n)
	}
	even := func(e *authtest.Entry[int]) (int, bool) { return e.Item, e.Item%2 == 0 }
	for name, c := range map[string]struct {
		after uint64
		limit int
		rows  []int
		last  uint64
		more  bool
	}{
		"the page ends at its limit":           {limit: 2, rows: []int{0, 2}, last: 3, more: true},
		"the next page begins after the limit": {after: 3, limit: 2, rows: []int{4}, last: 5},
		"the page is complete at its limit":    {limit: 3, rows: []int{0, 2, 4}, last: 5},
		"the page after the end is empty":      {after: 5, limit: 2, rows: []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, last, more := authtest.Page(l.After(c.after), c.limit, even)
			assert.Equal(t, c.rows, rows)
			assert.Equal(t, c.last, last)
			assert.Equal(t, c.more, more)
		})
	}
}

func TestSeed_Marker(t *testing.T) {
	t.Parallel()
	seed := authtest.Seed(1)
	marker := seed.Marker(7, 1, "list", "account")
	assert.Len(t, marker, 28)
	assert.NotEqual(t, marker, seed.Marker(7, 2, "list", "account"), "markers differ in their nonce")
	number, ok := seed.Position(marker, "list", "account")
	assert.True(t, ok)
	assert.EqualValues(t, 7, number)
	for name, got := range map[string]func() (uint64, bool){
		"another list": func() (uint64, bool) { return seed.Position(marker, "list", "other") },
		"another seed": func() (uint64, bool) { return authtest.Seed(2).Position(marker, "list", "account") },
		"an edit":      func() (uint64, bool) { return seed.Position("A"+marker[1:], "list", "account") },
		"nothing":      func() (uint64, bool) { return seed.Position("", "list", "account") },
	} {
		_, ok := got()
		assert.False(t, ok, name)
	}
}
