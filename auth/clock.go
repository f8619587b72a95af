package auth

import (
	"net/http"
	"sync/atomic"
	"time"
)

// tolerance is the difference from the service's clock that the client does not correct. The
// services accept a quarter of an hour.
const tolerance = 5 * time.Minute

// A clock knows how far the service's clock is ahead of ours. All copies of a [Client] share
// one.
type clock struct {
	offset    atomic.Int64
	confirmed atomic.Pointer[time.Time] // when the date of a refusal last showed that the client's time is right
}

func (c *clock) ahead() time.Duration { return time.Duration(c.offset.Load()) }

// learn corrects the offset by the date of a response, if the clock that signed the
// request, now plus used, was off by more than the tolerance. The offset that was
// used decides: another call may have corrected the shared one in the meantime.
func (c *clock) learn(h http.Header, now time.Time, used time.Duration) bool {
	ahead, wrong := c.compare(h, now, used)
	if wrong {
		c.offset.Store(int64(ahead))
	}
	return wrong
}

// compare returns how far the date of a response is ahead of now, and whether now plus used is
// off by more than the tolerance. If it is not, compare notes that the clock is right.
func (c *clock) compare(h http.Header, now time.Time, used time.Duration) (ahead time.Duration, wrong bool) {
	date, ok := parseDate(h.Get("Date"))
	if !ok {
		return 0, false
	}
	ahead = date.Sub(now)
	off := ahead - used
	if wrong = off < -tolerance || off > tolerance; !wrong {
		c.confirmed.Store(&now)
	}
	return ahead, wrong
}

// A watch is a clock of ours, and what the client knows of the service's.
type watch struct {
	now func() time.Time
	*clock
}

// A moment is one reading of a watch.
type moment struct {
	// passing is the time of this machine, for elapsed time. Clients that share a cache need
	// not agree about what time it is.
	passing time.Time
	service time.Time // the time of the service, for dates of the service such as an expiry
	sure    bool      // a recent response confirmed the service time
}

func (w watch) read() moment {
	local := w.now()
	at := w.confirmed.Load()
	// A date that seems to be from long ago is from before a change of the local clock.
	sure := at != nil && local.Sub(*at).Abs() <= tolerance
	return moment{time.Now(), local.Add(w.ahead()), sure}
}

// alive reports whether credentials have not expired, as far as the client knows.
func (m moment) alive(keys *Credentials) bool {
	return keys.Expires.IsZero() || m.service.Before(keys.Expires)
}

// dead reports whether credentials have certainly expired.
func (m moment) dead(keys *Credentials) bool {
	return m.sure && !keys.Expires.IsZero() && !m.service.Before(keys.Expires.Add(tolerance))
}
