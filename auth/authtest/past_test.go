package authtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

const day = 24 * time.Hour

func TestPast_Draw(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 10, 0, 0, 5, time.UTC)
	for name, c := range map[string]struct{ retention, oldest time.Duration }{
		"stays within a month if the service lists everything": {retention: -1, oldest: 29 * day},
		"stays within the retention if that is shorter": {
			retention: 7 * day, oldest: 7 * day,
		},
		"stays within a month if the retention is longer": {
			retention: 90 * day, oldest: 29 * day,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ends := map[authtest.End]int{}
			r := authtest.Seed(1).Rand(name)
			for range 1000 {
				l := authtest.Past{Now: now, Validity: 14 * day, Retention: c.retention}.Draw(r)
				ends[l.End]++
				assert.Equal(t, l.Created.Add(14*day), l.Expires)
				assert.Equal(t, l.Created.Truncate(time.Second), l.Created)
				assert.False(t, l.Updated.Before(l.Created))
				assert.False(t, l.Updated.After(now))
				switch l.End {
				case authtest.Pending:
					assert.True(t, l.Expires.After(now))
					assert.Equal(t, l.Created, l.Updated)
				case authtest.Expired:
					assert.Equal(t, l.Expires, l.Updated)
				default:
					assert.True(t, l.Updated.Before(l.Expires))
				}
				if l.End != authtest.Pending {
					assert.Less(t, now.Sub(l.Updated), c.oldest)
				}
			}
			for end := authtest.Pending; end <= authtest.Expired; end++ {
				assert.Greater(t, ends[end], 30, end)
			}
		})
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	empty, set := "", "set"
	authtest.Fill(&empty, func() string { return "filled" })
	authtest.Fill(&set, func() string { return "filled" })
	assert.Equal(t, []string{"filled", "set"}, []string{empty, set})
}

func TestFillDates(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 10, 0, 0, 5, time.UTC)
	second := now.Truncate(time.Second)
	for name, c := range map[string]struct{ in, want authtest.Life }{
		"fills all dates of a pending invitation": {
			want: authtest.Life{Created: second, Updated: second, Expires: second.Add(14 * day)},
		},
		"takes the expiry as the change of an expired invitation": {
			in: authtest.Life{End: authtest.Expired},
			want: authtest.Life{
				End: authtest.Expired, Created: second, Updated: second.Add(14 * day),
				Expires: second.Add(14 * day),
			},
		},
		"changes only the fraction and the zone of dates that are set": {
			in: authtest.Life{
				Created: now.In(time.FixedZone("x", 3600)), Updated: now.Add(day),
				Expires: now.Add(2 * day),
			},
			want: authtest.Life{
				Created: second, Updated: second.Add(day), Expires: second.Add(2 * day),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			authtest.FillDates(&c.in, now, 14*day)
			assert.Equal(t, c.want, c.in)
		})
	}
}

func TestQuota_Full(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []bool{true, false, true, true, false},
		[]bool{authtest.Quota(0).Full(0), authtest.Quota(2).Full(1), authtest.Quota(2).Full(2), authtest.Quota(2).Full(3), authtest.Quota(-1).Full(1 << 40)})
}
