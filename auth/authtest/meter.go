package authtest

import "time"

// A Window reports whether a past event still counts at the time now.
type Window func(event, now time.Time) bool

// Last returns the window of the last d. An event that is d old no longer counts.
func Last(d time.Duration) Window {
	return func(event, now time.Time) bool { return now.Sub(event) < d }
}

// SameDay returns the window of a calendar day, which begins at midnight in the zone. A nil
// zone is UTC.
func SameDay(zone *time.Location) Window {
	if zone == nil {
		zone = time.UTC
	}
	return func(event, now time.Time) bool {
		y, m, d := event.In(zone).Date()
		year, month, day := now.In(zone).Date()
		return y == year && m == month && d == day
	}
}

// A Meter counts events within a window by key, for example the invitations of an organization,
// so that a service can compare them with a [Quota]. It forgets an event that has left the
// window. It is not safe for concurrent use: a service guards it with its own mutex.
type Meter struct {
	// Window decides which events count. If it is nil, all count. Do not change it once the
	// meter is in use.
	Window Window

	order fifo[meterEvent]
	times map[string][]time.Time
}

type meterEvent struct {
	key string
	at  time.Time
}

// Add counts an event.
func (m *Meter) Add(key string, at time.Time) {
	m.forget(at)
	if m.times == nil {
		m.times = map[string][]time.Time{}
	}
	m.times[key] = append(m.times[key], at)
	m.order.push(meterEvent{key, at})
}

// forget removes the oldest events that are out of the window.
func (m *Meter) forget(now time.Time) {
	for m.order.len() > 0 && !m.within(m.order.queued()[0].at, now) {
		key := m.order.pop().key
		if m.times[key] = m.times[key][1:]; len(m.times[key]) == 0 {
			delete(m.times, key)
		}
	}
}

func (m *Meter) within(event, now time.Time) bool { return m.Window == nil || m.Window(event, now) }

// Count returns how many events of the key are in the window.
func (m *Meter) Count(key string, now time.Time) (n int) {
	for _, at := range m.times[key] {
		if m.within(at, now) {
			n++
		}
	}
	return n
}
