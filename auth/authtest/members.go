package authtest

import "time"

// A Membership says that an account belongs to an organization, and since when.
type Membership struct {
	AccountID, OrganizationID string
	// Joined is when the account joined.
	Joined time.Time
	// Invited means that the account accepted an invitation. Otherwise it was created in
	// the organization.
	Invited bool
	// Seeded means that a test made the account a member with an invitation that it
	// seeded. Quotas do not count it.
	Seeded bool
}

// JoinMethod is invited or created, as both services say it.
func (m Membership) JoinMethod() string {
	if m.Invited {
		return "invited"
	}
	return "created"
}

// Members are the accounts of the organizations of a service, in the order in which they
// joined. An account belongs to one organization at most. The zero Members are empty.
// They are not safe for concurrent use: a service guards them with its own mutex.
type Members struct{ ledger Ledger[Membership] }

// Join adds an account. One that belongs to another organization leaves that. One that
// belongs to this organization stays in its place; if the new membership is Invited, so
// is the former one from then on.
func (m *Members) Join(in Membership) {
	e := m.ledger.Get(in.AccountID)
	if e != nil && e.Item.OrganizationID == in.OrganizationID {
		e.Item.Invited = e.Item.Invited || in.Invited
		return
	}
	m.ledger.Remove(in.AccountID)
	m.ledger.Put(in.AccountID, in)
}

// Leave takes an account out of its organization, and reports whether it was in one. An
// account that joins again is the last one of the list.
func (m *Members) Leave(accountID string) bool { return m.ledger.Remove(accountID) }

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
