package report

import (
	"iter"
	"slices"
	"strings"
)

// A group holds the findings of one account and kind.
type group struct {
	ID string
	kindColumn
	Caption     string
	ShowAccount bool
	Chunks      iter.Seq[chunk]
}

// A chunk is a table with a part of a group. A browser that prints a table works through
// all of its rows for each page, so that one table of 20,000 rows would take minutes.
type chunk struct {
	First, Last int
	More        bool // the screen does not show the chunk at first
	Rows        iter.Seq[row]
}

// A row is a finding in the words of the page.
type row struct {
	Finding
	Expires, Left string
	// With names the inviter of an invitation that was received, or the target of one that
	// was sent. Detail has the inviter's IDs, or the type of the target.
	With, Detail string
	// Reported is the status if the state does not say it.
	Reported string
}

// group makes the tables of some findings, in their order.
func (r *Report) group(findings []Finding) group {
	return group{Chunks: func(yield func(chunk) bool) {
		first := 1
		for part := range slices.Chunk(findings, onScreen.Rows) {
			last := first + len(part) - 1
			if !yield(chunk{first, last, first > 1, r.rows(part)}) {
				return
			}
			first = last + 1
		}
	}}
}

// rows makes each row when it is written, so that they are not all held in memory.
func (r *Report) rows(findings []Finding) iter.Seq[row] {
	return func(yield func(row) bool) {
		for _, f := range findings {
			if !yield(r.row(f)) {
				return
			}
		}
	}
}

func (r *Report) row(f Finding) row {
	i := f.Invitation
	out := row{Finding: f, With: i.Target.Entity, Detail: string(i.Target.Type)}
	if f.List == Received {
		ids := slices.DeleteFunc([]string{i.OrganizationID, i.InviterID}, func(id string) bool { return id == "" })
		out.With, out.Detail = i.InviterName, strings.Join(ids, ", ")
	}
	if f.State != StateExpiring && f.State != string(i.Status) {
		out.Reported = string(i.Status)
	}
	if !i.Expires.IsZero() {
		out.Expires = i.Expires.UTC().Format(minutes)
		out.Left = left(i.Expires.Sub(r.At))
	}
	return out
}
