package audit

import (
	"fmt"
	"strings"
	"time"
)

// A timeline shows what expires when: a lane for each cloud, from now on. What is a
// string is a percentage of the width, what is a number counts pixels.
type timeline struct {
	Title  string
	Height int
	Window string // what -within spans
	Ticks  []tick
	Lanes  []lane
}

// A tick is a midnight, UTC.
type tick struct{ X, Label string }

type lane struct {
	Title, Note string
	Y           int
	Columns     []column
}

// A column is what expires within some hours.
type column struct {
	X, Width   string
	Y, Height  int
	Class, Why string
}

const (
	day = 24 * time.Hour
	// validity is how long an invitation of either cloud can be answered.
	validity = 14 * day

	columnsOfLane = 56 // of six hours each, for the validity
	laneHeight    = 96
	titleHeight   = 30
	axisHeight    = 24
)

func (r *report) timeline(within time.Duration) timeline {
	span := max(validity, (within + day - 1).Truncate(day))
	t := timeline{
		Title:  "What expires in the next " + period(span),
		Height: laneHeight*len(r.clouds) + axisHeight,
		Window: ratio(within, span),
		Ticks:  r.ticks(span),
	}
	times := make([]expiries, len(r.clouds))
	most := 1
	for i, c := range r.clouds {
		times[i] = r.expiries(c.Name, span)
		most = max(most, times[i].most())
	}
	for i, c := range r.clouds {
		l := lane{Title: c.Title, Note: times[i].note(), Y: i * laneHeight}
		for at, n := range times[i].columns {
			if n > 0 {
				l.Columns = append(l.Columns, r.column(at, n, most, l.Y, within, span))
			}
		}
		t.Lanes = append(t.Lanes, l)
	}
	return t
}

// expiries count what expires in each column of a lane, and what does not fit in.
type expiries struct {
	columns        [columnsOfLane]int
	later, undated int
}

func (r *report) expiries(cloud string, span time.Duration) expiries {
	var out expiries
	for _, e := range r.open(cloud) {
		switch left := e.Expires.Sub(r.at); {
		case e.Expires.IsZero():
			out.undated++
		case left >= span:
			out.later++
		default:
			out.columns[left*columnsOfLane/span]++
		}
	}
	return out
}

func (e expiries) most() int {
	n := 0
	for _, c := range e.columns {
		n = max(n, c)
	}
	return n
}

func (e expiries) note() string {
	var parts []string
	if e.later > 0 {
		parts = append(parts, fmt.Sprintf("%d later", e.later))
	}
	if e.undated > 0 {
		parts = append(parts, fmt.Sprintf("%d without a date", e.undated))
	}
	return strings.Join(parts, ", ")
}

func (r *report) column(at, n, most, laneY int, within, span time.Duration) column {
	width := span / columnsOfLane
	begin := time.Duration(at) * width
	c := column{
		X: ratio(begin, span), Width: ratio(width*4/5, span),
		Height: max(4, n*(laneHeight-titleHeight)/most),
		Class:  pending,
		Why: fmt.Sprintf("%s between %s and %s", count(n, "invitation"),
			r.at.Add(begin).UTC().Format("Jan 2 15:04"), r.at.Add(begin+width).UTC().Format("Jan 2 15:04")),
	}
	c.Y = laneY + laneHeight - c.Height
	if begin < within {
		c.Class = expiring
	}
	return c
}

// ticks are at most five, so that their labels fit on a phone.
func (r *report) ticks(span time.Duration) []tick {
	step := max(1, (span/day+4)/5) * day
	var out []tick
	for at := r.at.UTC().Truncate(day).Add(step); at.Sub(r.at) < span; at = at.Add(step) {
		out = append(out, tick{ratio(at.Sub(r.at), span), at.Format("Jan 2")})
	}
	return out
}

func ratio(d, of time.Duration) string {
	return fmt.Sprintf("%.3f%%", 100*float64(d)/float64(of))
}
