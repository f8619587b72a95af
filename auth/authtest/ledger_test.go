package authtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func ids(entries []*authtest.Entry[string]) []string {
	out := []string{}
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func ledgerOf(ids ...string) *authtest.Ledger[string] {
	l := &authtest.Ledger[string]{}
	for _, id := range ids {
		l.Put(id, "thing "+id)
	}
	return l
}

func TestLedger_Put(t *testing.T) {
	t.Parallel()
	t.Run("adds a thing at the end with the next number", func(t *testing.T) {
		t.Parallel()
		l := ledgerOf("c", "a", "b")
		assert.Equal(t, []string{"c", "a", "b"}, ids(l.All()))
		assert.EqualValues(t, 4, l.Next())
		assert.EqualValues(t, 4, l.Put("d", "").Number)
	})
	t.Run("replaces a thing in place, and keeps its number and time", func(t *testing.T) {
		t.Parallel()
		l := ledgerOf("a", "b")
		made := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
		l.Get("a").Made = made
		e := l.Put("a", "new")
		assert.Equal(t, authtest.Entry[string]{ID: "a", Number: 1, Made: made, Item: "new"}, *e)
		assert.Equal(t, []string{"a", "b"}, ids(l.All()))
		assert.EqualValues(t, 3, l.Next())
	})
}

func TestLedger_Get(t *testing.T) {
	t.Parallel()
	assert.Nil(t, new(authtest.Ledger[string]).Get("a"))
	l := ledgerOf("a")
	assert.Nil(t, l.Get("b"))
	assert.Equal(t, "thing a", l.Get("a").Item)
}

func TestLedger_Update(t *testing.T) {
	t.Parallel()
	l := ledgerOf("a")
	assert.Nil(t, l.Update("b", func(*string) { t.Error("there is no such thing") }))
	assert.Equal(t, "thing a", l.Update("a", nil).Item)
	assert.Equal(t, "changed", l.Update("a", func(s *string) { *s = "changed" }).Item)
	assert.Panics(t, func() {
		l.Update("a", func(s *string) {
			*s = "half"
			panic("x")
		})
	})
	assert.Equal(t, "changed", l.Get("a").Item, "a change that panics changes nothing")
}

func TestLedger_Remove(t *testing.T) {
	t.Parallel()
	l := ledgerOf("a", "b", "c", "d")
	require.True(t, l.Remove("b"))
	assert.False(t, l.Remove("b"))
	assert.Nil(t, l.Get("b"))
	require.True(t, l.Remove("d"))
	assert.Equal(t, []string{"a", "c"}, ids(l.All()))
	assert.EqualValues(t, 5, l.Put("b", "").Number, "the ledger uses no number twice")
	assert.Equal(t, []string{"a", "c", "b"}, ids(l.All()))
}

func TestLedger_After(t *testing.T) {
	t.Parallel()
	assert.Empty(t, new(authtest.Ledger[string]).After(0))
	l := ledgerOf("a", "b", "c", "d", "e")
	l.Remove("b")
	l.Remove("d")
	for number, want := range map[uint64][]string{
		0: {"a", "c", "e"}, 1: {"c", "e"}, 2: {"c", "e"}, 3: {"e"}, 4: {"e"}, 5: {}, 1<<64 - 1: {},
	} {
		assert.Equal(t, want, ids(l.After(number)), number)
	}
}

func TestEntry_Visible(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	e := authtest.Entry[string]{}
	assert.True(t, e.Visible(now, time.Hour), "lists never hide a thing that a test added")
	e.Made = now
	assert.True(t, e.Visible(now, 0))
	assert.False(t, e.Visible(now.Add(time.Hour-1), time.Hour))
	assert.True(t, e.Visible(now.Add(time.Hour), time.Hour))
}
