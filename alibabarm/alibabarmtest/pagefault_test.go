package alibabarmtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestMove(t *testing.T) {
	t.Parallel()
	together, echo := alibabarmtest.Together, alibabarmtest.EchoAsked()
	clampSize, clampNumber, ignore := alibabarmtest.ClampSize(2), alibabarmtest.ClampNumber(), alibabarmtest.IgnoreNumber()
	for name, tc := range map[string]struct {
		kind          alibabarmtest.Kind
		number, size  int
		from, to      int // of 7
		toldNo, toldN int
	}{
		"a size that is clamped": {kind: clampSize, number: 2, size: 3,
			from: 2, to: 4, toldNo: 2, toldN: 2},
		"a size that is clamped, reported as requested": {kind: together(clampSize, echo),
			number: 2,
			size:   3, from: 2, to: 4, toldNo: 2, toldN: 3},
		"a size below the limit": {kind: clampSize, number: 7, size: 1,
			from: 6, to: 7, toldNo: 7, toldN: 1},
		"a size that is clamped to 0 becomes 1": {kind: alibabarmtest.ClampSize(0), number: 2,
			size: 3, from: 1, to: 2, toldNo: 2, toldN: 1},
		"a number within the list": {kind: clampNumber, number: 2, size: 3,
			from: 3, to: 6, toldNo: 2, toldN: 3},
		"a number that is clamped": {kind: clampNumber, number: 9, size: 3,
			from: 6, to: 7, toldNo: 3, toldN: 3},
		"a number that is clamped, reported as requested": {kind: together(echo, clampNumber),
			number: 9, size: 3, from: 6, to: 7, toldNo: 9, toldN: 3},
		"a number that is clamped to a full page": {kind: clampNumber, number: 9, size: 1,
			from: 6, to: 7, toldNo: 7, toldN: 1},
		"a number that is ignored": {kind: ignore, number: 2, size: 3, to: 3,
			toldNo: 1, toldN: 3},
		"a number that is ignored, reported as requested": {kind: together(ignore, echo), number: 2,
			size: 3, to: 3, toldNo: 2, toldN: 3},
		"a size and a number that are clamped": {kind: together(clampSize, clampNumber),
			number: 9, size: 3, from: 6, to: 7, toldNo: 4, toldN: 2},
		"an echo of the request changes no normal page": {kind: echo, number: 2, size: 3, from: 3,
			to: 6, toldNo: 2, toldN: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, opts := range [][]alibabarmtest.Option{nil, {alibabarmtest.WithXML()}} {
				s, a := newService(7, opts...)
				s.Inject(always(tc.kind))
				got := get(t, s, a.Credentials, sent(fmt.Sprintf("PageNumber=%d&PageSize=%d", tc.number, tc.size)))
				assert.Equal(t, idsOf(s.Handshakes())[tc.from:tc.to], got.ids())
				assert.Equal(t, []int{tc.toldNo, tc.toldN, 7}, []int{got.PageNumber, got.PageSize, got.TotalCount})
			}
		})
	}
}

func TestClampNumber(t *testing.T) {
	t.Parallel()
	s, a := newService(0)
	s.Inject(always(alibabarmtest.ClampNumber()))
	got := page(t, s, a, 3)
	assert.Equal(t, 1, got.PageNumber)
	assert.Empty(t, got.ids())
}

func TestPageTotal(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind alibabarmtest.Kind
		want []int // the totals of pages 1, 2, 3, 1
	}{
		"the count of the page": {kind: alibabarmtest.PageTotal(), want: []int{2, 2, 1, 2}},
		"a total that grows": {kind: alibabarmtest.ChangingTotal(3),
			want: []int{5, 8, 11, 14}},
		"a total that shrinks": {kind: alibabarmtest.ChangingTotal(-1),
			want: []int{5, 4, 3, 2}},
		"a total that is always 0": {kind: alibabarmtest.SetField("TotalCount", 0),
			want: []int{0, 0, 0, 0}},
		"a missing total": {kind: alibabarmtest.DropField("TotalCount"),
			want: []int{0, 0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, opts := range [][]alibabarmtest.Option{nil, {alibabarmtest.WithXML()}} {
				s, a := newService(5, opts...)
				s.Inject(always(tc.kind))
				var totals []int
				var ids []string
				for _, number := range []int{1, 2, 3, 1} {
					got := page(t, s, a, number)
					totals, ids = append(totals, got.TotalCount), append(ids, got.ids()...)
				}
				assert.Equal(t, tc.want, totals)
				want := idsOf(s.Handshakes())
				assert.Equal(t, append(want, want[:2]...), ids)
			}
		})
	}
	s, a := newService(5)
	s.Inject(always(alibabarmtest.Together(alibabarmtest.ChangingTotal(1), alibabarmtest.DropField("TotalCount"))))
	assert.NotContains(t, page(t, s, a, 1).body, "TotalCount", "a missing total stays missing")
}

