package invitation

import (
	"log/slog"
	"maps"
	"time"
)

// A ChangeKind says what happened to an invitation.
type ChangeKind string

// The kinds of changes.
const (
	ChangeNew ChangeKind = "new" // it was not there before
	// ChangeRenewed: it was not there before, and its target had an invitation of the
	// same organization that has ended. Before is that one.
	ChangeRenewed   ChangeKind = "renewed"
	ChangeAccepted  ChangeKind = "accepted"
	ChangeDeclined  ChangeKind = "declined"
	ChangeCancelled ChangeKind = "cancelled"
	ChangeExpired   ChangeKind = "expired"
	ChangeStatus    ChangeKind = "status" // it has another status, which is none of these ends
	ChangeGone      ChangeKind = "gone"   // it is not there any more
)

// A Change is what happened to one invitation between two readings of a list. Its JSON
// leaves out a zero Invitation.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Before is the invitation as it was, and zero if Kind is ChangeNew. If Kind is
	// ChangeRenewed, it is the ended invitation that After replaces.
	Before Invitation `json:"before,omitzero"`
	// After is the invitation as it is, and zero if Kind is ChangeGone. One that is new
	// or renewed may have ended already, as its Status says.
	After Invitation `json:"after,omitzero"`
}

// Invitation returns the changed invitation: After, or Before if it is gone.
func (c Change) Invitation() Invitation {
	if c.Kind == ChangeGone {
		return c.Before
	}
	return c.After
}

// LogValue returns the kind, the status before, and what identifies the invitation, as a
// group of attributes.
func (c Change) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("kind", excerpt(string(c.Kind)))}
	if c.Before.Status != "" {
		attrs = append(attrs, slog.String("before", excerpt(string(c.Before.Status))))
	}
	return slog.GroupValue(append(attrs, slog.Any("invitation", c.Invitation()))...)
}

// Changes compares two readings of a list, which may hold the invitations of several
// accounts and of both clouds. It returns one change for each invitation that is new, is
// gone, or has another status; a change of anything else is none. The changes come in the
// order of after, and those that are gone come last, in the order of before.
//
// An invitation is the same if cloud and ID are. If a list has it more than once, the last
// one counts. Invitations without an ID are left out. Changes does not look at a clock:
// [Service.Watch] finds what has expired by time.
func Changes(before, after []Invitation) []Change {
	return changes(snapshotOf(before), snapshotOf(after))
}

func changes(before, after snapshot) (all []Change) {
	ended := before.ended(after)
	for _, k := range after.order {
		now := after.rows[k]
		then, known := before.rows[k]
		old, replaced := ended[now.place()]
		switch {
		case known && then.Status == now.Status:
		case known:
			all = append(all, Change{Kind: kindOf(now.Status), Before: then, After: now})
		case replaced && !now.Created.Before(old.Created):
			all = append(all, Change{Kind: ChangeRenewed, Before: old, After: now})
		default:
			all = append(all, Change{Kind: ChangeNew, After: now})
		}
	}
	for _, k := range before.order {
		if _, there := after.rows[k]; !there {
			all = append(all, Change{Kind: ChangeGone, Before: before.rows[k]})
		}
	}
	return all
}

// kindOf returns the kind of a change to a status.
func kindOf(s Status) ChangeKind {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired:
		return ChangeKind(s)
	default:
		return ChangeStatus
	}
}

// A rowKey identifies an invitation, and a place is what one can stand in.
type (
	rowKey struct{ cloud, id string }
	place  struct {
		cloud, organization string
		target              Target
	}
)

func (i Invitation) place() place { return place{i.Cloud, i.OrganizationID, i.Target.key()} }

// A snapshot is one reading of a list.
type snapshot struct {
	order []rowKey
	rows  map[rowKey]Invitation
}

// snapshotOf keeps the last one of invitations that are the same, in the place of the
// first one.
func snapshotOf(lists ...[]Invitation) snapshot {
	s := snapshot{rows: map[rowKey]Invitation{}}
	for _, list := range lists {
		for _, i := range list {
			s.add(i)
		}
	}
	return s
}

func (s *snapshot) add(i Invitation) {
	k := rowKey{i.Cloud, i.ID}
	if i.ID == "" {
		return
	}
	if _, there := s.rows[k]; !there {
		s.order = append(s.order, k)
	}
	s.rows[k] = i
}

// ended returns the newest invitation of each place that was there before and has ended,
// as after has it.
func (s snapshot) ended(after snapshot) map[place]Invitation {
	newest := map[place]Invitation{}
	for _, k := range s.order {
		i := s.rows[k]
		if now, there := after.rows[k]; there {
			i = now
		}
		last, ok := newest[i.place()]
		if i.Status.Final() && (!ok || !i.Created.Before(last.Created)) {
			newest[i.place()] = i
		}
	}
	return newest
}

// at returns the snapshot as it is at time t: what is pending past its date has expired.
func (s snapshot) at(t time.Time) snapshot {
	for k, i := range s.rows {
		i.Status = i.StatusAt(t)
		s.rows[k] = i
	}
	return s
}

// and returns the snapshot with what a later, incomplete one shows.
func (s snapshot) and(later snapshot) snapshot {
	all := snapshot{order: s.order[:len(s.order):len(s.order)], rows: maps.Clone(s.rows)}
	for _, k := range later.order {
		all.add(later.rows[k])
	}
	return all
}
