package audit

import (
	"fmt"
	"slices"
	"time"
)

const (
	day = 24 * time.Hour
	// days is how many days the timeline has. An invitation of either cloud expires after 14
	// days, and today is not a complete day.
	days = 14 + 1
)

// columns returns the names of the columns of the timeline: the days, then a column for
// invitations that expire later, and one for those without a date.
func (a *audit) columns() (names []string) {
	for i := range days {
		names = append(names, a.At.UTC().AddDate(0, 0, i).Format("Jan 2"))
	}
	return append(names, "later", "no date")
}

// column returns the column that counts an invitation, if it is open. An invitation that should
// have expired before today counts today.
func (a *audit) column(f *finding) (column int, open bool) {
	column = days + 1
	if e := f.Invitation.Expires; !e.IsZero() {
		column = min(max(0, int(e.Sub(a.At.UTC().Truncate(day))/day)), days)
	}
	return column, f.State == kindExpiring || f.State == kindPending
}

// peak names the day on which most invitations of a cloud expire, "" if none expires.
func (a *audit) peak(cloud *sum) string {
	most := slices.Max(cloud.Expires[:days])
	if most == 0 {
		return ""
	}
	return fmt.Sprintf("peak: %d on %s", most, a.columns()[slices.Index(cloud.Expires, most)])
}
