package alibabarm_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	allOfThem = -1
	twice     = 2 // passes, if no total confirms the first
)

// listFaults says what a service does wrong, and how a listing of 95 invitations ends: it is
// complete, or an error says why not.
var listFaults = []struct {
	name     string
	kind     alibabarmtest.Kind
	size     int
	err      error
	items    int // delivered
	requests int // at most this many, without read-ahead
}{
	{name: "total 0", kind: alibabarmtest.SetField("TotalCount", 0), size: 10, items: allOfThem,
		requests: twice * 10},
	{name: "total 0, full last page", kind: alibabarmtest.SetField("TotalCount", 0), size: 19,
		items: allOfThem, requests: twice * 6},
	{name: "total absent", kind: alibabarmtest.DropField("TotalCount"), size: 10, items: allOfThem,
		requests: twice * 10},
	{name: "total absent, full last page", kind: alibabarmtest.DropField("TotalCount"), size: 19,
		items: allOfThem, requests: twice * 6},
	{name: "total is the count of the page", kind: alibabarmtest.PageTotal(), size: 10,
		items: allOfThem, requests: twice * 10},
	{name: "total is the count of the page, full last page", kind: alibabarmtest.PageTotal(),
		size: 19, items: allOfThem, requests: twice * 6},
	{name: "total is the count of the page, one by one", kind: alibabarmtest.PageTotal(), size: 1,
		items: allOfThem, requests: twice * 96},
	{name: "total too low", kind: alibabarmtest.SetField("TotalCount", 42), size: 10,
		items: allOfThem, requests: twice * 10},
	{
		name: "total too low, on a page boundary", kind: alibabarmtest.SetField("TotalCount", 40),
		size:  10,
		items: allOfThem, requests: twice * 10,
	},
	{
		name: "total too low by one, full last page",
		kind: alibabarmtest.SetField("TotalCount", 94), size: 19,
		items: allOfThem, requests: twice * 6,
	},
	{name: "total 1, one by one", kind: alibabarmtest.SetField("TotalCount", 1), size: 1,
		items: allOfThem, requests: twice * 96},
	{name: "total too high by one", kind: alibabarmtest.SetField("TotalCount", 96), size: 10,
		items: allOfThem, requests: 22},
	{name: "total too high by pages", kind: alibabarmtest.SetField("TotalCount", 120), size: 10,
		items: allOfThem, requests: 24},
	{
		name: "total huge", kind: alibabarmtest.SetField("TotalCount", 1<<31-1), size: 10,
		err:   pagination.ErrNoProgress,
		items: allOfThem, requests: 110,
	},
	{name: "total growing", kind: alibabarmtest.ChangingTotal(1), size: 10,
		err: pagination.ErrDrift, items: allOfThem, requests: 36},
	{name: "total shrinking", kind: alibabarmtest.ChangingTotal(-1), size: 10,
		err: pagination.ErrDrift, items: allOfThem, requests: 36},

	{name: "size clamped to 50 of 100", kind: alibabarmtest.ClampSize(50), size: 100,
		items: allOfThem, requests: 2},
	{
		name: "size clamped, reported as requested",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.EchoAsked()),
		size: 100, items: allOfThem,
		requests: 2,
	},
	{
		name: "size clamped, not reported",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50),
			alibabarmtest.DropField("PageSize")), size: 100,
		items: allOfThem, requests: 2,
	},
	{name: "size clamped, full last page", kind: alibabarmtest.ClampSize(19), size: 100,
		items: allOfThem, requests: 6},
	{
		name: "size clamped, total absent",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50),
			alibabarmtest.DropField("TotalCount")), size: 100,
		items: allOfThem, requests: twice * 2,
	},
	{
		name: "size clamped, total is the count of the page",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.PageTotal()),
		size: 100, items: allOfThem,
		requests: twice * 2,
	},
	{
		name: "size clamped, total too low",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50),
			alibabarmtest.SetField("TotalCount", 60)), size: 100,
		items: allOfThem, requests: twice * 2,
	},
	{
		name: "size clamped, total too high",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(50),
			alibabarmtest.SetField("TotalCount", 96)), size: 100,
		items: allOfThem, requests: 6,
	},

	{name: "page 1 for every number", kind: alibabarmtest.IgnoreNumber(), size: 10,
		err: pagination.ErrNoProgress, items: 10, requests: 4},
	{
		name: "page 1 for every number, reported as requested",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked()),
		size: 10,
		err:  pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page 1 for every number, not reported",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(),
			alibabarmtest.DropField("PageNumber")), size: 10,
		err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page 1 for every number, total absent",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(),
			alibabarmtest.DropField("TotalCount")), size: 10,
		err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page 1 for every number, reported as requested, total absent",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked(),
			alibabarmtest.DropField("TotalCount")),
		size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page 1 for every number, reported as requested, total is the count of the page",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked(),
			alibabarmtest.PageTotal()),
		size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page 1 for every number, total 0",
		kind: alibabarmtest.Together(alibabarmtest.IgnoreNumber(),
			alibabarmtest.SetField("TotalCount", 0)), size: 10,
		err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{name: "page 1 for every number, list of one page", kind: alibabarmtest.IgnoreNumber(),
		size: 100, items: allOfThem, requests: 1},

	{name: "the last page for every higher number", kind: alibabarmtest.ClampNumber(), size: 10,
		items: allOfThem, requests: 10},
	{name: "the last page for every higher number, full", kind: alibabarmtest.ClampNumber(),
		size: 19, items: allOfThem, requests: 6},
	{
		name: "the last page for every higher number, full, reported as requested",
		kind: alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.EchoAsked()),
		size: 19, items: allOfThem,
		requests: 6,
	},
	{
		name: "the last page for every higher number, full, not reported",
		kind: alibabarmtest.Together(alibabarmtest.ClampNumber(),
			alibabarmtest.DropField("PageNumber")), size: 19,
		items: allOfThem, requests: 6,
	},
	{
		name: "the last page for every higher number, full, total absent",
		kind: alibabarmtest.Together(alibabarmtest.ClampNumber(),
			alibabarmtest.DropField("TotalCount")), size: 19,
		items: allOfThem, requests: twice * 6,
	},
	{
		name: "the last page for every higher number, full, reported as requested, total absent",
		kind: alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.EchoAsked(),
			alibabarmtest.DropField("TotalCount")),
		size: 19, items: allOfThem, requests: twice * 6,
	},
	{
		name: "the last page for every higher number, total too high",
		kind: alibabarmtest.Together(alibabarmtest.ClampNumber(),
			alibabarmtest.SetField("TotalCount", 120)), size: 10,
		err: pagination.ErrDrift, items: allOfThem, requests: 36,
	},
	{
		name: "size and number clamped",
		kind: alibabarmtest.Together(alibabarmtest.ClampSize(19), alibabarmtest.ClampNumber()),
		size: 100, items: allOfThem,
		requests: 6,
	},

	{
		name: "a page that is always empty",
		kind: alibabarmtest.OnPage(3, alibabarmtest.EmptyPage()), size: 10,
		err: pagination.ErrDrift, items: 85, requests: 36,
	},
	{
		name: "page 1 is always empty", kind: alibabarmtest.OnPage(1, alibabarmtest.EmptyPage()),
		size: 10,
		err:  pagination.ErrDrift, items: 85, requests: 36,
	},
	{name: "rows that no page ever shows",
		kind: alibabarmtest.OnPage(3, alibabarmtest.ShortPage(7)), size: 10, items: 92,
		requests: 22},
}

