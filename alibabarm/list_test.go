package alibabarm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listing is a service with n believable invitations, and a client of the account
// that sent them.
type listing struct {
	*alibabarmtest.Service
	client *alibabarm.Client
	want   []alibabarm.Handshake // at the beginning
}

func newListing(t *testing.T, n int, opts ...alibabarmtest.Option) *listing {
	t.Helper()
	fixed := func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }
	s := alibabarmtest.New(append(opts, alibabarmtest.WithClock(fixed))...)
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(s.Believable(n)...)
	client, err := s.NewClient(root)
	require.NoError(t, err)
	want := s.Handshakes()
	require.Len(t, want, n)
	return &listing{s, client, want}
}

func (l *listing) pager(size int, opts ...pagination.Option) *pagination.Pager[alibabarm.Handshake] {
	return l.client.ListHandshakesForResourceDirectory(append(opts, pagination.WithPageSize(size))...)
}

// A listForm is a way in which a list can come.
type listForm struct {
	name    string
	version alibabarm.Version
	opts    []alibabarmtest.Option
}

var listForms = []listForm{
	{"2020-03-31 in JSON", alibabarm.Version20200331, nil},
	{"2020-03-31 in XML", alibabarm.Version20200331, []alibabarmtest.Option{alibabarmtest.WithXML()}},
	{"2022-04-19 in JSON", alibabarm.Version20220419, nil},
	{"2022-04-19 in XML", alibabarm.Version20220419, []alibabarmtest.Option{alibabarmtest.WithXML()}},
}

func TestListHandshakesForResourceDirectory_Order(t *testing.T) {
	t.Parallel()
	for _, form := range listForms {
		for size, c := range map[int]struct{ items, requests int }{1: {103, 104}, 7: {1037, 149}, 100: {1037, 11}} {
			t.Run(fmt.Sprintf("%s by %d", form.name, size), func(t *testing.T) {
				t.Parallel()
				l := newListing(t, c.items, form.opts...)
				l.client = l.client.With(alibabarm.WithVersion(form.version))
				got, err := l.pager(size).Collect(t.Context())
				require.NoError(t, err)
				assert.Equal(t, l.want, got)
				seen := l.Requests()
				assert.Equal(t, c.requests, len(seen))
				for i, r := range seen {
					require.Equal(t, string(form.version), r.Version)
					require.Equal(t, fmt.Sprint(i+1), r.Query.Get("PageNumber"))
					require.Equal(t, fmt.Sprint(size), r.Query.Get("PageSize"))
				}
			})
		}
	}
}

func TestListHandshakesForAccount_Order(t *testing.T) {
	t.Parallel()
	for _, form := range listForms {
		t.Run(form.name, func(t *testing.T) {
			t.Parallel()
			l := newListing(t, 150, form.opts...)
			invitee := l.AddAccount(alibabarmtest.Account{})
			want := l.Seed(l.BelievableReceived(invitee, 103)...)
			client, err := l.NewClient(invitee, alibabarm.WithVersion(form.version))
			require.NoError(t, err)
			for _, size := range []int{7, 100} {
				got, err := client.ListHandshakesForAccount(pagination.WithPageSize(size)).Collect(t.Context())
				require.NoError(t, err)
				assert.Equal(t, want, got, size)
			}
		})
	}
}

func TestListHandshakesForResourceDirectory_ResumeAfterEachItem(t *testing.T) {
	t.Parallel()
	inJSON, inXML := listForms[0], listForms[3]
	for _, tc := range []struct {
		form        listForm
		size, items int
	}{{inJSON, 1, 29}, {inJSON, 10, 95}, {inJSON, 19, 38}, {inJSON, 38, 38}, {inJSON, 100, 38}, {inXML, 10, 45}} {
		t.Run(fmt.Sprintf("%s by %d", tc.form.name, tc.size), func(t *testing.T) {
			t.Parallel()
			l := newListing(t, tc.items, tc.form.opts...)
			l.client = l.client.With(alibabarm.WithVersion(tc.form.version))
			p, done := l.pager(tc.size), 0
			for page, err := range p.Pages(t.Context()) {
				require.NoError(t, err)
				for i := range page.Items {
					done++
					rest, err := p.With(pagination.From(page.After(i))).Collect(t.Context())
					require.NoError(t, err)
					require.Equal(t, l.want[done:], append([]alibabarm.Handshake{}, rest...), "after %d", done)
				}
			}
			assert.Equal(t, tc.items, done)
		})
	}
}

const (
	allOfThem = -1
	twice     = 2 // passes, where no total vouches for the first
)

