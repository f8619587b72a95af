package huaweiorgtest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestADripIsAByteAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		whole := get(t, s, a.Credentials, sentPath).body
		s.Inject(huaweiorgtest.Fault{Times: 3, Kind: huaweiorgtest.Drip(time.Second)})
		start := time.Now()
		got := get(t, s, a.Credentials, sentPath)
		assert.Equal(t, whole, got.body)
		assert.Equal(t, time.Duration(len(whole)+1)*time.Second, time.Since(start), "and one for the end")

		ctx, cancel := context.WithTimeout(t.Context(), 5500*time.Millisecond)
		defer cancel()
		resp, err := send(s, a.Credentials, sentPath, under(ctx))
		require.NoError(t, err)
		assert.EqualValues(t, len(whole), resp.ContentLength)
		begun, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, begun, 5)

		resp, err = send(s, a.Credentials, sentPath)
		require.NoError(t, err)
		time.AfterFunc(2500*time.Millisecond, func() { assert.NoError(t, resp.Body.Close()) })
		begun, err = io.ReadAll(resp.Body)
		require.ErrorIs(t, err, http.ErrBodyReadAfterClose, "closing ends a read that waits")
		assert.Len(t, begun, 2)
	})
}

func TestAHugeBodyIsNotHeld(t *testing.T) {
	s, a := newService(1)
	whole := get(t, s, a.Credentials, sentPath).body
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Huge(500_000_000)})
	resp, err := send(s, a.Credentials, sentPath)
	require.NoError(t, err)
	assert.EqualValues(t, -1, resp.ContentLength)
	assert.Empty(t, resp.Header.Get("Content-Length"))
	begin := make([]byte, len(whole)+1)
	_, err = io.ReadFull(resp.Body, begin)
	require.NoError(t, err)
	assert.Equal(t, whole+" ", string(begin))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, resp.Body)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.EqualValues(t, 500_000_000, n+int64(len(begin)))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

func TestChangedBodiesHaveTheirOwnLength(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	whole := get(t, s, a.Credentials, sentPath).body
	for name, c := range map[string]struct {
		kind huaweiorgtest.Kind
		want string
	}{
		"cut short":           {huaweiorgtest.TruncateBody(30), whole[:30]},
		"cut to nothing":      {huaweiorgtest.TruncateBody(-1), ""},
		"cut by a byte":       {huaweiorgtest.TruncateBody(1 << 30), whole[:len(whole)-1]},
		"more behind":         {huaweiorgtest.AppendBody("garbage"), whole + "garbage"},
		"a small huge one":    {huaweiorgtest.Huge(1), whole},
		"drips and is huge":   {huaweiorgtest.Together(huaweiorgtest.Drip(0), huaweiorgtest.Huge(int64(len(whole)+2))), whole + "  "},
		"an empty one to cut": {huaweiorgtest.Together(huaweiorgtest.TruncateBody(3), huaweiorgtest.Raw(200, "")), ""},
	} {
		s.Inject(huaweiorgtest.Fault{Kind: c.kind})
		resp, err := send(s, a.Credentials, sentPath)
		require.NoError(t, err, name)
		got, err := io.ReadAll(resp.Body)
		require.NoError(t, err, name)
		assert.Equal(t, c.want, string(got), name)
		if !strings.Contains(name, "huge") {
			assert.EqualValues(t, len(c.want), resp.ContentLength, name)
		}
	}
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Huge(10_000)})
	assert.True(t, json.Valid([]byte(get(t, s, a.Credentials, sentPath).body)), "only the size is wrong")
}
