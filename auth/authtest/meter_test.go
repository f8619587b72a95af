package authtest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestMeter_Count(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		window authtest.Window
		counts map[time.Duration]int // the count this long after 10:00 UTC, with events at 10:00 and 11:00
	}{
		"counts all events without a window": {
			window: nil, counts: map[time.Duration]int{2 * time.Hour: 2, 9000 * day: 2},
		},
		"counts the events of the last day": {
			window: authtest.Last(day),
			counts: map[time.Duration]int{
				day - 1: 2, day: 1, 25*time.Hour - 1: 1, 25 * time.Hour: 0,
			},
		},
		"counts the events of a day in UTC": {
			window: authtest.SameDay(nil),
			counts: map[time.Duration]int{
				14*time.Hour - 1: 2, 14 * time.Hour: 0, 31 * day: 0, 365 * day: 0,
			},
		},
		"counts the events of a day in China": {
			window: authtest.SameDay(time.FixedZone(
				"", 8*60*60,
			)),
			counts: map[time.Duration]int{6*time.Hour - 1: 2, 6 * time.Hour: 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := authtest.Meter{Window: c.window}
			m.Add("a", fixed())
			m.Add("a", fixed().Add(time.Hour))
			m.Add("b", fixed().Add(time.Hour))
			for after, want := range c.counts {
				assert.Equal(t, want, m.Count("a", fixed().Add(after)), after)
				assert.Zero(t, m.Count("c", fixed().Add(after)))
			}
		})
	}
}

func TestMeter_Add(t *testing.T) {
	t.Parallel()
	m := authtest.Meter{Window: authtest.Last(day)}
	for n := range 1000 {
		key, now := fmt.Sprint("key ", n%3), fixed().Add(time.Duration(n)*time.Hour)
		m.Add(key, now)
		assert.Equal(t, min(n/3+1, 8), m.Count(key, now), "forgets only events that have left the window")
	}
}
