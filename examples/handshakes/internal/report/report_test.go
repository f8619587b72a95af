package report

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestReport_Add(t *testing.T) {
	t.Parallel()
	r := &Report{Lists: []List{{Cloud: "huawei", Account: "a", Kind: Sent}, {Cloud: "huawei", Account: "b", Kind: Received}}}
	r.Add(1, Finding{State: "accepted"})
	r.Add(1, Finding{State: "expired", Kind: KindExpired, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}})
	assert.Equal(t, map[string]int{"accepted": 1, "expired": 1}, r.Lists[1].States)
	assert.Equal(t, 2, r.Lists[1].Invitations())
	assert.Zero(t, r.Lists[0].Invitations())
	assert.Equal(t, []Finding{{State: "expired", Kind: KindExpired, Account: "b", List: Received, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}}}, r.Findings)
	sums := r.Sums()
	assert.Equal(t, 2, sums.Invitations)
	assert.Equal(t, map[string]int{KindExpired: 1}, sums.Kinds)
	assert.Len(t, sums.Clouds, 1)
	assert.Len(t, sums.Accounts, 2)
}

func TestSort(t *testing.T) {
	t.Parallel()
	finding := func(kind, id string, expires time.Time) Finding {
		return Finding{Kind: kind, Invitation: invitation.Invitation{ID: id, Expires: expires}}
	}
	findings := []Finding{
		finding(KindPending, "6", time.Time{}), finding(KindPending, "5", onDay), finding(KindExpired, "4", onDay),
		finding(KindExpiring, "3", onDay.Add(time.Hour)), finding(KindExpiring, "2", onDay), finding(KindUnexpected, "1", time.Time{}),
	}
	Sort(findings)
	var ids string
	for _, f := range findings {
		ids += f.Invitation.ID
	}
	assert.Equal(t, "123456", ids, "the most pressing first, what has no date last")
}

func TestLeft(t *testing.T) {
	t.Parallel()
	for in, want := range map[time.Duration]string{
		80 * time.Hour: "in 3 days", 47 * time.Hour: "in 47 hours", 0: "in 0 min", -30 * time.Minute: "30 min ago", -2000 * day: "2,000 days ago",
	} {
		assert.Equal(t, want, left(onDay.Add(in), onDay))
	}
}

func TestReport_Timeline(t *testing.T) {
	t.Parallel()
	r := &Report{At: onDay, Within: 3 * day, Lists: []List{{Cloud: "huawei", Title: "Huawei Cloud", Account: "a", Kind: Sent}}}
	add := func(state string, in time.Duration) {
		r.Add(0, Finding{Kind: KindPending, State: state, Invitation: invitation.Invitation{Cloud: "huawei", Expires: onDay.Add(in)}})
	}
	for _, in := range []time.Duration{0, 71 * time.Hour, 71 * time.Hour} {
		add(StateExpiring, in)
	}
	for _, in := range []time.Duration{-5 * day, 73 * time.Hour, 14 * day, 16 * day, 1000 * day, 290 * 365 * day} {
		add("pending", in)
	}
	r.Add(0, Finding{Kind: KindPending, State: "pending", Invitation: invitation.Invitation{Cloud: "huawei"}})
	add("accepted", time.Hour)
	add("expired", -time.Hour)
	got := r.timeline(r.Sums())
	lane := got.Lanes[0]
	assert.Equal(t, "What expires in the next 14 days", got.Title)
	assert.Equal(t, []int{2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, lane.Counts, "what is late counts today")
	assert.Equal(t, []int{3, 1, 10}, []int{lane.Later, lane.Undated, lane.Total})
	assert.Equal(t, "peak: 3 on Mar 13", lane.Peak)
	assert.Equal(t, 3, got.Top)
	assert.Equal(t, []int{1, 0, 0, 2}, lane.Soon[:4:4])
	for _, within := range []time.Duration{-time.Hour, 0, time.Hour, 300 * day, math.MaxInt64} {
		r.Within = within
		wide := r.timeline(r.Sums())
		assert.LessOrEqual(t, len(wide.Days), maxColumns+1)
		assert.Equal(t, wide.Last(), 2*wide.Middle(), "as many days on both sides of the label in the middle")
	}
}
