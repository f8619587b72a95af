package invitation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestHistory_add(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC)
	old := now.Add(-time.Hour)
	for _, c := range []struct {
		name string
		rows []Invitation // in the order of the list
		want string       // the ID of the one that decides
	}{
		{name: "an open one decides over a newer one", want: "a", rows: []Invitation{
			{ID: "a", Status: StatusPending, Created: old}, {ID: "b", Status: StatusAccepted, Created: now},
		}},
		{name: "the newer one of two that ended", want: "b", rows: []Invitation{
			{ID: "a", Status: StatusAccepted, Created: old}, {ID: "b", Status: StatusExpired, Created: now},
		}},
		{name: "an accepted one if the age of one is unknown", want: "a", rows: []Invitation{
			{ID: "a", Status: StatusAccepted}, {ID: "b", Status: StatusExpired, Created: now},
		}},
		{name: "an accepted one if the age of the other is unknown", want: "b", rows: []Invitation{
			{ID: "a", Status: StatusExpired, Created: now}, {ID: "b", Status: StatusAccepted},
		}},
		{name: "a declined one before a cancelled one of the same time", want: "a", rows: []Invitation{
			{ID: "a", Status: StatusDeclined, Created: now}, {ID: "b", Status: StatusCancelled, Created: now},
		}},
		{name: "a cancelled one before an expired one without dates", want: "b", rows: []Invitation{
			{ID: "a", Status: StatusExpired}, {ID: "b", Status: StatusCancelled},
		}},
		{name: "the first one of two that are alike", want: "a", rows: []Invitation{
			{ID: "a", Status: StatusDeclined}, {ID: "b", Status: StatusDeclined},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHistory(quota{}, false)
			h.date = now
			for _, i := range c.rows {
				h.add(i)
			}
			latest, _ := h.latest.get(Target{}.digest())
			assert.Equal(t, c.want, latest.ID)
			assert.Equal(t, idSet{digestOf("a"): {}, digestOf("b"): {}}, h.ids)
		})
	}
}

func TestQuota_add(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	t.Run("needs no sorting if the times come in order", func(t *testing.T) {
		t.Parallel()
		q := quota{limit: 20}
		for n := range 3 {
			q.add(start.Add(time.Duration(n) * time.Minute))
			assert.False(t, q.unsorted)
		}
	})
	t.Run("finds the oldest if they do not", func(t *testing.T) {
		t.Parallel()
		q := quota{limit: 2}
		q.add(start.Add(time.Minute))
		q.add(start)
		retryAt, usedUp := q.usedUp(start.Add(time.Hour))
		assert.True(t, usedUp)
		assert.Equal(t, start.Add(quotaPeriod), retryAt)
	})
}
