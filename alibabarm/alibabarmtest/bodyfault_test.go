package alibabarmtest_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// steady lists two invitations in XML or JSON without the request's own ID, so that
// all bodies are the same.
func steady(t *testing.T, opts ...alibabarmtest.Option) (s *alibabarmtest.Service, ask func(alibabarmtest.Kind) *http.Response, whole string) {
	t.Helper()
	s, a := newService(2, opts...)
	ask = func(kind alibabarmtest.Kind) *http.Response {
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(kind, alibabarmtest.DropField("RequestId"))})
		resp, err := send(s, a.Credentials, sent(""))
		require.NoError(t, err)
		return resp
	}
	body, err := io.ReadAll(ask(alibabarmtest.Kind{}).Body)
	require.NoError(t, err)
	return s, ask, string(body)
}

func TestADripIsAByteAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		length := len(get(t, s, a.Credentials, sent("")).body)
		s.Inject(alibabarmtest.Fault{Times: 3, Kind: alibabarmtest.Drip(time.Second)})
		start := time.Now()
		got := get(t, s, a.Credentials, sent(""))
		assert.Len(t, got.ids(), 1)
		assert.Equal(t, time.Duration(length+1)*time.Second, time.Since(start), "and one for the end")

		ctx, cancel := context.WithTimeout(t.Context(), 5500*time.Millisecond)
		defer cancel()
		resp, err := send(s, a.Credentials, sent(""), under(ctx))
		require.NoError(t, err)
		assert.EqualValues(t, length, resp.ContentLength)
		begun, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, begun, 5)

		resp, err = send(s, a.Credentials, sent(""))
		require.NoError(t, err)
		time.AfterFunc(2500*time.Millisecond, func() { assert.NoError(t, resp.Body.Close()) })
		begun, err = io.ReadAll(resp.Body)
		require.ErrorIs(t, err, http.ErrBodyReadAfterClose, "closing ends a read that waits")
		assert.Len(t, begun, 2)
	})
}

func TestAHugeBodyIsNotHeld(t *testing.T) {
	_, ask, whole := steady(t)
	resp := ask(alibabarmtest.Huge(100_000_000))
	assert.EqualValues(t, -1, resp.ContentLength)
	assert.Empty(t, resp.Header.Get("Content-Length"))
	begin := make([]byte, len(whole)+1)
	_, err := io.ReadFull(resp.Body, begin)
	require.NoError(t, err)
	assert.Equal(t, whole+" ", string(begin))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, resp.Body)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.EqualValues(t, 100_000_000, n+int64(len(begin)))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

func TestChangedBodiesHaveTheirOwnLength(t *testing.T) {
	t.Parallel()
	for format, opts := range map[string][]alibabarmtest.Option{"JSON": nil, "XML": {alibabarmtest.WithXML()}} {
		_, ask, whole := steady(t, opts...)
		require.Equal(t, format == "XML", strings.HasPrefix(whole, "<"))
		for name, c := range map[string]struct {
			kind alibabarmtest.Kind
			want string
		}{
			"cut short":           {alibabarmtest.TruncateBody(60), whole[:60]},
			"cut to nothing":      {alibabarmtest.TruncateBody(-1), ""},
			"cut by a byte":       {alibabarmtest.TruncateBody(1 << 30), whole[:len(whole)-1]},
			"more behind":         {alibabarmtest.AppendBody("garbage"), whole + "garbage"},
			"more behind a part":  {alibabarmtest.Together(alibabarmtest.AppendBody("-"), alibabarmtest.TruncateBody(60)), whole[:60] + "-"},
			"a small huge one":    {alibabarmtest.Huge(1), whole},
			"drips and is huge":   {alibabarmtest.Together(alibabarmtest.Drip(0), alibabarmtest.Huge(int64(len(whole)+2))), whole + "  "},
			"an empty one to cut": {alibabarmtest.Together(alibabarmtest.TruncateBody(3), alibabarmtest.Raw(200, "")), ""},
			"edited once sent":    {alibabarmtest.Together(alibabarmtest.DropField("TotalCount"), alibabarmtest.AppendBody(" ")), whole + " "},
		} {
			resp := ask(c.kind)
			got, err := io.ReadAll(resp.Body)
			require.NoError(t, err, name)
			assert.Equal(t, c.want, string(got), "%s, %s", format, name)
			if !strings.Contains(name, "huge") {
				assert.EqualValues(t, len(c.want), resp.ContentLength, name)
			}
		}
	}
}

func TestAHugeDocumentIsGood(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(
		alibabarmtest.Fault{Kind: alibabarmtest.Huge(10_000)},
		alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.Huge(10_000), alibabarmtest.XML())},
	)
	got := get(t, s, a.Credentials, sent(""))
	assert.True(t, json.Valid([]byte(got.body)), "only the size is wrong")
	assert.Len(t, got.body, 10_000)
	assert.Len(t, get(t, s, a.Credentials, sent("")).ids(), 1, "in XML too")
	c, err := s.NewClient(a, alibabarm.WithMaxResponseBytes(9_999))
	require.NoError(t, err)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Huge(10_000)})
	_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrTooLarge)
}
