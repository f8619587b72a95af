package audit

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestAudit_classify(t *testing.T) {
	t.Parallel()
	a := &audit{At: noon, within: 3 * day, expect: []string{"o-1", "77"}}
	pending := func(in time.Duration) invitation.Invitation {
		return invitation.Invitation{Status: invitation.StatusPending, Expires: noon.Add(in), OrganizationID: "o-1"}
	}
	from := func(organization, account string, s invitation.Status) invitation.Invitation {
		return invitation.Invitation{Status: s, OrganizationID: organization, InviterID: account, Expires: noon.Add(10 * day)}
	}
	for _, c := range []struct {
		name        string
		in          invitation.Invitation
		sent        bool
		state, kind string
	}{
		{name: "pending", in: pending(3*day + time.Second), state: "pending", kind: kindPending},
		{name: "pending without a date", in: invitation.Invitation{Status: "pending", OrganizationID: "o-1"}, state: "pending", kind: kindPending},
		{name: "expiring, to the second", in: pending(3 * day), state: kindExpiring, kind: kindExpiring},
		{name: "expired before the service notices", in: pending(0), state: "expired", kind: kindExpired},
		{name: "expired", in: from("o-1", "", invitation.StatusExpired), state: "expired", kind: kindExpired},
		{name: "accepted is only counted", in: from("o-1", "", invitation.StatusAccepted), state: "accepted"},
		{name: "an unknown status is only counted", in: from("o-1", "", "frozen"), state: "frozen"},
		{name: "a pending one from a stranger", in: from("o-2", "", invitation.StatusPending), state: "pending", kind: kindUnexpected},
		{name: "an accepted one from a stranger", in: from("o-2", "", invitation.StatusAccepted), state: "accepted", kind: kindUnexpected},
		{name: "an unknown status from a stranger", in: from("o-2", "", "frozen"), state: "frozen", kind: kindUnexpected},
		{name: "a declined one from a stranger does no harm", in: from("o-2", "", invitation.StatusDeclined), state: "declined"},
		{name: "a cancelled one from a stranger does no harm", in: from("o-2", "", invitation.StatusCancelled), state: "cancelled"},
		{name: "a deleted one from a stranger does no harm", in: from("o-2", "", invitation.StatusDeleted), state: "deleted"},
		{name: "an expired one from a stranger has expired", in: from("o-2", "", invitation.StatusExpired), state: "expired", kind: kindExpired},
		{name: "an expected management account", in: from("o-2", "77", invitation.StatusPending), state: "pending", kind: kindPending},
		{name: "no organization is a stranger", in: from("", "", invitation.StatusPending), state: "pending", kind: kindUnexpected},
		{name: "a sent one has no stranger", in: from("o-2", "", invitation.StatusPending), sent: true, state: "pending", kind: kindPending},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := a.classify(c.in, !c.sent)
			assert.Equal(t, c.state, f.State)
			assert.Equal(t, c.kind, f.Kind)
		})
	}
}

// offline is an audit of the accounts that -offline makes up.
func offline(t *testing.T, args string) (*audit, error) {
	t.Helper()
	p := onDay()
	p.Stdout, p.Stderr = &bytes.Buffer{}, &bytes.Buffer{}
	a, err := parse(p, strings.Fields("-offline "+args))
	require.NoError(t, err)
	require.NoError(t, a.open(t.Context(), p, progress.New(p)))
	return a, a.read(t.Context(), func(string) {})
}

func TestAudit_read(t *testing.T) {
	t.Parallel()
	a, err := offline(t, "-within 2d")
	require.NoError(t, err)
	sums := a.Sums()
	assert.Equal(t, 8, sums.Lists)
	assert.Equal(t, 1, sums.Incomplete)
	assert.Len(t, sums.Accounts, 5)
	assert.False(t, a.Cut)
	assert.NotNil(t, a.expect, "with -offline, the own organizations are expected")
	assert.Equal(t, noon, a.At)
	assert.Contains(t, a.Settings, "-within 2d")
	for _, l := range a.Lists {
		failed := l.Name == "legacy-shop" && l.Kind == sent
		assert.Equal(t, failed, l.Err != nil, l)
		assert.NotEmpty(t, l.Title)
		assert.NotEmpty(t, l.Identity.AccountID, l)
		switch n := a.Lists; {
		case failed:
			assert.Zero(t, l.Pages)
			assert.Contains(t, l.Reason(), "management account")
		case l.Kind == sent:
			assert.Positive(t, l.Pages, n)
			assert.NotEmpty(t, l.States, l)
		}
		inOrganization := l.Name != "payments-prod-07"
		assert.Equal(t, inOrganization, l.Identity.Organization.ID != "", l)
		assert.Equal(t, inOrganization, l.Identity.Role != invitation.RoleNone, l)
	}
	n := 0
	for _, l := range a.Lists {
		for _, count := range l.States {
			n += count
		}
	}
	assert.Equal(t, n, sums.Invitations)
	assert.Greater(t, n, 200)
}

