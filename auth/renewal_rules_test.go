package auth

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An invalidating provider records the credentials that it must forget.
type invalidating struct{ rejected []Credentials }

func (p *invalidating) Invalidate(rejected Credentials) { p.rejected = append(p.rejected, rejected) }

var (
	newMillennium = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	ofSession     = Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}
)

func dated(at time.Time) http.Header {
	return http.Header{"Date": {at.Format(http.TimeFormat)}}
}

func TestRenewal_afterClockSkew(t *testing.T) {
	t.Parallel()
	const hour, second = time.Hour, time.Second
	for _, c := range []struct {
		name    string
		ahead   time.Duration // by how much the service's clock is ahead
		used    time.Duration // the offset in the date of the attempt
		noDate  bool
		expires time.Duration // when the session ends after the signed date; 0: unknown
		lasting bool          // the access key belongs to no session
		again   bool
		offset  time.Duration // the offset afterwards
		renewed bool
	}{
		{name: "corrects a slow clock", ahead: hour, again: true, offset: hour},
		{name: "corrects a fast clock", ahead: -hour, again: true, offset: -hour},
		{name: "tolerates five minutes", ahead: 5 * time.Minute},
		{name: "tolerates five minutes backwards", ahead: -5 * time.Minute},
		{
			name:  "corrects a second more",
			ahead: 5*time.Minute + second, again: true, offset: 5*time.Minute + second,
		},
		{
			name:  "corrects a second more backwards",
			ahead: -5*time.Minute - second, again: true, offset: -5*time.Minute - second,
		},
		{name: "compares with the offset that the attempt used", ahead: hour, used: hour},
		{name: "corrects a wrong offset", ahead: 0, used: hour, again: true, offset: 0},
		{name: "does nothing without a date", noDate: true},
		{
			name:    "renews a session in its last minute",
			expires: time.Minute - 1, again: true, renewed: true,
		},
		{name: "keeps a session that has a minute left", expires: time.Minute},
		{name: "renews a session that has ended", expires: -hour, again: true, renewed: true},
		{
			name:  "compares the session's expiry with the signed date",
			ahead: hour, used: hour, expires: second, again: true, renewed: true,
		},
		{
			name:   "renews a session if the response has no date",
			noDate: true, expires: second, again: true, renewed: true,
		},
		{
			name:  "suspects the clock before the session",
			ahead: hour, expires: second, again: true, offset: hour,
		},
		{name: "never renews lasting credentials", expires: second, lasting: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			provider, creds := new(invalidating), ofSession
			if c.lasting {
				creds.SecurityToken = ""
			}
			if c.expires != 0 {
				creds.Expires = newMillennium.Add(c.used + c.expires)
			}
			header := dated(newMillennium.Add(c.ahead))
			if c.noDate {
				header = http.Header{}
			}
			r := renewal{clock: new(clock), provider: provider, creds: creds}
			assert.Equal(t, c.again, r.afterClockSkew(header, newMillennium, c.used))
			assert.Equal(t, c.offset, r.clock.ahead())
			if c.renewed {
				assert.Equal(t, []Credentials{creds}, provider.rejected)
			} else {
				assert.Empty(t, provider.rejected)
			}
			assert.Equal(t, c.renewed, r.refused(creds))
		})
	}
}

func TestRenewal_afterClockSkew_again(t *testing.T) {
	t.Parallel()
	t.Run("corrects the clock once in a call", func(t *testing.T) {
		t.Parallel()
		provider := new(invalidating)
		ending := ofSession
		ending.Expires = newMillennium.Add(time.Hour)
		r := renewal{clock: new(clock), provider: provider, creds: ending}
		require.True(t, r.afterClockSkew(dated(newMillennium.Add(time.Hour)), newMillennium, 0))
		assert.False(t, r.afterClockSkew(dated(newMillennium.Add(3*time.Hour)), newMillennium, time.Hour))
		assert.Equal(t, time.Hour, r.clock.ahead(), "the second date changes nothing")
		assert.Empty(t, provider.rejected, "a session that seems to have ended changes nothing")
	})
	t.Run("renews a session once in a call", func(t *testing.T) {
		t.Parallel()
		provider := new(invalidating)
		ending := ofSession
		ending.Expires = newMillennium.Add(time.Second)
		r := renewal{clock: new(clock), provider: provider, creds: ending}
		require.True(t, r.afterClockSkew(dated(newMillennium), newMillennium, 0))
		assert.False(t, r.afterClockSkew(dated(newMillennium), newMillennium, 0))
		assert.Len(t, provider.rejected, 1)
		assert.True(t, r.afterClockSkew(dated(newMillennium.Add(time.Hour)), newMillennium, 0), "the correction of the clock counts separately")
	})
}

