package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// page asks for a page of two.
func page(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, number int) answer {
	t.Helper()
	got := get(t, s, a.Credentials, sent(fmt.Sprintf("PageNumber=%d&PageSize=2", number)))
	require.Equal(t, http.StatusOK, got.status)
	return got
}

func always(kind alibabarmtest.Kind) alibabarmtest.Fault {
	return alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind}
}

func TestPagesAreMoved(t *testing.T) {
	t.Parallel()
	together, echo := alibabarmtest.Together, alibabarmtest.EchoAsked()
	clampSize, clampNumber, ignore := alibabarmtest.ClampSize(2), alibabarmtest.ClampNumber(), alibabarmtest.IgnoreNumber()
	for name, tc := range map[string]struct {
		kind          alibabarmtest.Kind
		number, size  int
		from, to      int // of 7
		toldNo, toldN int
	}{
		"a size that is clamped":                     {clampSize, 2, 3, 2, 4, 2, 2},
		"a size that is clamped, told as asked":      {together(clampSize, echo), 2, 3, 2, 4, 2, 3},
		"a size that is not beyond":                  {clampSize, 7, 1, 6, 7, 7, 1},
		"a size clamped to nothing is one":           {alibabarmtest.ClampSize(0), 2, 3, 1, 2, 2, 1},
		"a number within the list":                   {clampNumber, 2, 3, 3, 6, 2, 3},
		"a number that is clamped":                   {clampNumber, 9, 3, 6, 7, 3, 3},
		"a number that is clamped, told as asked":    {together(echo, clampNumber), 9, 3, 6, 7, 9, 3},
		"a number that is clamped to a full page":    {clampNumber, 9, 1, 6, 7, 7, 1},
		"a number that is ignored":                   {ignore, 2, 3, 0, 3, 1, 3},
		"a number that is ignored, told as asked":    {together(ignore, echo), 2, 3, 0, 3, 2, 3},
		"a size and a number that are clamped":       {together(clampSize, clampNumber), 9, 3, 6, 7, 4, 2},
		"an echo of what was asked changes no other": {echo, 2, 3, 3, 6, 2, 3},
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

func TestAnEmptyListHasAFirstPageToClampTo(t *testing.T) {
	t.Parallel()
	s, a := newService(0)
	s.Inject(always(alibabarmtest.ClampNumber()))
	got := page(t, s, a, 3)
	assert.Equal(t, 1, got.PageNumber)
	assert.Empty(t, got.ids())
}

func TestTotalsLie(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind alibabarmtest.Kind
		want []int // of pages 1, 2, 3, 1
	}{
		"the count of the page":     {alibabarmtest.PageTotal(), []int{2, 2, 1, 2}},
		"a total that grows":        {alibabarmtest.ChangingTotal(3), []int{5, 8, 11, 14}},
		"a total that shrinks":      {alibabarmtest.ChangingTotal(-1), []int{5, 4, 3, 2}},
		"a total that is always 0":  {alibabarmtest.SetField("TotalCount", 0), []int{0, 0, 0, 0}},
		"a total that is not there": {alibabarmtest.DropField("TotalCount"), []int{0, 0, 0, 0}},
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
	assert.NotContains(t, page(t, s, a, 1).body, "TotalCount", "what is not there does not change")
}

func TestPagesAreCut(t *testing.T) {
	t.Parallel()
	s, a := newService(5)
	ids := idsOf(s.Handshakes())
	for _, tc := range []struct {
		kind alibabarmtest.Kind
		want []string
	}{
		{alibabarmtest.ShortPage(1), ids[:1]},
		{alibabarmtest.ShortPage(9), ids[:2]},
		{alibabarmtest.ShortPage(-1), []string{}},
		{alibabarmtest.EmptyPage(), []string{}},
	} {
		s.Inject(alibabarmtest.Fault{Kind: tc.kind})
		got := page(t, s, a, 1)
		assert.Equal(t, tc.want, got.ids(), tc.kind)
		assert.Equal(t, []int{1, 2, 5}, []int{got.PageNumber, got.PageSize, got.TotalCount})
		assert.Contains(t, got.body, `{"Handshake":[`)
	}
}

func TestAFaultIsOnOnePage(t *testing.T) {
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
	assert.Len(t, page(t, s, a, 1).ids(), 1, "the others of the kinds that were joined stay")
	assert.Empty(t, page(t, s, a, 3).ids())
}

func TestFieldsAreSetAndDropped(t *testing.T) {
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

func TestPageFaultsLeaveErrorsAlone(t *testing.T) {
	t.Parallel()
	s, _ := newService(2)
	outside := s.AddAccount(alibabarmtest.Account{})
	for _, k := range []alibabarmtest.Kind{
		alibabarmtest.EmptyPage(), alibabarmtest.PageTotal(), alibabarmtest.ClampNumber(), alibabarmtest.OnPage(1, alibabarmtest.EmptyPage()),
		alibabarmtest.SetField("Code", 1), alibabarmtest.DropField("Code"),
	} {
		s.Inject(alibabarmtest.Fault{Kind: k})
		assert.Equal(t, "EntityNotExists.ResourceDirectory", get(t, s, outside.Credentials, sent("")).Code, k)
	}
	s, a := newService(2)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.DropField("x"), alibabarmtest.EmptyPage(), alibabarmtest.Raw(200, `{"x":1}`))})
	assert.Equal(t, `{"x":1}`, get(t, s, a.Credentials, sent("")).body)
}