func TestShortPage(t *testing.T) {
	t.Parallel()
	s, a := newService(5)
	ids := idsOf(s.Handshakes())
	for _, tc := range []struct {
		kind alibabarmtest.Kind
		want []string
	}{
		{kind: alibabarmtest.ShortPage(1), want: ids[:1]},
		{kind: alibabarmtest.ShortPage(9), want: ids[:2]},
		{kind: alibabarmtest.ShortPage(-1), want: []string{}},
		{kind: alibabarmtest.EmptyPage(), want: []string{}},
	} {
		s.Inject(alibabarmtest.Fault{Kind: tc.kind})
		got := page(t, s, a, 1)
		assert.Equal(t, tc.want, got.ids(), tc.kind)
		assert.Equal(t, []int{1, 2, 5}, []int{got.PageNumber, got.PageSize, got.TotalCount})
		assert.Contains(t, got.body, `{"Handshake":[`)
	}
}

func TestOnPage(t *testing.T) {
	t.Parallel()
	s, a := newService(7)
	s.Inject(always(alibabarmtest.OnPage(2, alibabarmtest.EmptyPage())))
	for range 2 {
		assert.Len(t, page(t, s, a, 1).ids(), 2)
		assert.Empty(t, page(t, s, a, 2).ids())
		assert.Len(t, page(t, s, a, 3).ids(), 2)
	}
	assert.Equal(t, "InvalidParameter.PageSize", get(t, s, a.Credentials, sent("PageNumber=2&PageSize=0")).Code)

	s, a = newService(7)
	s.Inject(always(alibabarmtest.Together(
		alibabarmtest.ClampSize(1), alibabarmtest.OnPage(1, alibabarmtest.Together()), alibabarmtest.OnPage(3, alibabarmtest.ShortPage(0)))))
	assert.Len(t, page(t, s, a, 1).ids(), 1, "the other joined kinds still apply")
	assert.Empty(t, page(t, s, a, 3).ids())
}

func TestSetField(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]alibabarmtest.Option{nil, {alibabarmtest.WithXML()}} {
		s, a := newService(2, opts...)
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(
			alibabarmtest.SetField("TotalCount", 7),
			alibabarmtest.SetField("Handshakes.Handshake.0.Status", "odd"),
			alibabarmtest.DropField("Handshakes.Handshake.0"),
			alibabarmtest.DropField("PageSize"),
		)})
		got := get(t, s, a.Credentials, sent(""))
		assert.Equal(t, idsOf(s.Handshakes())[1:], got.ids())
		assert.Equal(t, "odd", got.Handshakes.Handshake[0].Status)
		assert.Equal(t, 7, got.TotalCount)
		assert.NotContains(t, got.body, "PageSize")
	}
}

func TestOnList(t *testing.T) {
	t.Parallel()
	s, _ := newService(2)
	outside := s.AddAccount(alibabarmtest.Account{})
	for _, k := range []alibabarmtest.Kind{
		alibabarmtest.EmptyPage(), alibabarmtest.PageTotal(), alibabarmtest.ClampNumber(),
		alibabarmtest.OnPage(1, alibabarmtest.EmptyPage()),
		alibabarmtest.SetField("Code", 1), alibabarmtest.DropField("Code"),
	} {
		s.Inject(alibabarmtest.Fault{Kind: k})
		assert.Equal(t, "EntityNotExists.ResourceDirectory", get(t, s, outside.Credentials, sent("")).Code, k)
	}
	s, a := newService(2)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.DropField("x"), alibabarmtest.EmptyPage(), alibabarmtest.Raw(200, `{"x":1}`))})
	assert.Equal(t, `{"x":1}`, get(t, s, a.Credentials, sent("")).body)
}
