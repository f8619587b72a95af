package pagejson_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

func TestRows_NeverNil(t *testing.T) {
	t.Parallel()
	rows := pagejson.Rows(pagejson.NewReader([]byte(`[]`)), readAny)
	assert.NotNil(t, rows)
	assert.Empty(t, rows)
}

func TestRows_DifferentLengths(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("b", 500)
	for name, texts := range map[string][]string{
		"short rows come first": {strings.Repeat("a ", 1000), strings.Repeat(long+" ", 1000)},
		"long rows come first":  {strings.Repeat(long+" ", 10), strings.Repeat("a ", 9000)},
	} {
		want := strings.Fields(strings.Join(texts, ""))
		r := pagejson.NewReader([]byte(`["` + strings.Join(want, `","`) + `"]`))
		got := pagejson.Rows(r, func(r *pagejson.Reader, s *string) { r.Text(s) })
		require.NoError(t, r.End(), name)
		assert.Equal(t, want, got, name)
	}
}

func TestRows_Nested(t *testing.T) {
	t.Parallel()
	type row struct {
		ID, Last string
		Tags     []string
	}
	r := pagejson.NewReader([]byte(`[
		{"id":"a","tags":["x","y"],"last":"1"},
		{"tags":[],"id":"b"},
		{"id":"c","tags":["z"],"last":"3"}
	]`))
	rows := pagejson.Rows(r, func(r *pagejson.Reader, w *row) {
		for key := range r.Object {
			switch {
			case key.Is("id"):
				r.Text(&w.ID)
			case key.Is("tags"):
				w.Tags = pagejson.Rows(r, (*pagejson.Reader).Text)
			case key.Is("last"):
				r.Text(&w.Last)
			}
		}
	})
	require.NoError(t, r.End())
	assert.Equal(t, []row{
		{ID: "a", Last: "1", Tags: []string{"x", "y"}},
		{ID: "b", Tags: []string{}},
		{ID: "c", Last: "3", Tags: []string{"z"}},
	}, rows)
}

func TestRows_Limit(t *testing.T) {
	t.Parallel()
	for n, fits := range map[int]bool{10_000: true, 10_001: false} {
		r := pagejson.NewReader([]byte("[" + strings.Repeat("{},", n-1) + "{}]"))
		rows := pagejson.Rows(r, func(r *pagejson.Reader, _ *struct{}) { r.Skip() })
		assert.Equal(t, fits, r.End() == nil, n)
		assert.Len(t, rows, 10_000)
	}
}

// TestRows_Memory reads bodies of 8 MB that would take 600 MB without the limits.
func TestRows_Memory(t *testing.T) { // not parallel, because it counts bytes
	for name, row := range map[string]string{
		"empty objects": "{},", "numbers": "0,",
		"the same key many times": `{"id":0` + strings.Repeat(`,"id":0`, 1000) + "},",
	} {
		body := []byte(`{"handshakes":[` + strings.Repeat(row, (8<<20)/len(row)) + `{}]}`)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := readHuaweiPage(body)
		runtime.ReadMemStats(&after)
		assert.Equal(t, row[0] == '{' && len(row) > 3, err == nil, name)
		assert.Less(t, (after.TotalAlloc-before.TotalAlloc)>>20, uint64(150), "MiB, %s", name)
	}
}
