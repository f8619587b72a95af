package huaweiorg_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listing is a service with n realistic invitations, and a client of the account that sent
// them.
type listing struct {
	*huaweiorgtest.Service
	client *huaweiorg.Client
	want   []huaweiorg.Handshake
}

func newListing(t *testing.T, n int) *listing {
	t.Helper()
	fixed := func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }
	s := huaweiorgtest.New(huaweiorgtest.WithClock(fixed))
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(n)...)
	client, err := s.NewClient(root)
	require.NoError(t, err)
	want := s.Handshakes()
	require.Len(t, want, n)
	return &listing{s, client, want}
}

func TestListHandshakes_Order(t *testing.T) {
	t.Parallel()
	for size, requests := range map[int]int{1: 1037, 7: 149, 100: 11, 2000: 1} {
		t.Run(fmt.Sprint("by ", size), func(t *testing.T) {
			t.Parallel()
			l := newListing(t, 1037)
			got, err := l.client.ListHandshakes(pagination.WithPageSize(size)).Collect(t.Context())
			require.NoError(t, err)
			assert.Equal(t, l.want, got)
			seen := l.Requests()
			assert.Len(t, seen, requests)
			for _, r := range seen {
				require.Equal(t, fmt.Sprint(size), r.Query.Get("limit"))
			}
		})
	}
}

func TestListReceivedHandshakes_Order(t *testing.T) {
	t.Parallel()
	l := newListing(t, 150)
	invitee := l.AddAccount(huaweiorgtest.Account{})
	want := l.Seed(l.BelievableReceived(invitee, 103)...)
	client, err := l.NewClient(invitee)
	require.NoError(t, err)
	for _, size := range []int{7, 2000} {
		got, err := client.ListReceivedHandshakes(pagination.WithPageSize(size)).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got, size)
	}
}

func TestListHandshakes_ResumeAfterEachItem(t *testing.T) {
	t.Parallel()
	for _, size := range []int{10, 19, 95, 2000} {
		t.Run(fmt.Sprint("by ", size), func(t *testing.T) {
			t.Parallel()
			l := newListing(t, 95)
			p, done := l.client.ListHandshakes(pagination.WithPageSize(size)), 0
			for page, err := range p.Pages(t.Context()) {
				require.NoError(t, err)
				for i := range page.Items {
					done++
					rest, err := p.With(pagination.From(page.After(i))).Collect(t.Context())
					require.NoError(t, err)
					require.Equal(t, l.want[done:], append([]huaweiorg.Handshake{}, rest...), "after %d", done)
				}
			}
			assert.Equal(t, 95, done)
		})
	}
}

func TestListHandshakes_Endless(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind huaweiorgtest.Kind
		want error
	}{
		"the same marker twice": {kind: huaweiorgtest.RepeatMarker(1),
			want: pagination.ErrLoop},
		"a cycle of three markers": {kind: huaweiorgtest.RepeatMarker(3),
			want: pagination.ErrLoop},
		"empty pages without an end": {kind: huaweiorgtest.EmptyPage(),
			want: pagination.ErrNoProgress},
		"an empty marker on every page": {
			kind: huaweiorgtest.SetField("page_info.next_marker", "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newListing(t, 95)
			l.Inject(huaweiorgtest.Fault{Op: "ListHandshakes", Times: huaweiorgtest.Always, Kind: tc.kind})
			_, err := l.client.ListHandshakes(pagination.WithPageSize(10)).Collect(t.Context())
			require.ErrorIs(t, err, tc.want)
			assert.LessOrEqual(t, len(l.Requests()), 101)
		})
	}
}