func TestRenewal_afterUnauthenticated(t *testing.T) {
	t.Parallel()
	const hour, second = time.Hour, time.Second
	for _, c := range []struct {
		name      string
		ahead     time.Duration // by how much the service's clock is ahead
		used      time.Duration // the offset in the date of the attempt
		noDate    bool
		lasting   bool // the access key belongs to no session
		corrected bool // the call has corrected the clock before
		renewed   bool // instead of a corrected clock
	}{
		{name: "suspects a slow clock", ahead: hour},
		{name: "suspects a fast clock", ahead: -hour},
		{name: "suspects a wrong offset", used: hour},
		{name: "rejects a session if the clock is right", renewed: true},
		{name: "rejects also a lasting access key", lasting: true, renewed: true},
		{
			name:  "rejects the credentials if the offset was right",
			ahead: hour, used: hour, lasting: true, renewed: true,
		},
		{
			name:  "rejects the credentials if the clock is off by five minutes",
			ahead: 5 * time.Minute, lasting: true, renewed: true,
		},
		{
			name:  "suspects the clock if it is off by a second more",
			ahead: 5*time.Minute + second, lasting: true,
		},
		{
			name:   "rejects the credentials if the response has no date",
			noDate: true, lasting: true, renewed: true,
		},
		{
			name:  "rejects the credentials if the call has corrected the clock",
			ahead: 3 * hour, used: hour, corrected: true, lasting: true, renewed: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			provider, creds := new(invalidating), ofSession
			if c.lasting {
				creds.SecurityToken = ""
			}
			header := dated(newMillennium.Add(c.ahead))
			if c.noDate {
				header = http.Header{}
			}
			r := renewal{clock: new(clock), provider: provider, creds: creds, corrected: c.corrected}
			assert.True(t, r.afterUnauthenticated(header, newMillennium, c.used))
			assert.Equal(t, c.renewed, r.refused(creds), "the client does not send the refused credentials again")
			if c.renewed {
				assert.Equal(t, []Credentials{creds}, provider.rejected)
				assert.Zero(t, r.clock.ahead())
				assert.False(t, r.renew(), "once in a call")
			} else {
				assert.Empty(t, provider.rejected)
				assert.Equal(t, c.ahead, r.clock.ahead())
				assert.True(t, r.corrected)
			}
		})
	}
}

func TestRenewal_afterStaleCredentials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		date      time.Time
		confirmed bool
	}{
		{
			name: "confirms a clock that the date agrees with",
			date: newMillennium.Add(5 * time.Minute), confirmed: true,
		},
		{
			name: "does not correct a clock that the date disagrees with",
			date: newMillennium.Add(time.Hour),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			provider := new(invalidating)
			r := renewal{clock: new(clock), provider: provider, creds: ofSession}
			assert.True(t, r.afterStaleCredentials(dated(c.date), newMillennium, 0))
			assert.Equal(t, []Credentials{ofSession}, provider.rejected)
			assert.Equal(t, c.confirmed, r.clock.confirmed.Load() != nil)
			assert.Zero(t, r.clock.ahead())
			assert.False(t, r.afterStaleCredentials(dated(c.date), newMillennium, 0), "once in a call")
			assert.Len(t, provider.rejected, 1)
		})
	}
}

func TestRenewal_refused(t *testing.T) {
	t.Parallel()
	later := ofSession
	later.Expires = newMillennium
	for _, c := range []struct {
		name     string
		rejected *Credentials
		creds    Credentials
		want     bool
	}{
		{name: "is false before a rejection", creds: ofSession},
		{
			name:     "is true for the same credentials",
			rejected: &ofSession, creds: ofSession, want: true,
		},
		{
			name:     "is true for the same credentials with another expiry",
			rejected: &ofSession, creds: later, want: true,
		},
		{
			name:     "is false for another secret of the same key",
			rejected: &ofSession,
			creds: Credentials{
				AccessKeyID: "id", AccessKeySecret: "other", SecurityToken: "token",
			},
		},
		{
			name:     "is false for another access key",
			rejected: &ofSession,
			creds: Credentials{
				AccessKeyID: "other", AccessKeySecret: "secret", SecurityToken: "token",
			},
		},
		{
			name:     "is false for another token",
			rejected: &ofSession,
			creds: Credentials{
				AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "other",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := renewal{rejected: c.rejected}
			assert.Equal(t, c.want, r.refused(c.creds))
		})
	}
}

func TestRenewal_renew(t *testing.T) {
	t.Parallel()
	t.Run("keeps the rejected credentials when the next ones arrive", func(t *testing.T) {
		t.Parallel()
		r := renewal{clock: new(clock), provider: new(invalidating), creds: ofSession}
		require.True(t, r.renew())
		r.creds = Credentials{AccessKeyID: "next"}
		assert.True(t, r.refused(ofSession))
		assert.False(t, r.refused(r.creds))
	})
}
