package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

func label(i int) string { return "item " + strconv.Itoa(i) }

// mappedContract returns the kit of a mapped pager. The first option goes through the pager
// that it maps, and the others through With.
func mappedContract(k paginationtest.Kit[int]) paginationtest.Kit[string] {
	return paginationtest.Kit[string]{
		New: func(t testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[string] {
			s := k.New(t, items, f, opts[:1]...)
			want := make([]string, len(s.Want))
			for i, item := range s.Want {
				want[i] = label(item)
			}
			return paginationtest.Subject[string]{
				Pager: pagination.MapPager(s.Pager, label).With(opts[1:]...), Want: want,
				Fetches: s.Fetches, InFlight: s.InFlight, Failure: s.Failure,
				Stranger: mapStranger(s.Stranger),
			}
		},
		Key: identity, Faults: k.Faults, Passes: k.Passes,
	}
}

func mapStranger(p *pagination.Pager[int]) *pagination.Pager[string] {
	if p == nil {
		return nil
	}
	return pagination.MapPager(p, label)
}

func TestMapPager_ContractByMarker(t *testing.T) {
	paginationtest.TestPager(t, mappedContract(markerContract()))
}

func TestMapPager_ContractByNumber(t *testing.T) {
	paginationtest.TestPager(t, mappedContract(numberContract()))
}

func TestMapPager_CallsTheFunctionOncePerItem(t *testing.T) {
	t.Parallel()
	onEach(t, 35, func(t *testing.T, a adapter, l *list) {
		calls := map[string]int{}
		p := pagination.MapPager(a.over(l, pagination.WithPageSize(10), pagination.WithReadAhead(2)), func(s string) string {
			calls[s]++ // a call on a second goroutine would be a race
			return "the same"
		})
		called := func() (all []string) {
			for name, n := range calls {
				require.Equal(t, 1, n, name)
				all = append(all, name)
			}
			clear(calls)
			slices.Sort(all)
			return all
		}
		n := 0
		for range p.All(t.Context()) {
			if n++; n == 13 {
				break
			}
		}
		assert.Equal(t, names(13), called(), "All stops within a page")
		for range p.Pages(t.Context()) {
			break
		}
		assert.Equal(t, names(10), called(), "Pages stops after a page")
		all, err := p.Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, slices.Repeat([]string{"the same"}, 35), all, "equal results stay separate items")
		assert.Equal(t, names(35), called(), "Collect")
		_, err = p.With(pagination.WithLimit(4)).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, names(4), called(), "a limit")
		page, err := p.Page(t.Context(), "")
		require.NoError(t, err)
		page.Next()
		page.After(3)
		assert.Equal(t, names(10), called(), "Page")
	})
}

func TestMapPager_BadOption(t *testing.T) {
	t.Parallel()
	l := &list{items: names(3)}
	p := pagination.ByMarker(spec, l.byMarker, identity)
	first, err := pagination.ByMarker(spec, (&list{items: names(3)}).byMarker, identity).Page(t.Context(), "")
	require.NoError(t, err)
	cursor := first.After(1)
	mapPager, from := pagination.MapPager[string, int], pagination.From
	for name, mapped := range map[string]*pagination.Pager[int]{
		"no pager":                               mapPager(nil, length),
		"no function":                            mapPager(p, nil),
		"the zero pager":                         mapPager(new(pagination.Pager[string]), length),
		"a bad option of the pager":              mapPager(p.With(pagination.WithLimit(-1)), length),
		"a bad option of its own":                mapPager(p, length).With(pagination.WithLimit(-1)),
		"no pager, mapped once more":             pagination.MapPager(mapPager(nil, length), double),
		"no pager, from a cursor":                mapPager(nil, length).With(from(cursor)),
		"no function, from a cursor":             mapPager(p, nil).With(from(cursor)),
		"no function, pager from a cursor":       mapPager(p.With(from(cursor)), nil),
		"no function, a bad cursor":              mapPager(p, nil).With(from("bad")),
		"no function, a bad cursor of the pager": mapPager(p.With(from("bad")), nil),
	} {
		_, all := mapped.Collect(t.Context())
		_, page := mapped.Page(t.Context(), "")
		_, _, first := pagination.First(mapped.All(t.Context()))
		for _, err := range []error{all, page, first} {
			assert.ErrorIs(t, err, pagination.ErrBadOption, name)
			assert.ErrorAs(t, err, new(*pagination.Error), name)
		}
	}
	_, err = mapPager(p, nil).Page(t.Context(), cursor)
	assert.ErrorIs(t, err, pagination.ErrBadOption, "Page at a cursor")
	var none context.Context
	_, err = mapPager(p, length).Collect(none)
	assert.ErrorIs(t, err, pagination.ErrBadOption)
	assert.Zero(t, l.count())
}

