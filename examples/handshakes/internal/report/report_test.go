package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestReport_Add(t *testing.T) {
	t.Parallel()
	r := &Report{Lists: listsOf("a", "b")}
	r.Add(1, Finding{State: "accepted"})
	r.Add(1, Finding{State: "expired", Kind: KindExpired, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}})
	assert.Equal(t, map[string]int{"accepted": 1, "expired": 1}, r.Lists[1].States)
	assert.Empty(t, r.Lists[0].States)
	assert.Equal(t, []*Finding{{State: "expired", Kind: KindExpired, Account: "b", List: Received, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}}}, r.Findings)
	sums := r.Sums()
	assert.Equal(t, 2, sums.Invitations)
	assert.Equal(t, map[string][]*Finding{KindExpired: r.Findings}, sums.Kinds)
	assert.Len(t, sums.Clouds, 1)
	assert.Len(t, sums.Accounts, 2)
}

func TestSort(t *testing.T) {
	t.Parallel()
	finding := func(kind, id string, expires time.Time) *Finding {
		return &Finding{Kind: kind, Invitation: invitation.Invitation{ID: id, Expires: expires}}
	}
	lookAlike := finding(KindPending, "0", time.Time{})
	lookAlike.LookAlike = "acme"
	findings := []*Finding{
		finding(KindPending, "6", time.Time{}), finding(KindPending, "5", onDay), finding(KindExpired, "4", onDay),
		finding(KindExpiring, "3", onDay.Add(time.Hour)), finding(KindExpiring, "2", onDay), finding(KindUnexpected, "1", time.Time{}), lookAlike,
	}
	Sort(findings)
	var ids string
	for _, f := range findings {
		ids += f.Invitation.ID
	}
	assert.Equal(t, "0123456", ids, "look-alikes first, then the most pressing first, what has no date last")
}

func TestReport_column(t *testing.T) {
	t.Parallel()
	r := &Report{At: onDay}
	for _, c := range []struct {
		name, state string
		in          time.Duration
		want        string
	}{
		{name: "today", state: StateExpiring, in: 14 * time.Hour, want: "Mar 10"},
		{name: "tomorrow, by the clock of UTC", state: StateExpiring, in: 15 * time.Hour, want: "Mar 11"},
		{name: "what is late counts today", state: "pending", in: -5 * day, want: "Mar 10"},
		{name: "the last day", state: "pending", in: 14 * day, want: "Mar 24"},
		{name: "a day after the last one", state: "pending", in: 15 * day, want: "later"},
		{name: "centuries", state: "pending", in: 290 * 365 * day, want: "later"},
		{name: "what is accepted is not open", state: "accepted", in: day},
		{name: "what has expired is not open", state: "expired", in: -day},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := &Finding{State: c.state, Invitation: invitation.Invitation{Expires: onDay.Add(c.in)}}
			assert.Equal(t, c.want, r.column(f))
		})
	}
	assert.Equal(t, "no date", r.column(&Finding{State: "pending"}))
	names := r.columns()
	for i, name := range names {
		assert.NotContains(t, names[:i], name, "a count belongs to one column")
	}
}

func TestReport_peak(t *testing.T) {
	t.Parallel()
	r := &Report{At: onDay, Lists: listsOf("a", "b")}
	r.Lists[1].Cloud = "alibaba"
	for _, in := range []time.Duration{0, 72 * time.Hour, 73 * time.Hour, 16 * day, 17 * day, 18 * day} {
		r.Add(0, Finding{Kind: KindPending, State: "pending", Invitation: invitation.Invitation{Cloud: "huawei", Expires: onDay.Add(in)}})
	}
	s := r.Sums()
	assert.Equal(t, "peak: 2 on Mar 13", r.peak(s.Clouds[0]), "what comes later is on no day")
	assert.Empty(t, r.peak(s.Clouds[1]))
	assert.Equal(t, 3, top(s.Clouds[0]))
	assert.Equal(t, 1, top(s.Clouds[1]), "a chart of nothing has a height")
	assert.Equal(t, 6, s.Clouds[0].Open)
}