// The audit does not fail if it cannot find out who reads the lists.
func TestAccount_identify(t *testing.T) {
	t.Parallel()
	a, err := offline(t, "-cloud huawei -lists received")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	acc := &account{Cloud: "huawei", Name: "a", client: a.Lists[0].client}
	acc.identify(ctx)
	assert.Empty(t, acc.Identity.Organization)
	b := &audit{At: noon, concurrency: 1, Lists: []*list{{account: acc, Kind: received, States: map[string]int{}}}}
	require.NoError(t, b.read(t.Context(), func(string) {}))
	assert.NoError(t, b.Lists[0].Err)
	assert.Empty(t, b.Lists[0].Identity.Organization, "the audit checks an account once")
}

// unread is an audit that has read none of the lists, and reads one at a time.
func unread(lists ...*list) *audit {
	a := &audit{At: noon, concurrency: 1}
	for _, l := range lists {
		a.Lists = append(a.Lists, &list{account: l.account, Kind: l.Kind, States: map[string]int{}})
	}
	return a
}

func TestAudit_read_Interrupted(t *testing.T) {
	t.Parallel()
	a, err := offline(t, "-cloud huawei -concurrency 1 -lists sent")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	b := unread(a.Lists[1], a.Lists[0])
	err = b.read(ctx, func(progress string) {
		if strings.HasPrefix(progress, "1 of 2 lists") { // the first one has failed
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.True(t, b.Cut)
	assert.ErrorContains(t, b.Lists[1].Err, "interrupted")
	var page bytes.Buffer
	require.NoError(t, b.writePage(&page))
	assert.Contains(t, page.String(), "incomplete")
	failed := b.failures()
	require.ErrorContains(t, failed, "legacy-shop")
	assert.NotContains(t, failed.Error(), "acme_root", "an interrupted list did not fail")
}

func TestAudit_read_InterruptedTooLate(t *testing.T) {
	t.Parallel()
	a, err := offline(t, "-cloud huawei -lists sent")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	b := unread(a.Lists[1])
	err = b.read(ctx, func(progress string) {
		if strings.HasPrefix(progress, "1 of 1 list,") { // it has failed
			cancel()
		}
	})
	require.NoError(t, err)
	assert.False(t, b.Cut)
	assert.Error(t, b.failures())
}

func TestAudit_read_Concurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, err := offline(t, "")
		require.NoError(t, err)
		b := unread(a.Lists...)
		b.concurrency = 3
		var now, most atomic.Int64
		require.NoError(t, b.read(t.Context(), func(string) { // a list shows each of its pages
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
		}))
		assert.EqualValues(t, 3, most.Load(), "lists that are read at once")
	})
}

// hostile is what a stranger may write anywhere.
const hostile = "=HYPERLINK(\"x\")\x1b[2J\u202e\x00\r\n<script>alert(1)</script>\"' onload=\"x {{.At}} \ufffe"

func TestAudit_write_Hostile(t *testing.T) {
	t.Parallel()
	a := auditOf(audit{expect: []string{"o-1"}}, invitation.Invitation{
		ID: "h-" + hostile, Status: invitation.Status(hostile), Note: hostile, InviterName: hostile, InviterID: hostile, OrganizationID: hostile,
		Target: invitation.Target{Type: invitation.TargetType(hostile), Entity: hostile},
	})
	a.Lists[0].Err, a.Lists[0].Name, a.Lists[0].Identity.AccountID, a.Lists[0].Identity.Organization.ID = errors.New(hostile), hostile, hostile, hostile
	a.Gone, a.Baseline = a.Lists[0].Findings, hostile
	require.Len(t, a.Gone, 1)
	for _, format := range []string{output.Table, output.CSV, output.JSON, output.JSONLines, html} {
		t.Run(format, func(t *testing.T) {
			a.output.Format = format
			var out bytes.Buffer
			require.NoError(t, a.write(onDay(), &out, terminal.Screen{}, a.Sums().Findings))
			for _, what := range []string{"\x1b", "\u202e", "\x00", "\ufffe"} {
				assert.NotContains(t, out.String(), what)
			}
			if format == html {
				assert.NotContains(t, out.String(), "<script>alert")
			}
			if format != output.CSV {
				return
			}
			rows, err := csv.NewReader(&out).ReadAll()
			require.NoError(t, err)
			for _, cell := range rows[1] {
				assert.NotRegexp(t, "^[=+@-]", cell)
			}
		})
	}
}

// manyInvitations yields n invitations. Every tenth is pending.
func manyInvitations(n int) iter.Seq[invitation.Invitation] {
	return func(yield func(invitation.Invitation) bool) {
		for i := range n {
			inv := invitation.Invitation{Cloud: "huawei", ID: fmt.Sprintf("h-%d", i), Status: invitation.StatusAccepted, Native: make([]byte, 10<<10)}
			if i%10 == 0 {
				inv.Status = invitation.StatusPending
			}
			if !yield(inv) {
				return
			}
		}
	}
}

func TestList_add_Memory(t *testing.T) {
	const n = 20_000
	a := auditOf(audit{output: output.Flags{Format: html}})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for inv := range manyInvitations(n) {
		a.Lists[0].add(a.classify(inv, true))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Len(t, a.Lists[0].Findings, n/10)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(8<<20), "with the native objects, the findings would take 20 MB, and all invitations 200 MB")
	assert.Equal(t, n, a.Sums().Invitations)
}