// What a service does wrong, and what becomes of a listing of 95 invitations: it is
// complete, or there is an error that says why it is not.
var listFaults = []struct {
	name     string
	kind     alibabarmtest.Kind
	size     int
	err      error
	items    int // delivered
	requests int // at most, without read-ahead
}{
	{"total 0", alibabarmtest.SetField("TotalCount", 0), 10, nil, allOfThem, twice * 10},
	{"total 0, full last page", alibabarmtest.SetField("TotalCount", 0), 19, nil, allOfThem, twice * 6},
	{"total absent", alibabarmtest.DropField("TotalCount"), 10, nil, allOfThem, twice * 10},
	{"total absent, full last page", alibabarmtest.DropField("TotalCount"), 19, nil, allOfThem, twice * 6},
	{"total is the page's own count", alibabarmtest.PageTotal(), 10, nil, allOfThem, twice * 10},
	{"total is the page's own count, full last page", alibabarmtest.PageTotal(), 19, nil, allOfThem, twice * 6},
	{"total is the page's own count, one by one", alibabarmtest.PageTotal(), 1, nil, allOfThem, twice * 96},
	{"total too low", alibabarmtest.SetField("TotalCount", 42), 10, nil, allOfThem, twice * 10},
	{"total too low, on a page boundary", alibabarmtest.SetField("TotalCount", 40), 10, nil, allOfThem, twice * 10},
	{"total too low by one, full last page", alibabarmtest.SetField("TotalCount", 94), 19, nil, allOfThem, twice * 6},
	{"total 1, one by one", alibabarmtest.SetField("TotalCount", 1), 1, nil, allOfThem, twice * 96},
	{"total too high by one", alibabarmtest.SetField("TotalCount", 96), 10, nil, allOfThem, 22},
	{"total too high by pages", alibabarmtest.SetField("TotalCount", 120), 10, nil, allOfThem, 24},
	{"total huge", alibabarmtest.SetField("TotalCount", 1<<31-1), 10, pagination.ErrNoProgress, allOfThem, 110},
	{"total growing", alibabarmtest.ChangingTotal(1), 10, pagination.ErrDrift, allOfThem, 36},
	{"total shrinking", alibabarmtest.ChangingTotal(-1), 10, pagination.ErrDrift, allOfThem, 36},

	{"size clamped to 50 of 100", alibabarmtest.ClampSize(50), 100, nil, allOfThem, 2},
	{"size clamped, told as asked", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.EchoAsked()), 100, nil, allOfThem, 2},
	{"size clamped, not told", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.DropField("PageSize")), 100, nil, allOfThem, 2},
	{"size clamped, full last page", alibabarmtest.ClampSize(19), 100, nil, allOfThem, 6},
	{"size clamped, total absent", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.DropField("TotalCount")), 100, nil, allOfThem, twice * 2},
	{"size clamped, total is the page's own count", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.PageTotal()), 100, nil, allOfThem, twice * 2},
	{"size clamped, total too low", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.SetField("TotalCount", 60)), 100, nil, allOfThem, twice * 2},
	{"size clamped, total too high", alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.SetField("TotalCount", 96)), 100, nil, allOfThem, 6},

	{"page 1 for every number", alibabarmtest.IgnoreNumber(), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, told as asked", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked()), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, not told", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.DropField("PageNumber")), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, total absent", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.DropField("TotalCount")), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, told as asked, total absent", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked(), alibabarmtest.DropField("TotalCount")), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, told as asked, total is the page's own count", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.EchoAsked(), alibabarmtest.PageTotal()), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, total 0", alibabarmtest.Together(alibabarmtest.IgnoreNumber(), alibabarmtest.SetField("TotalCount", 0)), 10, pagination.ErrNoProgress, 10, 4},
	{"page 1 for every number, list of one page", alibabarmtest.IgnoreNumber(), 100, nil, allOfThem, 1},

	{"the last page for every higher number", alibabarmtest.ClampNumber(), 10, nil, allOfThem, 10},
	{"the last page for every higher number, full", alibabarmtest.ClampNumber(), 19, nil, allOfThem, 6},
	{"the last page for every higher number, full, told as asked", alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.EchoAsked()), 19, nil, allOfThem, 6},
	{"the last page for every higher number, full, not told", alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.DropField("PageNumber")), 19, nil, allOfThem, 6},
	{"the last page for every higher number, full, total absent", alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.DropField("TotalCount")), 19, nil, allOfThem, twice * 6},
	{"the last page for every higher number, full, told as asked, total absent", alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.EchoAsked(), alibabarmtest.DropField("TotalCount")), 19, nil, allOfThem, twice * 6},
	{"the last page for every higher number, total too high", alibabarmtest.Together(alibabarmtest.ClampNumber(), alibabarmtest.SetField("TotalCount", 120)), 10, pagination.ErrDrift, allOfThem, 36},
	{"size and number clamped", alibabarmtest.Together(alibabarmtest.ClampSize(19), alibabarmtest.ClampNumber()), 100, nil, allOfThem, 6},

	{"a page that is always empty", alibabarmtest.OnPage(3, alibabarmtest.EmptyPage()), 10, pagination.ErrDrift, 85, 36},
	{"page 1 is always empty", alibabarmtest.OnPage(1, alibabarmtest.EmptyPage()), 10, pagination.ErrDrift, 85, 36},
	{"rows that no page ever shows", alibabarmtest.OnPage(3, alibabarmtest.ShortPage(7)), 10, nil, 92, 22},
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