// A walkedPage is a page with its cursors, or the error of a walk.
type walkedPage struct {
	items            []string
	total, index     int
	request          string
	before, next     pagination.Cursor
	after            []pagination.Cursor
	last             bool
	err              string
	resume           pagination.Cursor
	drift, noService bool
}

func walkPages[T any](p *pagination.Pager[T], name func(T) string) (all []walkedPage) {
	for page, err := range p.Pages(context.Background()) {
		all = append(all, walked(page, err, name))
	}
	return all
}

func walked[T any](page *pagination.Page[T], err error, name func(T) string) walkedPage {
	if err != nil {
		w := walkedPage{err: err.Error(), drift: errors.Is(err, pagination.ErrDrift), noService: errors.Is(err, paginationtest.ErrRefused)}
		if e, ok := errors.AsType[*pagination.Error](err); ok {
			w.resume, w.index = e.Cursor, e.Page
		}
		return w
	}
	w := walkedPage{total: page.Total, index: page.Index, request: page.RequestID, before: page.After(-1), next: page.Next(), last: page.Last()}
	for i, item := range page.Items {
		w.items = append(w.items, name(item))
		w.after = append(w.after, page.After(i))
	}
	return w
}

// TestMapPager_Model checks that a mapped pager does the same as the pager that it maps, on
// lists that change and services that fail, and that each accepts the cursors of the other.
func TestMapPager_Model(t *testing.T) {
	t.Parallel()
	kinds := slices.Concat([]paginationtest.Kind{""}, paginationtest.MarkerKinds(), paginationtest.NumberKinds())
	rapid.Check(t, func(t *rapid.T) {
		numbered := rapid.Bool().Draw(t, "numbered")
		fault := paginationtest.Fault{
			Kind: rapid.SampledFrom(kinds).Draw(t, "fault"),
			Page: rapid.IntRange(1, 4).Draw(t, "page of the fault"),
			N:    rapid.IntRange(1, 4).Draw(t, "number of the fault"),
		}
		n := rapid.IntRange(0, 40).Draw(t, "items")
		opts := []pagination.Option{
			pagination.WithPageSize(rapid.IntRange(1, 10).Draw(t, "page size")),
			pagination.WithLimit(rapid.IntRange(0, 50).Draw(t, "limit")),
			pagination.WithMaxPages(rapid.IntRange(1, 50).Draw(t, "pages at most")),
			pagination.WithRescan(rapid.IntRange(0, 3).Draw(t, "passes")),
		}
		inner := rapid.IntRange(0, len(opts)).Draw(t, "options of the inner pager")
		over := func(opts ...pagination.Option) *pagination.Pager[int] {
			s := paginationtest.NewService(n, fault) // a new service for each walk
			if numbered {
				return pagination.ByNumber(spec, s.Number, strconv.Itoa, opts...)
			}
			return pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
		}
		plain := func() *pagination.Pager[int] { return over(opts...) }
		mapped := func() *pagination.Pager[string] {
			once := pagination.MapPager(over(opts[:inner]...), func(i int) *int { return &i })
			return pagination.MapPager(once, func(i *int) string { return label(*i) }).With(opts[inner:]...)
		}
		want := walkPages(plain(), label)
		require.Equal(t, want, walkPages(mapped(), identity))

		var items []string
		var end error
		for item, err := range mapped().All(context.Background()) {
			if end = err; err == nil {
				items = append(items, item)
			}
		}
		var wantItems []string
		for _, page := range want {
			wantItems = append(wantItems, page.items...)
		}
		require.Equal(t, wantItems, items)
		require.Equal(t, want[len(want)-1].err, fmt.Sprint(errorText(end)))

		cursors := []pagination.Cursor{""}
		for _, page := range want {
			cursors = append(append(cursors, page.before, page.next, page.resume), page.after...)
		}
		at := rapid.SampledFrom(cursors).Draw(t, "cursor")
		plainPage, plainErr := plain().Page(context.Background(), at)
		mappedPage, mappedErr := mapped().Page(context.Background(), at)
		require.Equal(t, walked(plainPage, plainErr, label), walked(mappedPage, mappedErr, identity))
		require.Equal(t, walkPages(plain().With(pagination.From(at)), label), walkPages(mapped().With(pagination.From(at)), identity))
	})
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