func TestListHandshakesForResourceDirectory_FaultyService(t *testing.T) {
	t.Parallel()
	for _, tc := range listFaults {
		for ahead, form := range map[int]listForm{0: listForms[1], 4: listForms[2]} {
			t.Run(fmt.Sprintf("%s, %s, read-ahead %d", tc.name, form.name, ahead), func(t *testing.T) {
				t.Parallel()
				l := newListing(t, 95, form.opts...)
				l.client = l.client.With(alibabarm.WithVersion(form.version))
				l.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: tc.kind})
				got, err := l.pager(tc.size, pagination.WithReadAhead(ahead), pagination.WithMaxPages(200)).Collect(t.Context())
				if tc.err == nil {
					assert.NoError(t, err)
				} else {
					assert.ErrorIs(t, err, tc.err)
				}
				if tc.items == allOfThem {
					assert.Equal(t, l.want, got)
				} else {
					assert.Equal(t, tc.items, len(got))
					assertOnce(t, got)
				}
				if ahead == 0 {
					assert.LessOrEqual(t, len(l.Requests()), tc.requests)
				}
			})
		}
	}
}

func assertOnce(t *testing.T, got []alibabarm.Handshake) {
	t.Helper()
	seen := map[string]bool{}
	for _, h := range got {
		assert.False(t, seen[h.ID], "%s came twice", h.ID)
		seen[h.ID] = true
	}
}

func TestListAccounts_LostToken(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	for range 7 {
		s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	}
	client, err := s.NewClient(root, alibabarm.WithVersion(alibabarm.Version20220419))
	require.NoError(t, err)
	for _, c := range []struct {
		name        string
		skip, items int
		err         error
	}{
		{name: "on page one, which the client reads again", items: 7},
		{name: "on a later page", skip: 1, items: 6, err: pagination.ErrDrift},
		{name: "on the last page, which has no token", skip: 2, items: 7},
	} {
		s.Inject(alibabarmtest.Fault{Op: alibabarmtest.ListAccounts, Skip: c.skip, Kind: alibabarmtest.DropField("NextToken")})
		accounts, err := client.ListAccounts(pagination.WithPageSize(3)).Collect(t.Context())
		assert.Len(t, accounts, c.items, c.name)
		assert.ErrorIs(t, err, c.err, c.name)
	}
}
