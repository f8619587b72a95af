package auth

import (
	"math"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var retryAfterCases = []struct {
	header, date string
	want         time.Duration
	ok           bool
}{
	{},
	{header: "0", ok: true},
	{header: "60", want: time.Minute, ok: true},
	{header: " 60 ", want: time.Minute, ok: true},
	{header: "31536000", want: 365 * 24 * time.Hour, ok: true},
	{header: "99999999999", want: longestWait, ok: true},
	{header: "9223372036854775807", want: longestWait, ok: true},
	{header: "99999999999999999999999999", want: longestWait, ok: true},
	{header: "-1"},
	{header: "+1"},
	{header: "1.5", want: 1500 * time.Millisecond, ok: true},
	{header: "120.", want: 2 * time.Minute, ok: true},
	{header: "0.001", want: time.Millisecond, ok: true},
	{header: "1.2.3"},
	{header: "1. 5"},
	{header: "120, 240", want: 4 * time.Minute, ok: true},
	{header: "240,120", want: 4 * time.Minute, ok: true},
	{header: "60, soon", want: time.Minute, ok: true},
	{header: "soon, later"},
	{header: ","},
	{header: "5, 99999999999999999999999999", want: longestWait, ok: true},
	{
		header: "Sat, 03 Jan 2026 00:01:00 GMT, Sat, 03 Jan 2026 00:02:00 GMT",
		want:   2 * time.Minute, ok: true,
	},
	{header: "30, Sat, 03 Jan 2026 00:01:00 GMT", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 UTC", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 utc", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 UT", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 Z", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 gmt", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 +0000", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 00:01:00 -0000", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 08:01:00 +0800", want: time.Minute, ok: true},
	{header: "Sat, 03 Jan 2026 08:01:00 +08:00", want: time.Minute, ok: true},
	{header: "Sat, 3 Jan 2026 00:01:00 GMT", want: time.Minute, ok: true},
	{header: "03 Jan 2026 00:01:00 GMT", want: time.Minute, ok: true},
	{header: "Saturday, 03-Jan-26 00:01:00 +0000", want: time.Minute, ok: true},
	{header: "2026-01-03T00:01:00Z", want: time.Minute, ok: true},
	{header: "2026-01-03T08:01:00+08:00", want: time.Minute, ok: true},
	{header: "2026-01-03 00:01:00", want: time.Minute, ok: true},
	{
		header: "Sat, 03 Jan 2026 00:01:00 UTC", date: "Sat, 03 Jan 2026 00:00:50 +0000",
		want: 10 * time.Second, ok: true,
	},
	{header: "1e3"},
	{header: "soon"},
	{header: "Sat, 03 Jan 2026 00:01:00 GMT", want: time.Minute, ok: true},
	{header: "Saturday, 03-Jan-26 00:01:00 GMT", want: time.Minute, ok: true},
	{header: "Sat Jan  3 00:01:00 2026", want: time.Minute, ok: true},
	{
		header: "Sat, 03 Jan 2026 00:01:00 GMT", date: "Sat, 03 Jan 2026 00:00:50 GMT",
		want: 10 * time.Second, ok: true,
	},
	{header: "Sat, 03 Jan 2026 00:01:00 GMT", date: "yesterday", want: time.Minute, ok: true},
	{header: "Fri, 02 Jan 2026 00:00:00 GMT", ok: true},
	{header: "Fri, 31 Dec 9999 23:59:59 GMT", want: longestWait, ok: true},
	{header: "Sat, 33 Jan 2026 00:01:00 GMT"},
}

var newYear = time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, c := range retryAfterCases {
		h := http.Header{}
		h.Set("Retry-After", c.header)
		h.Set("Date", c.date)
		got, ok := RetryAfter(h, newYear)
		assert.Equal(t, c.ok, ok, c.header)
		assert.Equal(t, c.want, got, c.header)
	}
	_, ok := RetryAfter(nil, newYear)
	assert.False(t, ok)
	wait, ok := RetryAfter(http.Header{"Retry-After": {"5", "60", "30"}}, newYear)
	assert.True(t, ok)
	assert.Equal(t, time.Minute, wait, "the longest wait of several headers")
}