func TestListHandshakesForResourceDirectory_ClampedSize(t *testing.T) {
	t.Parallel()
	for _, kind := range []alibabarmtest.Kind{
		alibabarmtest.ClampSize(50),
		alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.EchoAsked()),
		alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.ClampNumber()),
	} {
		l := newListing(t, 1037)
		l.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind})
		got, err := l.pager(100).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, l.want, got)
		assert.Equal(t, 21, len(l.Requests()))
	}
}

func TestListHandshakesForResourceDirectory_ShortPage(t *testing.T) {
	t.Parallel()
	for _, kind := range []alibabarmtest.Kind{alibabarmtest.EmptyPage(), alibabarmtest.ShortPage(7)} {
		l := newListing(t, 95)
		l.Inject(alibabarmtest.Fault{Skip: 2, Kind: kind})
		got, err := l.pager(10).Collect(t.Context())
		require.NoError(t, err)
		assertOnce(t, got)
		assert.ElementsMatch(t, l.want, got)
		assert.Equal(t, l.want[:20], got[:20])
		assert.Equal(t, l.want[29], got[94])
	}
}

func TestListHandshakesForResourceDirectory_Moving(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		opts   []alibabarmtest.Option
		move   func(l *listing)
		pager  []pagination.Option
		passes int
	}{
		"a row before the reader's place vanishes": {
			move: func(l *listing) { l.Remove(l.want[0].ID) }, passes: 3,
		},
		"a row appears at the top": {
			opts: []alibabarmtest.Option{alibabarmtest.WithNewestFirst()},
			move: func(l *listing) { l.Seed(alibabarm.Handshake{}) }, passes: 3,
		},
		"a row appears at the end": {
			move: func(l *listing) { l.Seed(alibabarm.Handshake{}) }, passes: 2,
		},
		"one vanishes and another appears": {
			move: func(l *listing) { l.Remove(l.want[0].ID); l.Seed(alibabarm.Handshake{}) },
			// One pass cannot see it.
			pager: []pagination.Option{pagination.WithRescan(2)}, passes: 3,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newListing(t, 95, tc.opts...)
			l.Inject(alibabarmtest.Fault{Skip: 4, Kind: alibabarmtest.Hook(func() { tc.move(l) })})
			got, err := l.pager(10, tc.pager...).Collect(t.Context())
			require.NoError(t, err)
			assertOnce(t, got)
			assert.Subset(t, idsOfHandshakes(got), idsOfHandshakes(l.want))
			assert.Subset(t, idsOfHandshakes(got), idsOfHandshakes(l.Handshakes()), "what appeared too")
			assert.LessOrEqual(t, len(l.Requests()), tc.passes*11)
			assert.Greater(t, len(l.Requests()), (tc.passes-1)*10)
		})
	}
}

func idsOfHandshakes(hs []alibabarm.Handshake) (ids []string) {
	for _, h := range hs {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestListHandshakesForResourceDirectory_Drift(t *testing.T) {
	t.Parallel()
	l := newListing(t, 95, alibabarmtest.WithNewestFirst())
	l.Inject(alibabarmtest.Fault{Skip: 1, Times: alibabarmtest.Always, Kind: alibabarmtest.Hook(func() { l.Seed(alibabarm.Handshake{}) })})
	got, err := l.pager(10, pagination.WithMaxPages(100)).Collect(t.Context())
	require.ErrorIs(t, err, pagination.ErrDrift)
	assertOnce(t, got)
	assert.Subset(t, idsOfHandshakes(got), idsOfHandshakes(l.want))
}

func TestListHandshakesForResourceDirectory_ExpiryWhileListed(t *testing.T) {
	t.Parallel()
	l := newListing(t, 95)
	l.Inject(alibabarmtest.Fault{Skip: 4, Kind: alibabarmtest.Hook(func() { l.Advance(time.Hour) })})
	got, err := l.pager(10).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, idsOfHandshakes(l.want), idsOfHandshakes(got))
}
