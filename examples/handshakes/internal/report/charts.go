package report

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// colouredStates have a colour of their own, in the order of the bar.
var colouredStates = []string{
	string(invitation.StatusAccepted), string(invitation.StatusPending), StateExpiring,
	string(invitation.StatusExpired), string(invitation.StatusDeclined), string(invitation.StatusCancelled),
}

// A stateRow counts the invitations of one state, for each cloud and in total.
type stateRow struct {
	Class, State string
	Counts       []int
	Total        int
}

// stateRows has the states without a colour last.
func stateRows(s Sums) (out []stateRow) {
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(s.States)), func(state string) bool { return slices.Contains(colouredStates, state) })
	for i, state := range slices.Concat(colouredStates, others) {
		if s.States[state] == 0 {
			continue
		}
		row := stateRow{Class: "other", State: state, Total: s.States[state]}
		if i < len(colouredStates) {
			row.Class = state
		}
		for _, c := range s.Clouds {
			row.Counts = append(row.Counts, c.States[state])
		}
		out = append(out, row)
	}
	return out
}

// A bar shows the invitations of a cloud by state. The unit of its length is an invitation.
type bar struct {
	Title string
	Total int
	Parts []part
}

type part struct {
	stateRow
	Begin, Count int
}

func bars(s Sums, rows []stateRow) (out []bar) {
	for i, c := range s.Clouds {
		b := bar{Title: c.Title}
		for _, row := range rows {
			if n := row.Counts[i]; n > 0 {
				b.Parts = append(b.Parts, part{row, b.Total, n})
				b.Total += n
			}
		}
		out = append(out, b)
	}
	return out
}

const (
	// validity is how long an invitation of either cloud can be accepted.
	validity   = 14 * day
	maxColumns = 28
)

// A timeline shows for each cloud what expires on which day. The units of its columns are a
// column and an invitation.
type timeline struct {
	Title string
	Days  []string // names of the columns
	Top   int      // of the scale, which all clouds share
	Lanes []lane
}

// Middle and Last are columns whose names the axis has, besides the first one.
func (t timeline) Middle() int { return len(t.Days) / 2 }
func (t timeline) Last() int   { return len(t.Days) - 1 }

// A lane is the chart of one cloud.
type lane struct {
	Title string
	// Counts has the open invitations of each day, and Soon those of them that are expiring.
	// Later and Undated are those that no day shows, and Total is all of them.
	Counts, Soon          []int
	Later, Undated, Total int
	Peak                  string // "" if no day has any
}

func (r *Report) timeline(s Sums) timeline {
	start := r.At.UTC().Truncate(day)
	days := int((max(validity, r.Within)-1)/day) + 1
	step := (days + maxColumns - 1) / maxColumns
	columns := (days+step-1)/step + 1 // today is not a complete day
	columns |= 1                      // one is in the middle
	t := timeline{Title: "What expires in the next " + Count(days, "day"), Top: 1}
	for i := range columns {
		t.Days = append(t.Days, start.AddDate(0, 0, i*step).Format("Jan 2"))
	}
	for _, c := range s.Clouds {
		l := lane{Title: c.Title, Counts: make([]int, columns), Soon: make([]int, columns)}
		for _, f := range r.Findings {
			if f.Invitation.Cloud == c.Cloud {
				l.add(f, int(f.Invitation.Expires.Sub(start)/day/time.Duration(step)))
			}
		}
		if peak := slices.Max(l.Counts); peak > 0 {
			l.Peak = fmt.Sprintf("peak: %s on %s", number(peak), t.Days[slices.Index(l.Counts, peak)])
			t.Top = max(t.Top, peak)
		}
		t.Lanes = append(t.Lanes, l)
	}
	return t
}

// add counts an open invitation in a column. What is late counts in the first one.
func (l *lane) add(f Finding, column int) {
	soon := f.State == StateExpiring
	if !soon && f.State != string(invitation.StatusPending) {
		return
	}
	l.Total++
	column = max(0, column)
	switch {
	case f.Invitation.Expires.IsZero():
		l.Undated++
	case column >= len(l.Counts):
		l.Later++
	default:
		l.Counts[column]++
		if soon {
			l.Soon[column]++
		}
	}
}
