package invitation

import "iter"

// An invitationMap holds an invitation for each digest, in little memory.
type invitationMap struct {
	compactor compactor
	compact   map[digest]compactRow
	complete  map[digest]Invitation // the invitations that a compact row cannot restore
}

func newInvitationMap() invitationMap {
	return invitationMap{compact: map[digest]compactRow{}, complete: map[digest]Invitation{}}
}

// A native is a client's own value.
type native interface{ Invitation() Invitation }

// set replaces the invitation of the key. An invitation that the client read can be restored
// from its native value alone.
func (m *invitationMap) set(key digest, i Invitation, read bool) {
	if own, ok := i.Native.(native); ok && read {
		if row, ok := m.compactor.compact(own); ok {
			m.compact[key] = row
			delete(m.complete, key)
			return
		}
	}
	m.complete[key] = i
	delete(m.compact, key)
}

func (m *invitationMap) get(key digest) (_ Invitation, ok bool) {
	if row, ok := m.compact[key]; ok {
		return m.restore(row), true
	}
	i, ok := m.complete[key]
	return i, ok
}

// all yields the invitations in random order.
func (m *invitationMap) all() iter.Seq[Invitation] {
	return func(yield func(Invitation) bool) {
		for _, row := range m.compact {
			if !yield(m.restore(row)) {
				return
			}
		}
		for _, i := range m.complete {
			if !yield(i) {
				return
			}
		}
	}
}

func (m *invitationMap) restore(row compactRow) Invitation {
	return m.compactor.restore(row).(native).Invitation()
}
