package huaweiorgtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestEmptyPage(t *testing.T) {
	t.Parallel()
	s, a := newService(5)
	want := idsOf(s.Handshakes())
	s.Inject(huaweiorgtest.Fault{Skip: 1, Times: 3, Kind: huaweiorgtest.EmptyPage()})
	var ids, markers []string
	var sizes []int
	for marker := ""; ; {
		got := page(t, s, a, marker)
		assert.Equal(t, len(got.Handshakes), got.PageInfo.CurrentCount)
		assert.NotContains(t, got.body, `"handshakes":null`)
		ids, sizes = append(ids, got.ids()...), append(sizes, len(got.Handshakes))
		if got.PageInfo.NextMarker == nil {
			break
		}
		marker = *got.PageInfo.NextMarker
		assert.NotContains(t, markers, marker)
		markers = append(markers, marker)
	}
	assert.Equal(t, want, ids)
	assert.Equal(t, []int{2, 0, 0, 0, 2, 1}, sizes)
}

func TestEmptyPage_endless(t *testing.T) {
	t.Parallel()
	s, a := newService(0)
	s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: huaweiorgtest.EmptyPage()})
	seen := map[string]bool{}
	for marker := ""; len(seen) < 300; {
		got := page(t, s, a, marker)
		require.Empty(t, got.Handshakes)
		require.NotNil(t, got.PageInfo.NextMarker)
		marker = *got.PageInfo.NextMarker
		require.False(t, seen[marker])
		seen[marker] = true
	}
}

func TestRepeatMarker(t *testing.T) {
	t.Parallel()
	s, a := newService(9)
	ids := idsOf(s.Handshakes())
	s.Inject(huaweiorgtest.Fault{Skip: 1, Kind: huaweiorgtest.RepeatMarker(1)})
	first := page(t, s, a, "")
	second := page(t, s, a, *first.PageInfo.NextMarker)
	assert.Equal(t, first.PageInfo.NextMarker, second.PageInfo.NextMarker)
	assert.Equal(t, ids[2:4], second.ids())

	s.Inject(huaweiorgtest.Fault{Times: 2, Kind: huaweiorgtest.RepeatMarker(1)})
	first = page(t, s, a, "")
	second = page(t, s, a, *first.PageInfo.NextMarker)
	assert.Equal(t, first.PageInfo.NextMarker, second.PageInfo.NextMarker, "the fault repeats from the first page on")
}

func TestRepeatMarker_cycle(t *testing.T) {
	t.Parallel()
	for n := 2; n <= 5; n++ {
		s, a := newService(9)
		s.Inject(huaweiorgtest.Fault{Skip: 1, Times: huaweiorgtest.Always, Kind: huaweiorgtest.RepeatMarker(n)})
		marker := *page(t, s, a, "").PageInfo.NextMarker
		markers := []string{marker}
		for range 2*n + 1 {
			got := page(t, s, a, marker)
			marker = *got.PageInfo.NextMarker
			markers = append(markers, marker)
			assert.Equal(t, 2, got.PageInfo.CurrentCount)
		}
		distinct := map[string]bool{}
		for _, m := range markers {
			distinct[m] = true
		}
		assert.Len(t, distinct, n+1, n)
		assert.Equal(t, markers[1:n+1], markers[n+1:2*n+1], n)
	}
}

func TestSetField(t *testing.T) {
	t.Parallel()
	s, a := newService(2)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
		huaweiorgtest.SetField("page_info.next_marker", ""),
		huaweiorgtest.SetField("handshakes.0.status", "odd"),
		huaweiorgtest.DropField("handshakes.0"),
		huaweiorgtest.DropField("page_info.current_count"),
	)})
	got := page(t, s, a, "")
	assert.Contains(t, got.body, `"page_info":{"next_marker":""}`)
	assert.Equal(t, idsOf(s.Handshakes())[1:], got.ids())
	assert.Equal(t, "odd", got.Handshakes[0].Status)
}

func TestWithMarker(t *testing.T) {
	t.Parallel()
	s, _ := newService(2)
	outside := s.AddAccount(huaweiorgtest.Account{})
	for _, k := range []huaweiorgtest.Kind{
		huaweiorgtest.EmptyPage(), huaweiorgtest.RepeatMarker(1), huaweiorgtest.SetField("x", 1),
		huaweiorgtest.DropField("error_code"),
	} {
		s.Inject(huaweiorgtest.Fault{Kind: k})
		assert.Equal(t, "Organizations.1015", get(t, s, outside.Credentials, sentPath).ErrorCode, k)
	}
}
