package audit

import (
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// The findings.
const (
	unexpected = "unexpected"
	expiring   = "expiring"
	expired    = "expired"
	pending    = "pending"
)

// findings are all of them, the most pressing first.
var findings = []string{unexpected, expiring, expired, pending}

// An entry is an invitation as an account sees it.
type entry struct {
	clouds.Row
	account string
	list    list
	// state is the status, with what time does to it: expiring, or expired before
	// the service notices.
	state   string
	finding string // "": nothing to report
}

// judge fills in state and finding.
func (o options) judge(e entry) entry {
	now := o.now()
	e.state = e.Status
	switch {
	case e.Value.ExpiredBy(now):
		e.state = expired
	case e.Status == pending && !e.Expires.IsZero() && !e.Expires.After(now.Add(o.within)):
		e.state = expiring
	}
	switch {
	case e.list == received && !o.expected(e.Row) && !slices.Contains([]string{expired, "declined", "cancelled", "deleted"}, e.state):
		e.finding = unexpected
	case slices.Contains(findings, e.state):
		e.finding = e.state
	}
	return e
}

// expected compares IDs: a name can be chosen by anybody.
func (o options) expected(r clouds.Row) bool {
	return o.expect == nil || slices.Contains(o.expect, r.Organization)
}
