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

// DailyQuota limits [Service.InviteAll] and [Service.ResendExpired] to n invitations in 24
// hours, which is what the service allows the caller. They count the invitations that the sent
// list shows and those that they may have sent. An n below 1 is [auth.ErrInvalid], and so is
// DailyQuota for another verb.
//
// Without it, they send until the service refuses. If a refusal has an unknown code and the
// list shows as many invitations as the published quota of the service, which is 20 on both
// clouds, the refusal counts as one for the quota.
func DailyQuota(n int) BulkOption {
	return func(o *bulkOptions) {
		o.takenBy("DailyQuota", opInviteAll, opResendExpired)
		o.dailyQuota = n
		if n < 1 {
			o.refuse("DailyQuota is %d, but must be at least 1", n)
		}
	}
}

// A quota counts the invitations of the last 24 hours.
type quota struct {
	limit    int         // how many there may be; 0 if that is unknown
	explicit bool        // the caller gave the limit, so that it counts before a refusal
	times    []time.Time // when they were created, by the service's clock
	unsorted bool
}

// add adds an invitation that counts. The verbs add mostly in the order of the times, so the
// times rarely need sorting.
func (q *quota) add(created time.Time) {
	if n := len(q.times); n > 0 && created.Before(q.times[n-1]) {
		q.unsorted = true
	}
	q.times = append(q.times, created)
}

// addUnsure adds an invitation that may have been sent. It counts for a limit of the caller's,
// which must not be exceeded. It is no evidence for a limit of the service.
func (q *quota) addUnsure(created time.Time) {
	if q.explicit {
		q.add(created)
	}
}

// usedUp reports whether the invitations of the 24 hours before now use up the quota, and when
// it has room again: when the oldest of them is 24 hours old. If there are more than the caller
// allows, several must become that old.
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

// quota returns the quota for a limit of the caller's, or for that of the cloud if the limit is
// 0.
func (c *Cloud) quota(limit int) quota {
	return quota{limit: cmp.Or(limit, c.DailyQuota), explicit: limit > 0}
}

// underQuota adds to a refusal what the sent list shows about the daily quota. If the list
// shows that the quota is used up, a refusal with an unknown code counts as one for the quota.
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
	r.Reason += "; " + retryAdvice(retryAt)
	return r
}

// retryAdvice tells people when to retry.
func retryAdvice(retryAt time.Time) string {
	return "retry at " + retryAt.Format(time.RFC3339)
}
