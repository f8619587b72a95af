package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
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

func stateRows(s Sums) []stateRow {
	var out []stateRow
	for _, state := range orderedStates(s.Sum) {
		row := stateRow{Class: known(colouredStates, state), State: state, Total: s.States[state]}
		for _, c := range s.Clouds {
			row.Counts = append(row.Counts, c.States[state])
		}
		out = append(out, row)
	}
	return out
}

// orderedStates are those that s counts; states without a colour come last.
func orderedStates(s Sum) []string {
	rank := func(state string) int {
		if i := slices.Index(colouredStates, state); i >= 0 {
			return i
		}
		return len(colouredStates)
	}
	return slices.SortedFunc(maps.Keys(s.States), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
}

// A bar shows the invitations of a cloud by state.
type bar struct {
	Title string
	Total int
	Parts []part
}

// A part is a rectangle of a bar. X and Width are percentages.
type part struct {
	Class, State string
	Count        int
	X, Width     string
}

func bars(s Sums) []bar {
	var out []bar
	for _, c := range s.Clouds {
		b, begin := bar{Title: c.Title, Total: c.Invitations}, 0
		for _, state := range orderedStates(c.Sum) {
			if n := c.States[state]; n > 0 {
				b.Parts = append(b.Parts, part{known(colouredStates, state), state, n, percent(begin, c.Invitations), percent(n, c.Invitations)})
				begin += n
			}
		}
		out = append(out, b)
	}
	return out
}

func percent(n, of int) string { return fmt.Sprintf("%.3f%%", 100*float64(n)/float64(max(1, of))) }

const (
	// validity is how long an invitation of either cloud can be accepted.
	validity   = 14 * day
	maxColumns = 28

	// The chart of a cloud, in pixels: the columns end on the axis, and what is above
	// plotTop is for the label of the peak. The labels of the scale are at its right.
	plotTop, plotAxis = 26, 106
	plotWidth         = 92 // percent
)

// A timeline shows for each cloud what expires on which day.
type timeline struct {
	Title string
	Top   int      // of the scale, which all clouds share
	Ticks []tick   // some days
	Days  []string // names of the columns
	Lanes []lane
}

// A tick is the label of a column.
type tick struct{ X, Label string }

// A lane is the chart of one cloud.
type lane struct {
	Title string
	// Counts has the open invitations of each day. Later and Undated are those that no
	// day shows, and Total is all of them.
	Counts                []int
	Later, Undated, Total int
	Columns               []column
	Peak                  tick
	PeakEnd               bool // the label of the peak is at the left of its place
	PeakY                 int
}

// A column is a day, or what has one of the two states of it.
type column struct {
	X, Width  string
	Y, Height int
	Class     string
}

func (r *Report) timeline(s Sums) timeline {
	start := r.At.UTC().Truncate(day)
	days := int((max(validity, r.Within)-1)/day) + 1
	step := (days + maxColumns - 1) / maxColumns
	columns := (days+step-1)/step + 1 // today is not a complete day
	t := timeline{Title: "What expires in the next " + count(days, "day"), Top: 1}
	for i := range columns {
		label := start.AddDate(0, 0, i*step).Format("Jan 2")
		t.Days = append(t.Days, label)
		if i%((columns+4)/5) == 0 {
			t.Ticks = append(t.Ticks, tick{at(i, columns), label})
		}
	}
	expiring := make([][]int, len(s.Clouds))
	for i, c := range s.Clouds {
		l := lane{Title: c.Title, Counts: make([]int, columns)}
		expiring[i] = make([]int, columns)
		for _, f := range r.Findings {
			if f.Invitation.Cloud != c.Cloud || f.State != StateExpiring && f.State != string(invitation.StatusPending) {
				continue
			}
			l.Total++
			at := int(f.Invitation.Expires.Sub(start) / day / time.Duration(step))
			switch {
			case f.Invitation.Expires.IsZero():
				l.Undated++
			case at >= columns:
				l.Later++
			default:
				l.Counts[max(0, at)]++
				if f.State == StateExpiring {
					expiring[i][max(0, at)]++
				}
			}
		}
		t.Top = max(t.Top, slices.Max(l.Counts))
		t.Lanes = append(t.Lanes, l)
	}
	for i := range t.Lanes {
		t.Lanes[i].draw(expiring[i], t)
	}
	return t
}

// draw makes the columns: what is expiring stands on the axis, what is only pending
// stands on that.
func (l *lane) draw(expiring []int, t timeline) {
	width := fmt.Sprintf("%.3f%%", plotWidth*0.8/float64(len(l.Counts)))
	height := func(n int) int { return (n*(plotAxis-plotTop) + t.Top - 1) / t.Top }
	for i, n := range l.Counts {
		if n == 0 {
			continue
		}
		low := height(expiring[i])
		if expiring[i] > 0 {
			l.Columns = append(l.Columns, column{at(i, len(l.Counts)), width, plotAxis - low, low, StateExpiring})
		}
		if high := height(n); high > low {
			l.Columns = append(l.Columns, column{at(i, len(l.Counts)), width, plotAxis - high, high - low, string(invitation.StatusPending)})
		}
	}
	peak := slices.Max(l.Counts)
	if peak == 0 {
		return
	}
	i := slices.Index(l.Counts, peak)
	l.PeakEnd = i > len(l.Counts)/2
	l.Peak = tick{at(i, len(l.Counts)), fmt.Sprintf("peak: %s on %s", number(peak), t.Days[i])}
	if l.PeakEnd {
		l.Peak.X = at(i+1, len(l.Counts))
	}
	l.PeakY = plotAxis - height(peak) - 5
}

// at is where a column begins.
func at(i, columns int) string {
	return fmt.Sprintf("%.3f%%", plotWidth*float64(i)/float64(columns))
}
