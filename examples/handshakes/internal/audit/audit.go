package audit

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/version"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An item is an invitation in a list of the report.
type item struct {
	list int
	invitation.Invitation
}

// An audit reads lists into a report.
type audit struct {
	options
	report.Report
	accounts []*account // of each list
	baseline []*report.Finding
	done     atomic.Int64 // lists that the audit finished
	pages    atomic.Int64
}

// errNotRead is the error of a list that the audit has not read yet, or not completely because of
// an interruption.
var errNotRead = errors.New("the audit was interrupted")

func newAudit(o options, accounts []*account, at time.Time) *audit {
	a := &audit{options: o, Report: report.Report{
		At: at, Version: version.String(), Settings: o.settings, Within: o.within, Checked: o.expect != nil, Baseline: o.compareWith,
	}}
	for _, acc := range accounts {
		for _, l := range acc.lists {
			a.accounts = append(a.accounts, acc)
			a.Lists = append(a.Lists, report.List{Account: &acc.Account, Kind: l, Err: errNotRead})
		}
	}
	return a
}

// walk yields the invitations of a list. It writes the number of pages and the error to the report.
func (a *audit) walk(ctx context.Context, list int, show func(string)) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		defer func() {
			a.done.Add(1)
			show(a.progress())
		}()
		l, acc := &a.Lists[list], a.accounts[list]
		acc.identify(ctx)
		page := pagination.WithProgress(func(p pagination.Progress) {
			l.Pages = p.Pages
			a.pages.Add(1)
			show(a.progress())
		})
		var err error
		for inv, failed := range acc.client.List(l.Kind == report.Received).With(page).All(ctx) {
			if err = failed; err != nil {
				l.Err = err
			}
			if !yield(item{list, inv}, err) {
				return
			}
		}
		l.Err = err
	}
}

func (a *audit) progress() string {
	return fmt.Sprintf("%d of %s, %s", a.done.Load(), report.Count(len(a.Lists), "list"), report.Count(int(a.pages.Load()), "page"))
}

// read reads all lists, several at once, and shows the progress. If ctx ends, read returns its
// error, and the report has the invitations that were read before.
func (a *audit) read(ctx context.Context, show func(string)) error {
	show(a.progress())
	var lists []pagination.Source[item]
	for i := range a.Lists {
		lists = append(lists, pagination.Source[item]{Items: func(ctx context.Context) iter.Seq2[item, error] { return a.walk(ctx, i, show) }})
	}
	for it, err := range pagination.Merge(ctx, a.concurrency, slices.Values(lists)) {
		if err == nil { // walk has written the error to the list
			a.add(it)
		}
	}
	a.finish(ctx)
	if a.Cut {
		return ctx.Err()
	}
	return nil
}

func (a *audit) add(it item) {
	inv := it.Invitation
	if !slices.Contains([]string{output.JSON, output.JSONLines}, a.output.Format) {
		inv.Native = nil // the native object is large, and the other formats do not show it
	}
	f := report.Finding{Invitation: inv}
	f.State, f.Kind = a.classify(inv, a.Lists[it.list].Kind == report.Received, a.At)
	a.Add(it.list, f)
}

// finish completes the report after all lists are read or ctx has ended.
func (a *audit) finish(ctx context.Context) {
	for i := range a.Lists {
		l := &a.Lists[i]
		if ctx.Err() != nil && errors.Is(l.Err, ctx.Err()) {
			l.Err = errNotRead
		}
		a.Cut = a.Cut || l.Err == errNotRead
	}
	a.markLookAlikes()
	a.compare()
	report.Sort(a.Findings)
	report.Sort(a.Gone)
}

// classify returns the state of an invitation in a list, and the kind of finding that it is, ""
// if it is none.
func (o options) classify(i invitation.Invitation, received bool, now time.Time) (state, kind string) {
	status := i.StatusAt(now)
	state = string(status)
	if status == invitation.StatusPending && !i.Expires.IsZero() && !i.Expires.After(now.Add(o.within)) {
		state = report.StateExpiring
	}
	switch {
	case received && !o.expected(i) && !slices.Contains(harmless, status):
		return state, report.KindUnexpected
	case slices.Contains(report.Kinds(), state):
		return state, state
	default:
		return state, ""
	}
}

// harmless are the final states in which the sender of an invitation no longer matters.
var harmless = []invitation.Status{
	invitation.StatusExpired, invitation.StatusDeclined, invitation.StatusCancelled, invitation.StatusDeleted,
}

// expected reports whether the user expects the sender. It compares IDs, because anyone can choose
// a name.
func (o options) expected(i invitation.Invitation) bool {
	return o.expect == nil || slices.Contains(o.expect, i.OrganizationID) || slices.Contains(o.expect, i.InviterID)
}

// markLookAlikes marks received invitations from a sender that is neither known nor expected, if
// its name looks like a known one. Known names are those of the managers of audited organizations
// and of expected senders.
func (a *audit) markLookAlikes() {
	known := map[string]string{} // names, by account ID
	for _, l := range a.Lists {
		known[l.Identity.Organization.ManagerID] = l.Identity.Organization.ManagerName
	}
	var strangers []*report.Finding
	for _, f := range a.Findings {
		switch {
		case f.List == report.Sent:
		case a.expect != nil && a.expected(f.Invitation):
			known[f.Invitation.InviterID] = f.Invitation.InviterName
		default:
			strangers = append(strangers, f)
		}
	}
	names := slices.Compact(slices.Sorted(maps.Values(known)))
	for _, f := range strangers {
		if _, found := known[f.Invitation.InviterID]; !found {
			f.LookAlike = report.LookAlike(f.Invitation.InviterName, names)
		}
	}
}
