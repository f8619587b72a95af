package audit

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/version"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A reading is the work on a list.
type reading struct {
	account *account
	pages   int
	err     error // why the list is not complete
}

// An item is an invitation in a list of the report.
type item struct {
	list int
	invitation.Invitation
}

// An audit reads lists into a report.
type audit struct {
	options
	report.Report
	readings []*reading // one for each list
	baseline []*report.Finding
	managers managers
	done     atomic.Int64 // lists that ended
	pages    atomic.Int64
}

// errNotRead is why a list is not complete before it was read, and after an interruption.
var errNotRead = errors.New("the audit was interrupted")

func newAudit(o options, accounts []*account, at time.Time) *audit {
	a := &audit{options: o, managers: managers{}, Report: report.Report{
		At: at, Version: version.String(), Settings: o.settings(), Within: o.within, Checked: o.expect != nil, Baseline: o.compareWith,
	}}
	for _, acc := range accounts {
		for _, l := range acc.lists {
			a.readings = append(a.readings, &reading{account: acc, err: errNotRead})
			a.Lists = append(a.Lists, report.List{Cloud: acc.cloud, Title: acc.client.Title, Account: acc.name, Kind: l})
		}
	}
	return a
}

// reading returns the reading of the list that has a finding, nil if the audit reads no such list.
func (a *audit) reading(f *report.Finding) *reading {
	for i, l := range a.Lists {
		if l.Cloud == f.Invitation.Cloud && l.Account == f.Account && l.Kind == f.List {
			return a.readings[i]
		}
	}
	return nil
}

// sources returns the lists. The first list of an account comes after what identifies the
// account, which has no items.
func (a *audit) sources(show func(string)) iter.Seq[pagination.Source[item]] {
	return func(yield func(pagination.Source[item]) bool) {
		for i, r := range a.readings {
			if i == 0 || a.readings[i-1].account != r.account {
				identify := func(ctx context.Context) iter.Seq2[item, error] {
					return func(func(item, error) bool) { r.account.identify(ctx) }
				}
				if !yield(pagination.Source[item]{Items: identify}) {
					return
				}
			}
			list := func(ctx context.Context) iter.Seq2[item, error] {
				return func(yield func(item, error) bool) { a.walk(ctx, i, show, yield) }
			}
			if !yield(pagination.Source[item]{Items: list}) {
				return
			}
		}
	}
}

// walk yields the invitations of a list, and says in its reading how far it came.
func (a *audit) walk(ctx context.Context, list int, show func(string), yield func(item, error) bool) {
	r := a.readings[list]
	pager := r.account.client.List(a.Lists[list].Kind == report.Received)
	page := pagination.WithProgress(func(p pagination.Progress) {
		r.pages = p.Pages
		a.pages.Add(1)
		show(a.progress())
	})
	defer func() {
		a.done.Add(1)
		show(a.progress())
	}()
	var err error
	for inv, failed := range pager.With(page).All(ctx) {
		if err = failed; err != nil {
			r.err = err
		}
		if !yield(item{list, inv}, err) {
			return
		}
	}
	r.err = err
}

func (a *audit) progress() string {
	return fmt.Sprintf("%d of %s, %s", a.done.Load(), report.Count(len(a.readings), "list"), report.Count(int(a.pages.Load()), "page"))
}

// read reads all lists, several at once, and shows the progress. If the context ends, the error
// is the context's, and the report has what was read before.
func (a *audit) read(ctx context.Context, show func(string)) error {
	show(a.progress())
	for it, err := range pagination.Merge(ctx, a.concurrency, a.sources(show)) {
		if err == nil { // an error is in the reading
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
	l, inv := a.Lists[it.list], it.Invitation
	if l.Kind == report.Sent || a.expect != nil && a.expected(inv) {
		a.managers.add(inv.InviterID, inv.InviterName)
	}
	if !slices.Contains([]string{output.JSON, output.JSONLines}, a.output.Format) {
		inv.Native = nil // which is large, and is not written
	}
	f := report.Finding{Invitation: inv}
	f.State, f.Kind = a.classify(inv, l.Kind == report.Received, a.At)
	a.Add(it.list, f)
}

// maxReason is how much of an error the report shows, in bytes.
const maxReason = 500

// finish completes the report when all lists are read or ctx has ended.
func (a *audit) finish(ctx context.Context) {
	for i, r := range a.readings {
		l, id := &a.Lists[i], r.account.identity
		l.Pages, l.Identity, l.Organization = r.pages, id.AccountID, id.Organization.ID
		if id.Role == invitation.RoleNone {
			l.Organization = report.None
		}
		if ctx.Err() != nil && errors.Is(r.err, ctx.Err()) {
			r.err = errNotRead
		}
		if r.err != nil {
			l.Err = auth.Excerpt(cli.Explain(r.err).What, maxReason)
		}
		a.Cut = a.Cut || errors.Is(r.err, errNotRead)
		a.managers.add(id.Organization.ManagerID, id.Organization.ManagerName)
	}
	a.markLookAlikes()
	a.compare()
	report.Sort(a.Findings)
	report.Sort(a.Gone)
}
