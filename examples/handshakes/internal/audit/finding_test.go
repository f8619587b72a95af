package audit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestList_add(t *testing.T) {
	t.Parallel()
	r := &audit{Lists: sampleLists("a", "b")}
	r.Lists[1].add(finding{State: "accepted"})
	r.Lists[1].add(finding{State: "expired", Kind: kindExpired, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}})
	assert.Equal(t, map[string]int{"accepted": 1, "expired": 1}, r.Lists[1].States)
	assert.Empty(t, r.Lists[0].States)
	assert.Equal(t, []*finding{{State: "expired", Kind: kindExpired, Account: "b", List: received, Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-1"}}}, r.Lists[1].Findings)
	sums := r.Sums()
	assert.Equal(t, 2, sums.Invitations)
	assert.Equal(t, map[string][]*finding{kindExpired: r.Lists[1].Findings}, sums.Kinds)
	assert.Len(t, sums.Clouds, 1)
	assert.Len(t, sums.Accounts, 2)
}

func TestSortFindings(t *testing.T) {
	t.Parallel()
	of := func(kind, id string, expires time.Time) *finding {
		return &finding{Kind: kind, Invitation: invitation.Invitation{ID: id, Expires: expires}}
	}
	imitation := of(kindPending, "0", time.Time{})
	imitation.LookAlike = "acme"
	findings := []*finding{
		of(kindPending, "6", time.Time{}), of(kindPending, "5", sampleDay), of(kindExpired, "4", sampleDay),
		of(kindExpiring, "3", sampleDay.Add(time.Hour)), of(kindExpiring, "2", sampleDay), of(kindUnexpected, "1", time.Time{}), imitation,
	}
	sortFindings(findings)
	var ids string
	for _, f := range findings {
		ids += f.Invitation.ID
	}
	assert.Equal(t, "0123456", ids, "look-alikes come first, then the most urgent kind, and invitations without a date come last")
}

func TestAudit_column(t *testing.T) {
	t.Parallel()
	r := &audit{At: sampleDay}
	for _, c := range []struct {
		name, state string
		in          time.Duration
		want        string
	}{
		{name: "today", state: kindExpiring, in: 14 * time.Hour, want: "Mar 10"},
		{name: "tomorrow, by the clock of UTC", state: kindExpiring, in: 15 * time.Hour, want: "Mar 11"},
		{name: "an invitation that should have expired counts today", state: "pending", in: -5 * day, want: "Mar 10"},
		{name: "the last day", state: "pending", in: 14 * day, want: "Mar 24"},
		{name: "a day after the last one", state: "pending", in: 15 * day, want: "later"},
		{name: "centuries", state: "pending", in: 290 * 365 * day, want: "later"},
		{name: "an accepted invitation is not open", state: "accepted", in: day},
		{name: "an expired invitation is not open", state: "expired", in: -day},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := &finding{State: c.state, Invitation: invitation.Invitation{Expires: sampleDay.Add(c.in)}}
			column, open := r.column(f)
			assert.Equal(t, c.want != "", open)
			if open {
				assert.Equal(t, c.want, r.columns()[column])
			}
		})
	}
	names := r.columns()
	column, _ := r.column(&finding{State: "pending"})
	assert.Equal(t, "no date", names[column])
	for i, name := range names {
		assert.NotContains(t, names[:i], name, "no two columns have the same name")
	}
}

func TestAudit_peak(t *testing.T) {
	t.Parallel()
	r := &audit{At: sampleDay, Lists: sampleLists("a", "b")}
	r.Lists[1].Cloud = "alibaba"
	for _, in := range []time.Duration{0, 72 * time.Hour, 73 * time.Hour, 16 * day, 17 * day, 18 * day} {
		r.Lists[0].add(finding{Kind: kindPending, State: "pending", Invitation: invitation.Invitation{Cloud: "huawei", Expires: sampleDay.Add(in)}})
	}
	s := r.Sums()
	assert.Equal(t, "peak: 2 on Mar 13", r.peak(s.Clouds[0]), "invitations that expire later are on no day")
	assert.Empty(t, r.peak(s.Clouds[1]))
	assert.Equal(t, 6, s.Clouds[0].Open)
	page := render(t, r)
	assert.Contains(t, page, `viewBox="0 -3 17 3"`, "the highest column fills the chart")
	assert.Contains(t, page, `viewBox="0 -1 17 1"`, "a chart of nothing has a height")
}
