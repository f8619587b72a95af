package report

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// colouredStates are the states with a colour of their own, in the order of the bars.
var colouredStates = []string{
	string(invitation.StatusAccepted), string(invitation.StatusPending), StateExpiring,
	string(invitation.StatusExpired), string(invitation.StatusDeclined), string(invitation.StatusCancelled),
}

// class returns the CSS class of a state.
func class(state string) string {
	if slices.Contains(colouredStates, state) {
		return state
	}
	return "other"
}

// states returns the states of the counted invitations. States without a colour come last.
func states(s Sums) []string {
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(s.States)), func(state string) bool { return class(state) == state })
	return slices.DeleteFunc(slices.Concat(colouredStates, others), func(state string) bool { return s.States[state] == 0 })
}

const (
	day = 24 * time.Hour
	// days is how many days the timeline has. An invitation of either cloud expires after 14
	// days, and today is not a complete day.
	days = 14 + 1
)

// columns returns the names of the columns of the timeline: the days, then a column for
// invitations that expire later, and one for those without a date.
func (r *Report) columns() (names []string) {
	for i := range days {
		names = append(names, r.At.UTC().AddDate(0, 0, i).Format("Jan 2"))
	}
	return append(names, "later", "no date")
}

// column returns the column that counts an invitation, "" if it is not open. An invitation that
// should have expired before today counts today.
func (r *Report) column(f *Finding) string {
	if f.State != StateExpiring && f.State != string(invitation.StatusPending) {
		return ""
	}
	i := days + 1
	if e := f.Invitation.Expires; !e.IsZero() {
		i = min(max(0, int(e.Sub(r.At.UTC().Truncate(day))/day)), days)
	}
	return r.columns()[i]
}

// top returns the greatest number of a cloud's timeline, and at least 1.
func top(cloud *Sum) int { return slices.Max(append(slices.Collect(maps.Values(cloud.Expires)), 1)) }

// peak names the day on which most invitations of a cloud expire, "" if none expires.
func (r *Report) peak(cloud *Sum) (text string) {
	most := 0
	for _, name := range r.columns()[:days] {
		if n := cloud.Expires[name]; n > most {
			most, text = n, fmt.Sprintf("peak: %d on %s", n, name)
		}
	}
	return text
}
