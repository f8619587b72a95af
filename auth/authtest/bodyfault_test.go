package authtest_test

import (
	"bytes"
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

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestDrip(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(authtest.Drip(time.Second), authtest.Drip(time.Second), authtest.Drip(time.Second))
		start := time.Now()
		assert.Equal(t, completeBody, s.get(t).body)
		assert.Equal(t, time.Duration(len(completeBody)+1)*time.Second, time.Since(start), "and one interval before the end")

		ctx, cancel := context.WithTimeout(t.Context(), 5500*time.Millisecond)
		defer cancel()
		resp, err := s.server.RoundTrip(request(t, listURL).WithContext(ctx))
		require.NoError(t, err)
		assert.EqualValues(t, len(completeBody), resp.ContentLength)
		begun, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, begun, 5)

		resp, err = s.send(t)
		require.NoError(t, err)
		n, err := resp.Body.Read(nil)
		assert.Zero(t, n)
		require.NoError(t, err)
		time.AfterFunc(2500*time.Millisecond, func() { assert.NoError(t, resp.Body.Close()) })
		begun, err = io.ReadAll(resp.Body)
		require.ErrorIs(t, err, http.ErrBodyReadAfterClose, "Close ends a read that waits")
		assert.Len(t, begun, 2)
	})
}

func TestHuge(t *testing.T) {
	s := newService(authtest.Huge(100_000_000))
	resp, err := s.send(t)
	require.NoError(t, err)
	assert.EqualValues(t, -1, resp.ContentLength)
	assert.Empty(t, resp.Header.Get("Content-Length"))
	begin := make([]byte, len(completeBody)+1)
	_, err = io.ReadFull(resp.Body, begin)
	require.NoError(t, err)
	assert.Equal(t, completeBody+" ", string(begin))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, resp.Body)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.EqualValues(t, 100_000_000, n+int64(len(begin)))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

func TestTruncateBody(t *testing.T) {
	t.Parallel()
	for format, encode := range map[string]func(*authtest.Reply){
		"JSON":    nil,
		"another": func(r *authtest.Reply) { r.Body = bytes.ToUpper(r.Body) },
	} {
		sent := completeBody
		if encode != nil {
			sent = strings.ToUpper(sent)
		}
		s := newService()
		s.encode = encode
		for name, c := range map[string]struct {
			kind authtest.Kind
			want string
		}{
			"an unchanged body":           {kind: authtest.Kind{}, want: sent},
			"a shortened body":            {kind: authtest.TruncateBody(30), want: sent[:30]},
			"a body shortened to nothing": {kind: authtest.TruncateBody(-1)},
			"a body shortened by a byte": {
				kind: authtest.TruncateBody(1 << 30), want: sent[:len(sent)-1],
			},
			"an appended text": {
				kind: authtest.AppendBody("garbage"), want: sent + "garbage",
			},
			"a text appended to a part": {
				kind: authtest.Together(authtest.AppendBody("-"), authtest.TruncateBody(30)),
				want: sent[:30] + "-",
			},
			"a huge body that is small": {kind: authtest.Huge(1), want: sent},
			"a huge body that drips": {
				kind: authtest.Together(authtest.Drip(0), authtest.Huge(int64(len(sent)+2))),
				want: sent + "  ",
			},
			"an empty body, shortened": {
				kind: authtest.Together(authtest.TruncateBody(3), authtest.Raw(200, "")),
			},
			"a body edited after it is sent": {
				kind: authtest.Together(authtest.DropField("page"), authtest.AppendBody(" ")),
				want: sent + " ",
			},
		} {
			s.inject(c.kind)
			resp, err := s.send(t)
			require.NoError(t, err, name)
			got, err := io.ReadAll(resp.Body)
			require.NoError(t, err, name)
			assert.Equal(t, c.want, string(got), "%s, %s", format, name)
			if !strings.Contains(name, "huge") {
				assert.EqualValues(t, len(c.want), resp.ContentLength, name)
			}
		}
	}
}

func TestHuge_document(t *testing.T) {
	t.Parallel()
	got := newService(authtest.Huge(10_000)).get(t)
	assert.Len(t, got.body, 10_000)
	assert.True(t, json.Valid([]byte(got.body)), "only the length is wrong")
}
