package audit

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
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

// A reading is what was read of a list, besides its invitations.
type reading struct {
	account  *account
	list     string
	pages    int
	complete bool
	err      error // why it is not complete
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
	readings []*reading
	baseline baseline
	managers managers
	done     atomic.Int64 // lists that ended
}

func newAudit(o options, accounts []*account, at time.Time) *audit {
	a := &audit{options: o, managers: managers{}, Report: report.Report{
		At: at, Version: version.String(), Settings: o.settings(), Within: o.within, Checked: o.expect != nil, Baseline: o.compareWith,
	}}
	for _, acc := range accounts {
		for _, l := range acc.lists {
			a.readings = append(a.readings, &reading{account: acc, list: l})
			a.Lists = append(a.Lists, report.List{Cloud: acc.Cloud.Name, Title: acc.Title, Account: acc.name, Kind: l})
		}
	}
	return a
}

// walk yields the list of the reading, which nobody else changes meanwhile.
func (a *audit) walk(ctx context.Context, i int) iter.Seq2[item, error] {
	r := a.readings[i]
	return func(yield func(item, error) bool) {
		defer a.done.Add(1)
		r.account.identify(ctx)
		pager := r.account.List(r.list == report.Received).With(pagination.WithProgress(func(p pagination.Progress) { r.pages = p.Pages }))
		for inv, err := range pager.All(ctx) {
			if err != nil {
				r.err = err
			}
			if !yield(item{i, inv}, err) {
				return
			}
		}
		r.complete = r.err == nil
	}
}

// progressEvery is after how many invitations the progress is shown.
const progressEvery = 20

// read reads all lists, several at once. If the context ends, the error is the context's, and
// the report is of what was read before.
func (a *audit) read(ctx context.Context, progress func(items int)) error {
	sources := func(yield func(pagination.Source[item]) bool) {
		for i := range a.readings {
			if !yield(pagination.Source[item]{Items: func(ctx context.Context) iter.Seq2[item, error] { return a.walk(ctx, i) }}) {
				return
			}
		}
	}
	items := 0
	progress(items)
	for it, err := range pagination.Merge(ctx, a.concurrency, sources) {
		if err == nil {
			a.add(it)
			items++
		}
		if err != nil || items%progressEvery == 0 {
			progress(items)
		}
	}
	progress(items)
	a.Cut = ctx.Err() != nil && slices.ContainsFunc(a.readings, func(r *reading) bool {
		return !r.complete && (r.err == nil || errors.Is(r.err, ctx.Err()))
	})
	a.finish()
	if a.Cut {
		return ctx.Err()
	}
	return nil
}

func (a *audit) add(it item) {
	l, inv := a.Lists[it.list], it.Invitation
	a.readings[it.list].account.learn(inv, l.Kind)
	if l.Kind == report.Sent || a.expect != nil && a.expected(inv) {
		a.managers.add(inv.InviterID, inv.InviterName)
	}
	if !slices.Contains([]string{output.JSON, output.JSONLines}, a.output.Format) {
		inv.Native = nil // which is large, and is not written
	}
	f := report.Finding{Account: l.Account, List: l.Kind, Invitation: inv}
	f.State, f.Kind = a.classify(inv, l.Kind == report.Received, a.At)
	a.compare(&f)
	a.Add(it.list, f)
}

// maxReason is how much of an error the report shows, in bytes.
const maxReason = 500

// finish adds what is known when all lists are read.
func (a *audit) finish() {
	complete := map[key]bool{}
	for i, r := range a.readings {
		l := &a.Lists[i]
		l.Pages, l.Organization, l.Outside, l.Identity = r.pages, r.account.organization.ID, r.account.outside, r.account.identity()
		switch {
		case r.complete:
		case r.err == nil || errors.Is(r.err, context.Canceled):
			l.Err = "the audit was interrupted"
		default:
			l.Err = auth.Excerpt(cli.Explain(r.err).What, maxReason)
		}
		complete[key{l.Cloud, l.Account, l.Kind, ""}] = r.complete
		a.managers.add(r.account.organization.ManagerID, r.account.organization.ManagerName)
	}
	names := slices.Compact(slices.Sorted(maps.Values(a.managers)))
	for i, f := range a.Findings {
		a.Findings[i].LookAlike = a.imitated(f, names)
	}
	for k, f := range a.baseline {
		k.id = ""
		if complete[k] { // what a list does not show is gone only if it was read completely
			a.gone(f)
		}
	}
	report.Sort(a.Findings)
	report.Sort(a.Gone)
	slices.SortStableFunc(a.Findings, lookAlikesFirst)
}

func lookAlikesFirst(x, y report.Finding) int {
	return cmp.Compare(min(1, len(y.LookAlike)), min(1, len(x.LookAlike)))
}
