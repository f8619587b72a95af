package invitation

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type compactTestRow struct {
	ID     string
	Status Status
	Target Target
	At     time.Time
}

func (r compactTestRow) Invitation() Invitation {
	return Invitation{ID: r.ID, Status: r.Status, Target: r.Target, Created: r.At, Native: r}
}

// compactTestRows have little or nothing in common with their neighbours.
func compactTestRows() []compactTestRow {
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	rows := []compactTestRow{
		{ID: "h-1", Status: StatusPending, Target: Target{Type: "account", Entity: "a"}, At: at},
		{ID: "h-1", Status: StatusPending, Target: Target{Type: "account", Entity: "a"}, At: at},
		{},
		{ID: "h-", At: at.Add(-40*365*24*time.Hour - time.Nanosecond)},
		{ID: "h-1\x00", Status: "\xff\xfe", Target: Target{Type: "ä", Entity: "é\u202e"}, At: at.Add(time.Nanosecond)},
		{ID: strings.Repeat("h", 70_000), At: time.Date(9999, time.December, 31, 23, 59, 59, 999999999, time.UTC)},
	}
	for n := range 2 * modelEvery {
		rows = append(rows, compactTestRow{ID: strings.Repeat("h", n), At: at.Add(time.Duration(n) * time.Hour)})
	}
	return rows
}

func TestCompactor(t *testing.T) {
	t.Parallel()
	t.Run("restores every row as it was", func(t *testing.T) {
		t.Parallel()
		var c compactor
		var kept []compactRow
		for _, row := range compactTestRows() {
			compact, ok := c.compact(row)
			require.True(t, ok)
			kept = append(kept, compact)
		}
		for n, want := range compactTestRows() {
			require.Equal(t, want, c.restore(kept[n]), n)
		}
	})
	t.Run("keeps of a text only what the model does not have", func(t *testing.T) {
		t.Parallel()
		var c compactor
		first := compactTestRow{ID: strings.Repeat("h", 1000)}
		_, _ = c.compact(first)
		second := first
		second.ID += "2"
		compact, _ := c.compact(second)
		assert.Less(t, len(compact), 20)
	})
	t.Run("leaves out what it cannot restore", func(t *testing.T) {
		t.Parallel()
		for name, row := range map[string]any{
			"a number": struct{ N int }{1}, "a pointer": &compactTestRow{}, "a hidden field": struct{ id string }{"h-1"},
			"a map as in JSON": map[string]any{"id": "h-1"}, "nothing": nil,
		} {
			var c compactor
			_, ok := c.compact(row)
			assert.False(t, ok, name)
		}
	})
	t.Run("leaves out rows of another type than the first one", func(t *testing.T) {
		t.Parallel()
		var c compactor
		_, _ = c.compact(compactTestRow{ID: "h-1"})
		_, ok := c.compact(Target{Entity: "a"})
		assert.False(t, ok)
	})
}

func TestInvitationMap(t *testing.T) {
	t.Parallel()
	read := compactTestRow{ID: "h-1"}.Invitation()
	other := Invitation{ID: "h-2", Note: "not of a client"}
	key := digestOf("a")
	for _, c := range []struct {
		name string
		set  []Invitation
		read bool
		want Invitation
	}{
		{name: "restores what the client read", set: []Invitation{read}, read: true, want: read},
		{name: "keeps what no client read", set: []Invitation{other}, read: true, want: other},
		{name: "replaces a compact one", set: []Invitation{read, other}, read: true, want: other},
		{name: "replaces a complete one", set: []Invitation{other, read}, read: true, want: read},
		{name: "keeps what the caller changed", want: Invitation{ID: "h-3", Native: read.Native},
			set: []Invitation{{ID: "h-3", Native: read.Native}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newInvitationMap()
			for _, i := range c.set {
				m.set(key, i, c.read)
			}
			got, ok := m.get(key)
			assert.True(t, ok)
			assert.Equal(t, c.want, got)
			for i := range m.all() {
				assert.Equal(t, c.want, i)
			}
			assert.Equal(t, 1, len(m.compact)+len(m.complete))
		})
	}
}

func TestTarget_digest(t *testing.T) {
	t.Parallel()
	targets := []Target{
		{}, {Type: TargetTypeAccount, Entity: "a"}, {Type: TargetTypeName, Entity: "a"}, {Type: TargetTypeName, Entity: "A"},
		{Type: "namea"}, {Entity: "namea"}, {Type: "x", Entity: "y"}, {Type: "xy"},
	}
	met := map[digest]Target{}
	for _, target := range targets {
		assert.NotContains(t, met, target.digest(), target)
		met[target.digest()] = target
	}
	upper, lower := Target{Type: "EMAIL", Entity: "OPS@example.org"}, Target{Type: TargetTypeEmail, Entity: "ops@example.org"}
	assert.Equal(t, lower.digest(), upper.digest(), "two spellings of one account")
}
