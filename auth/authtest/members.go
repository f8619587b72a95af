package authtest

import (
	"cmp"
	"slices"
	"time"
)

// A Membership says that an account belongs to an organization, and since when.
type Membership struct {
	AccountID, OrganizationID string
	// Joined is the time when the account joined.
	Joined time.Time
	// Invited means that the account accepted an invitation. Otherwise it was created in
	// the organization.
	Invited bool
	// Seeded means that a test made the account a member with an invitation that it
	// seeded. Quotas do not count it.
	Seeded bool
	// Made is when a request made the account a member. It is zero for a member that a test
	// added, which lists show at once.
	Made time.Time
}

// JoinMethod returns invited or created, the words of both services.
func (m Membership) JoinMethod() string {
	if m.Invited {
		return "invited"
	}
	return "created"
}

// Members are the accounts of the organizations of a service, in the order in which they
// joined. An account belongs to at most one organization. The zero Members are empty. They are
// not safe for concurrent use: a service guards them with its own mutex.
type Members struct {
	// Lag is how long lists do not show that an account joined or left by a request. Do not
	// change it once the members are in use.
	Lag time.Duration

	ledger Ledger[Membership]
	ended  []ended // what lists may still show, the earliest end first
}

// An ended membership is one that a request ended.
type ended struct {
	entry *Entry[Membership]
	at    time.Time
}

// Join adds an account. An account of another organization leaves that organization. An account
// that already belongs to this one stays in its place, and becomes Invited if the new
// membership is.
func (m *Members) Join(in Membership) {
	e := m.ledger.Get(in.AccountID)
	if e != nil && e.Item.OrganizationID == in.OrganizationID {
		e.Item.Invited = e.Item.Invited || in.Invited
		return
	}
	m.ledger.Remove(in.AccountID)
	m.ledger.Put(in.AccountID, in).Made = in.Made
}

// Leave removes an account from its organization, and reports whether it was in one. An account
// that joins again is the last one of the list.
func (m *Members) Leave(accountID string) bool { return m.ledger.Remove(accountID) }

// End removes an account from its organization as Leave does, by a request at the time now.
// Lists show the account until [Members.Lag] has passed.
func (m *Members) End(accountID string, now time.Time) bool {
	m.ended = slices.DeleteFunc(m.ended, func(e ended) bool { return !m.lingers(e, now) })
	if e := m.ledger.Get(accountID); e != nil && m.Lag > 0 && e.Visible(now, m.Lag) {
		m.ended = append(m.ended, ended{e, now})
	}
	return m.Leave(accountID)
}

// lingers reports whether lists still show an ended membership.
func (m *Members) lingers(e ended, now time.Time) bool { return now.Before(e.at.Add(m.Lag)) }

// Get returns the membership of an account, and false if it is in no organization.
func (m *Members) Get(accountID string) (Membership, bool) {
	if e := m.ledger.Get(accountID); e != nil {
		return e.Item, true
	}
	return Membership{}, false
}

// After returns the memberships with higher numbers, in order. The slice is the members'
// own.
func (m *Members) After(number uint64) []*Entry[Membership] { return m.ledger.After(number) }

// Listed returns the memberships with higher numbers that a list shows at the time now, in
// order. It shows what requests changed within [Members.Lag] as it was before. The slice may be
// the members' own.
func (m *Members) Listed(number uint64, now time.Time) []*Entry[Membership] {
	current := m.ledger.After(number)
	if m.Lag <= 0 {
		return current
	}
	var out []*Entry[Membership]
	for _, e := range current {
		if e.Visible(now, m.Lag) {
			out = append(out, e)
		}
	}
	for _, e := range m.ended {
		if e.entry.Number > number && m.lingers(e, now) {
			out = append(out, e.entry)
		}
	}
	slices.SortFunc(out, func(a, b *Entry[Membership]) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// Page collects up to limit rows of the entries for which row returns true. It returns
// the number of the last entry on the page, and whether others follow. The rows are
// never nil. A nil row is true for none.
func Page[T, R any](entries []*Entry[T], limit int, row func(*Entry[T]) (R, bool)) (rows []R, last uint64, more bool) {
	rows = []R{}
	if row == nil {
		return rows, 0, false
	}
	for _, e := range entries {
		r, ok := row(e)
		if !ok {
			continue
		}
		if len(rows) >= limit {
			return rows, last, true
		}
		rows, last = append(rows, r), e.Number
	}
	return rows, last, false
}
