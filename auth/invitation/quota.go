package invitation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// quotaPeriod is how long an invitation counts for the daily quota.
const quotaPeriod = 24 * time.Hour

// DailyQuota gives [Service.InviteAll] and [Service.ResendExpired] the number of invitations
// that the service allows in 24 hours. They count those that the sent list shows and those that
// they perhaps sent, and send no more than n. Without it, they try until the service
// refuses; a refusal with an unknown code is then for the quota if the list shows as many
// invitations as the service's published quota, which is 20 on both clouds. An n below 1
// is [auth.ErrInvalid], and so is DailyQuota for another verb.
func DailyQuota(n int) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("DailyQuota", opInviteAll, opResendExpired)
		o.dailyQuota = n
		if n < 1 {
			o.refuse("DailyQuota is %d, and must be at least 1", n)
		}
	}
}

// A quota counts the invitations of the last 24 hours.
type quota struct {
	limit    int         // how many there may be; 0 where that is not known
	explicit bool        // the caller gave the limit, so that it counts before a refusal
	times    []time.Time // when they were created, by the service's clock
	unsorted bool
}

// add takes an invitation that counts. The verbs add one after the other, so that the times
// mostly come in order and need no sorting.
func (q *quota) add(created time.Time) {
	if n := len(q.times); n > 0 && created.Before(q.times[n-1]) {
		q.unsorted = true
	}
	q.times = append(q.times, created)
}

// addUnsure takes an invitation that was perhaps sent. It counts for the caller's limit,
// which must not be exceeded, and is no evidence for a limit of the service.
func (q *quota) addUnsure(created time.Time) {
	if q.explicit {
		q.add(created)
	}
}

// usedUp reports whether the invitations that count at the time now use the quota up,
// and when there is room again: when the oldest of them is 24 hours old. If there are
// more than the caller allows, several must be as old as that.
func (q *quota) usedUp(now time.Time) (retryAt time.Time, _ bool) {
	if q.unsorted {
		slices.SortFunc(q.times, time.Time.Compare)
		q.unsorted = false
	}
	for len(q.times) > 0 && now.Sub(q.times[0]) >= quotaPeriod {
		q.times = q.times[1:]
	}
	if q.limit == 0 || len(q.times) < q.limit {
		return time.Time{}, false
	}
	oldest := q.times[0]
	if q.explicit {
		oldest = q.times[len(q.times)-q.limit]
	}
	return oldest.Add(quotaPeriod), true
}

// quota returns the quota of a caller who gives this limit, or 0.
func (c *Cloud) quota(limit int) quota {
	return quota{limit: cmp.Or(limit, c.DailyQuota), explicit: limit > 0}
}

// underQuota completes a refusal by what the sent list shows about the daily quota. A
// refusal with an unknown code is for the quota if the list shows that it is used up.
func (r Refusal) underQuota(err error, q *quota, now time.Time) Refusal {
	retryAt, usedUp := q.usedUp(now)
	e, refused := errors.AsType[*auth.ServiceError](err)
	unknownCode := refused && e.Code != "" && r.Scope == auth.ScopeUnknown
	if !usedUp || !unknownCode && !r.Daily {
		return r
	}
	if unknownCode {
		r.Scope, r.Result = auth.ScopeRest, ResultQuotaReached
		r.Reason = fmt.Sprintf("the list shows %d invitations of the last 24 hours: the daily quota is used up", len(q.times))
	}
	r.retryAt = retryAt
	r.Reason += "; " + comeAgain(retryAt)
	return r
}

// comeAgain says to people when to run the verb again.
func comeAgain(retryAt time.Time) string {
	return "come again at " + retryAt.Format(time.RFC3339)
}
