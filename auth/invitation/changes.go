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
	// ChangeRenewed means that the invitation was not there before, and that its target had an
	// invitation of the same organization that has ended. Before is that one.
	ChangeRenewed   ChangeKind = "renewed"
	ChangeAccepted  ChangeKind = "accepted"
	ChangeDeclined  ChangeKind = "declined"
	ChangeCancelled ChangeKind = "cancelled"
	ChangeExpired   ChangeKind = "expired"
	ChangeStatus    ChangeKind = "status" // it has another status that is none of these ends
	ChangeGone      ChangeKind = "gone"   // the list no longer shows it
)

// A Change is what happened to one invitation between two readings of a list. Its JSON leaves
// out a zero Invitation.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Before is the earlier state of the invitation. It is zero if Kind is ChangeNew. If Kind
	// is ChangeRenewed, it is the ended invitation that After replaces.
	Before Invitation `json:"before,omitzero"`
	// After is the later state of the invitation. It is zero if Kind is ChangeGone. A new or
	// renewed invitation may have ended already, as its Status shows.
	After Invitation `json:"after,omitzero"`
}

// Invitation returns the changed invitation: After, or Before if it is gone.
func (c Change) Invitation() Invitation {
	if c.Kind == ChangeGone {
		return c.Before
	}
	return c.After
}

// LogValue returns the kind, the status before, and the fields that identify the invitation, as
// a group of attributes.
func (c Change) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("kind", excerpt(string(c.Kind)))}
	if c.Before.Status != "" {
		attrs = append(attrs, slog.String("before", excerpt(string(c.Before.Status))))
	}
	return slog.GroupValue(append(attrs, slog.Any("invitation", c.Invitation()))...)
}

// Changes compares two readings of a list, which may hold the invitations of several accounts
// and of both clouds. It returns one change for each invitation that is new, is gone, or has
// another status. It ignores changes of other fields. The changes come in the order of after.
// The invitations that are gone come last, in the order of before.
//
// Two rows are the same invitation if their Cloud and ID are equal. If a list repeats an
// invitation, the last row counts. Changes ignores invitations without an ID. It does not look
// at a clock: [Service.Watch] finds what has expired by time.
func Changes(before, after []Invitation) []Change {
	return changes(snapshotOf(before), snapshotOf(after))
}

func changes(before, after snapshot) (all []Change) {
	ended := before.ended(after)
	for _, k := range after.order {
		now := after.rows[k]
		then, known := before.rows[k]
		old, replaced := ended[now.targetKey()]
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

// A rowKey identifies an invitation, and a targetKey the target of an organization.
type (
	rowKey    struct{ cloud, id string }
	targetKey struct {
		cloud, organization string
		target              Target
	}
)

func (i Invitation) targetKey() targetKey {
	return targetKey{i.Cloud, i.OrganizationID, i.Target.key()}
}

// A snapshot is one reading of a list.
type snapshot struct {
	order []rowKey
	rows  map[rowKey]Invitation
}

// snapshotOf makes a snapshot of lists. If an invitation is repeated, the snapshot has its last
// row at the position of the first one.
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

// ended returns, for each target, the newest invitation that was there before and has ended. If
// after has that invitation, too, its state there counts.
func (s snapshot) ended(after snapshot) map[targetKey]Invitation {
	newest := map[targetKey]Invitation{}
	for _, k := range s.order {
		i := s.rows[k]
		if now, there := after.rows[k]; there {
			i = now
		}
		last, ok := newest[i.targetKey()]
		if i.Status.Final() && (!ok || !i.Created.Before(last.Created)) {
			newest[i.targetKey()] = i
		}
	}
	return newest
}

// at returns the snapshot at time t: a pending invitation past its expiry date has expired.
func (s snapshot) at(t time.Time) snapshot {
	for k, i := range s.rows {
		i.Status = i.StatusAt(t)
		s.rows[k] = i
	}
	return s
}

// and returns the snapshot, updated with the rows of a later, incomplete one.
func (s snapshot) and(later snapshot) snapshot {
	all := snapshot{order: s.order[:len(s.order):len(s.order)], rows: maps.Clone(s.rows)}
	for _, k := range later.order {
		all.add(later.rows[k])
	}
	return all
}
