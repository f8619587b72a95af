package auth

import (
	"net/http"
	"time"
)

// lastMinute is how close to its end a session may be the reason for a rejected date.
const lastMinute = time.Minute

// A renewal holds what one call is signed with, and corrects it after a refusal: the clock and
// the credentials, each at most once a call.
type renewal struct {
	clock    *clock      // shared by all calls
	provider Invalidator // the provider of the credentials

	creds     Credentials  // the credentials of the next attempt, or of the last one
	rejected  *Credentials // the credentials that the service rejected
	corrected bool         // the call has corrected the clock
}

// afterClockSkew learns the service's clock from the header of a response that rejects the date
// now plus used. If the clock was right, the service may mean a session that is about to end.
// It reports whether to sign the call once more.
func (r *renewal) afterClockSkew(h http.Header, now time.Time, used time.Duration) bool {
	if r.corrected {
		return false
	}
	return r.correctClock(h, now, used) || r.sessionEnds(now.Add(used)) && r.renew()
}

// afterUnauthenticated handles a refusal that does not say whether the date or the credentials
// are the reason. It learns the service's clock. If the clock was right, it rejects the
// credentials of the last attempt. It reports whether to sign the call once more.
func (r *renewal) afterUnauthenticated(h http.Header, now time.Time, used time.Duration) bool {
	return r.correctClock(h, now, used) || r.renew()
}

// correctClock corrects the clock, once a call.
func (r *renewal) correctClock(h http.Header, now time.Time, used time.Duration) bool {
	if r.corrected {
		return false
	}
	r.corrected = r.clock.learn(h, now, used)
	return r.corrected
}

// afterStaleCredentials rejects the credentials of the last attempt. The service's date only
// confirms the clock, because the service did not reject the date. It reports whether to sign
// the call once more.
func (r *renewal) afterStaleCredentials(h http.Header, now time.Time, used time.Duration) bool {
	r.clock.compare(h, now, used)
	return r.renew()
}

// sessionEnds reports whether the credentials belong to a session in its last minute.
func (r *renewal) sessionEnds(now time.Time) bool {
	ends := r.creds.Expires
	return r.creds.SecurityToken != "" && !ends.IsZero() && ends.Sub(now) < lastMinute
}

// renew makes the provider forget the credentials, once a call. The next attempt needs other
// ones: see refused.
func (r *renewal) renew() bool {
	if r.rejected != nil {
		return false
	}
	rejected := r.creds
	r.rejected = &rejected
	r.provider.Invalidate(rejected)
	return true
}

// refused reports whether the service has rejected creds in this call. The provider then has no
// newer ones, and another attempt with them would count against the access key.
func (r *renewal) refused(creds Credentials) bool {
	return r.rejected != nil && sameKeys(creds, *r.rejected)
}
