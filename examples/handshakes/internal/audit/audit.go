package audit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An audit is what the flags ask for, and what was read. The page shows the exported fields.
type audit struct {
	accounts    string   // a file; "" means the default credentials of each cloud
	lists       []string // of accounts for which the file names no lists
	within      time.Duration
	expect      []string // IDs of organizations and management accounts; nil means that every sender is expected
	failOn      []string // kinds of findings
	file        string   // "" means stdout
	show        bool     // open the report in the browser
	concurrency int
	output      output.Flags
	access      clouds.Access
	baseline    []*finding // of an earlier audit

	At       time.Time
	Settings []string // the flags that the user gave, such as -within 3d
	Baseline string   // the file of -baseline; "" means none
	Lists    []*list
	Gone     []*finding // findings of the baseline that this audit does not find
	Cut      bool       // the audit was interrupted
}

// The lists of an account.
const (
	sent     = "sent"
	received = "received"
)

// A list is a list of an account, as far as the audit read it.
type list struct {
	*account
	Kind               string // sent or received
	Pages, Invitations int
	States             map[string]int // invitations by state, see finding
	Findings           []*finding
	Err                error // why the list is incomplete; nil if it is complete
}

// errCut is the error of a list that an interruption cut.
var errCut = errors.New("the audit was interrupted")

// Reason says why the list is incomplete.
func (l *list) Reason() string { return auth.Excerpt(cli.Explain(l.Err).What, 500) }

// add counts the invitation of f. If f has a kind, add keeps it as a finding.
func (l *list) add(f finding) {
	l.Invitations++
	l.States[f.State]++
	if f.Kind != "" {
		f.Account, f.List = l.Name, l.Kind
		l.Findings = append(l.Findings, &f)
	}
}

// read reads all lists, several at once, and shows the progress. If ctx ends, read returns its
// error, and the report has the invitations that were read before.
func (a *audit) read(ctx context.Context, show func(string)) error {
	var lists, pages atomic.Int64
	done := func(list, page int64) {
		show(fmt.Sprintf("%d of %s, %s", lists.Add(list), cli.Count(len(a.Lists), "list"), cli.Count(int(pages.Add(page)), "page")))
	}
	done(0, 0)
	var readers sync.WaitGroup
	places := make(chan struct{}, a.concurrency)
	for _, l := range a.Lists {
		places <- struct{}{}
		readers.Go(func() {
			a.readList(ctx, l, func() { done(0, 1) })
			done(1, 0)
			<-places
		})
	}
	readers.Wait()
	a.markLookAlikes()
	a.compare()
	if a.Cut = slices.ContainsFunc(a.Lists, func(l *list) bool { return l.Err == errCut }); a.Cut {
		return ctx.Err()
	}
	return nil
}

func (a *audit) readList(ctx context.Context, l *list, page func()) {
	l.identify(ctx)
	progress := pagination.WithProgress(func(p pagination.Progress) {
		l.Pages = p.Pages
		page()
	})
	for i, err := range l.client.List(l.Kind == received).With(progress).All(ctx) {
		switch {
		case err == nil:
			l.add(a.classify(i, l.Kind == received))
		case ctx.Err() != nil && errors.Is(err, ctx.Err()):
			l.Err = errCut
		default:
			l.Err = err
		}
	}
}

// classify returns the state of an invitation in a list, and the kind of finding that it is, ""
// if it is none.
func (a *audit) classify(i invitation.Invitation, received bool) finding {
	if !slices.Contains([]string{output.JSON, output.JSONLines}, a.output.Format) {
		i.Native = nil // the native object is large, and the other formats do not show it
	}
	status := i.StatusAt(a.At)
	f := finding{State: string(status), Invitation: i}
	if status == invitation.StatusPending && !i.Expires.IsZero() && !i.Expires.After(a.At.Add(a.within)) {
		f.State = kindExpiring
	}
	harmless := status.Final() && status != invitation.StatusAccepted // the sender no longer matters
	switch {
	case received && !a.expected(i) && !harmless:
		f.Kind = kindUnexpected
	case slices.Contains(kinds, f.State):
		f.Kind = f.State
	}
	return f
}

// expected reports whether the user expects the sender. It compares IDs, because anyone can choose
// a name.
func (a *audit) expected(i invitation.Invitation) bool {
	return a.expect == nil || slices.Contains(a.expect, i.OrganizationID) || slices.Contains(a.expect, i.InviterID)
}

// markLookAlikes marks received invitations from a sender that is neither known nor expected, if
// its name looks like a known one, or is equal to it: anyone can choose a name. Known names are
// those of the managers of audited organizations and of expected senders.
func (a *audit) markLookAlikes() {
	known := map[string]string{} // names, by account ID
	var strangers []*finding
	for _, l := range a.Lists {
		known[l.Identity.Organization.ManagerID] = l.Identity.Organization.ManagerName
		for _, f := range l.Findings {
			switch {
			case l.Kind == sent:
			case a.expect != nil && a.expected(f.Invitation):
				known[f.Invitation.InviterID] = f.Invitation.InviterName
			default:
				strangers = append(strangers, f)
			}
		}
	}
	looks := map[string]string{} // known names, by skeleton
	for _, name := range slices.Sorted(maps.Values(known)) {
		looks[skeleton(name)] = name
	}
	delete(looks, "")
	for _, f := range strangers {
		if _, found := known[f.Invitation.InviterID]; !found {
			f.LookAlike = looks[skeleton(f.Invitation.InviterName)]
		}
	}
}

// failures returns why lists are incomplete. It leaves out lists that an interruption cut, and
// reports missing credentials once for an account.
func (a *audit) failures() error {
	var all []error
	reported := map[string]bool{}
	for _, l := range a.Lists {
		name := l.label()
		if _, unsigned := errors.AsType[*auth.SignError](l.Err); !unsigned {
			name += ", " + l.Kind
		}
		if l.Err != nil && l.Err != errCut && !reported[name] {
			reported[name] = true
			all = append(all, &pagination.SourceError{Name: name, Err: l.Err})
		}
	}
	return errors.Join(all...)
}
