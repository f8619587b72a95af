package alibabarmtest_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestListHandshakesForResourceDirectory(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]alibabarmtest.Option{{alibabarmtest.WithXML()}, {alibabarmtest.WithNewestFirst()}} {
		s, a := newService(41, opts...)
		want := idsOf(s.Handshakes())
		require.Len(t, want, 41)
		for size := 1; size <= 42; size++ {
			assert.Equal(t, want, walk(t, s, a, size), size)
		}
	}
}

func TestWithNewestFirst(t *testing.T) {
	t.Parallel()
	oldest, a := newService(3)
	newest, b := newService(3, alibabarmtest.WithNewestFirst())
	want := idsOf(oldest.Handshakes())
	assert.Equal(t, want, get(t, oldest, a.Credentials, sent("")).ids())
	slices.Reverse(want)
	assert.Equal(t, want, idsOf(newest.Handshakes()))
	assert.Equal(t, want, get(t, newest, b.Credentials, sent("")).ids())
}

func TestPage(t *testing.T) {
	t.Parallel()
	s, a := newService(101)
	ids := idsOf(s.Handshakes())
	for query, want := range map[string]struct {
		number, size int
		ids          []string
	}{
		"":                                   {number: 1, size: 10, ids: ids[:10]},
		"PageNumber=3":                       {number: 3, size: 10, ids: ids[20:30]},
		"PageSize=1":                         {number: 1, size: 1, ids: ids[:1]},
		"PageSize=100":                       {number: 1, size: 100, ids: ids[:100]},
		"PageSize=100&PageNumber=2":          {number: 2, size: 100, ids: ids[100:]},
		"PageSize=100&PageNumber=3":          {number: 3, size: 100, ids: []string{}},
		"PageSize=1&PageNumber=101":          {number: 101, size: 1, ids: ids[100:]},
		"PageSize=1&PageNumber=102":          {number: 102, size: 1, ids: []string{}},
		"PageSize=100&PageNumber=2147483647": {number: 2147483647, size: 100, ids: []string{}},
	} {
		page := get(t, s, a.Credentials, sent(query))
		assert.Equal(t, http.StatusOK, page.status, query)
		assert.Equal(t, want.ids, page.ids(), query)
		assert.Equal(t, []int{want.number, want.size, 101}, []int{page.PageNumber, page.PageSize, page.TotalCount}, query)
	}
}

func TestAsked(t *testing.T) {
	t.Parallel()
	s, a := newService(3)
	for _, name := range []string{"PageNumber", "PageSize"} {
		for _, value := range []string{"0", "-1", "ten", "", "1.0", "1e1", " 1", "2147483648", "99999999999999999999"} {
			for _, r := range []request{sent(url.Values{name: {value}}.Encode()), {op: receivedOp, form: url.Values{name: {value}}.Encode()}} {
				got := get(t, s, a.Credentials, r)
				assert.Equal(t, http.StatusBadRequest, got.status, "%s=%q", name, value)
				assert.Equal(t, "InvalidParameter."+name, got.Code, "%s=%q", name, value)
			}
		}
	}
	assert.Equal(t, "InvalidParameter.PageSize", get(t, s, a.Credentials, sent("PageSize=101")).Code)
}

func TestPage_moving_list(t *testing.T) {
	t.Parallel()
	s, a := newService(6)
	ids := idsOf(s.Handshakes())
	second := func() []string { return get(t, s, a.Credentials, sent("PageNumber=2&PageSize=3")).ids() }
	assert.Equal(t, ids[3:], second())
	s.Remove(ids[0])
	assert.Equal(t, ids[4:], second(), "a page misses a row")
	added := s.Seed(alibabarm.Handshake{})[0]
	assert.Equal(t, []string{ids[4], ids[5], added.ID}, second())

	s, a = newService(6, alibabarmtest.WithNewestFirst())
	ids = idsOf(s.Handshakes())
	s.Seed(alibabarm.Handshake{})
	assert.Equal(t, ids[2:5], get(t, s, a.Credentials, sent("PageNumber=2&PageSize=3")).ids(), "a row appears twice")
}

func FuzzList(f *testing.F) {
	s, a := newService(5)
	for _, number := range []string{"1", "2", "0", "-1", "", "\x00", "2147483647", "9223372036854775807"} {
		f.Add(number, "2")
		f.Add("2", number)
	}
	f.Fuzz(func(t *testing.T, number, size string) {
		got := get(t, s, a.Credentials, sent(url.Values{"PageNumber": {number}, "PageSize": {size}}.Encode()))
		switch got.status {
		case http.StatusOK:
			assert.LessOrEqual(t, len(got.ids()), got.PageSize)
			assert.Equal(t, 5, got.TotalCount)
		case http.StatusBadRequest:
			assert.Regexp(t, "^InvalidParameter.Page(Number|Size)$", got.Code)
		default:
			assert.Fail(t, "neither a page nor a refusal", "%d %s", got.status, got.Code)
		}
	})
}