func FuzzRetryAfter(f *testing.F) {
	for _, c := range retryAfterCases {
		f.Add(c.header, c.date, newYear.Unix())
	}
	f.Add("Sat, 03 Jan 2026 00:01:00 GMT", "", int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, after, date string, now int64) {
		h := http.Header{"Retry-After": {after}, "Date": {date}}
		wait, ok := RetryAfter(h, time.Unix(now, 0))
		if wait < 0 || wait > longestWait || !ok && wait != 0 {
			t.Fatalf("RetryAfter(%q) = %v, %v", after, wait, ok)
		}
	})
}

func FuzzClock_learn(f *testing.F) {
	f.Add("Sat, 03 Jan 2026 02:00:00 GMT", newYear.Unix(), int64(0))
	f.Add("Sat, 03 Jan 2026 00:05:00 GMT", newYear.Unix(), int64(time.Hour))
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", int64(math.MinInt64), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, date string, now, used int64) {
		shared := new(clock)
		shared.offset.Store(used)
		if !shared.learn(http.Header{"Date": {date}}, time.Unix(now, 0), time.Duration(used)) && int64(shared.ahead()) != used {
			t.Fatal("the offset changed, and the function did not report it")
		}
	})
}

// skewed is a service whose clock is ahead of the client's. It refuses other dates.
func skewed(ahead time.Duration) step {
	return func(req *http.Request) (*http.Response, error) {
		now := time.Now().Add(ahead)
		date := now.UTC().Format(http.TimeFormat)
		signed, err := time.Parse(stubDate, req.Header.Get("X-Sdk-Date"))
		if err != nil || now.Sub(signed).Abs() > stubSkew {
			return status(401, "Verdict", "skew", "Date", date)(req)
		}
		return status(200, "Date", date)(req)
	}
}

func TestClient_Do_clockSkew(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{
		"two hours ahead": 2 * time.Hour, "two hours behind": -2 * time.Hour, "a year ahead": 365 * 24 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(skewed(ahead))
				client := testClient(t, service)
				other, err := client.With(func(c *Config) { c.UserAgent = "copy" })
				require.NoError(t, err)

				resp, err := client.Do(t.Context(), write(t, "/", "body"))
				require.NoError(t, err)
				assert.Equal(t, 2, resp.Attempts)
				assert.Equal(t, []time.Duration{0}, service.waits())

				resp, err = other.Do(t.Context(), write(t, "/", "body"))
				require.NoError(t, err)
				assert.Equal(t, 1, resp.Attempts, "the copy knows the offset")
			})
		})
	}
}

func TestClient_Do_clockSkew_manyCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := serving(func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second) // the service refuses every caller before one learns the offset
			return skewed(2 * time.Hour)(req)
		})
		client := testClient(t, service)
		var group sync.WaitGroup
		for range 64 {
			group.Go(func() {
				_, err := client.Do(t.Context(), read(t, "/"))
				assert.NoError(t, err)
			})
		}
		group.Wait()
		assert.Len(t, service.requests, 128)
	})
}

func TestClient_Do_clockSkew_oncePerCall(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		date     func(n int) string
		requests int
	}{
		"a service that never accepts the date": {date: func(n int) string {
			return time.Now().Add(time.Duration(n) * 2 * time.Hour).UTC().Format(http.TimeFormat)
		}, requests: 2},
		"a date within the tolerance": {
			date: func(int) string {
				return time.Now().Add(tolerance).UTC().Format(http.TimeFormat)
			},
			requests: 1,
		},
		"a date beyond the tolerance": {
			date: func(int) string {
				return time.Now().Add(tolerance + time.Second).UTC().Format(http.TimeFormat)
			},
			requests: 2,
		},
		"no date": {date: func(int) string { return "" }, requests: 1},
		"a date in UTC": {date: func(int) string {
			return time.Now().Add(2*tolerance).UTC().Format("Mon, 02 Jan 2006 15:04:05") + " UTC"
		}, requests: 2},
		"a malformed date": {date: func(int) string { return "noon" }, requests: 1},
		"a date beyond every offset": {
			date: func(int) string { return "Fri, 31 Dec 9999 23:59:59 GMT" }, requests: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := 0
				service := serving(func(req *http.Request) (*http.Response, error) {
					n++
					return status(401, "Verdict", "skew", "Date", c.date(n))(req)
				})
				_, err := testClient(t, service).Do(t.Context(), read(t, "/"))
				require.ErrorAs(t, err, new(*refusedCall))
				assert.Len(t, service.requests, c.requests)
			})
		})
	}
}
