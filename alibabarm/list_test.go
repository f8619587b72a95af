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

// A listing is a service with n realistic invitations, and a client of the account that sent
// them.
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

// A listForm is a version and a format of a list.
type listForm struct {
	name    string
	version alibabarm.Version
	opts    []alibabarmtest.Option
}

var listForms = []listForm{
	{name: "2020-03-31 in JSON", version: alibabarm.Version20200331},
	{name: "2020-03-31 in XML", version: alibabarm.Version20200331,
		opts: []alibabarmtest.Option{alibabarmtest.WithXML()}},
	{name: "2022-04-19 in JSON", version: alibabarm.Version20220419},
	{name: "2022-04-19 in XML", version: alibabarm.Version20220419,
		opts: []alibabarmtest.Option{alibabarmtest.WithXML()}},
}

func TestListHandshakesForResourceDirectory_Order(t *testing.T) {
	t.Parallel()
	for _, form := range listForms {
		for size, c := range map[int]struct{ items, requests int }{
			1: {items: 103, requests: 104}, 7: {items: 1037, requests: 149},
			100: {items: 1037, requests: 11},
		} {
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
	}{
		{form: inJSON, size: 1, items: 29}, {form: inJSON, size: 10, items: 95},
		{form: inJSON, size: 19, items: 38},
		{form: inJSON, size: 38, items: 38}, {form: inJSON, size: 100, items: 38},
		{form: inXML, size: 10, items: 45},
	} {
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
			// One pass cannot notice this.
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
			assert.Subset(t, idsOfHandshakes(got), idsOfHandshakes(l.Handshakes()), "the listing includes the row that appeared")
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
