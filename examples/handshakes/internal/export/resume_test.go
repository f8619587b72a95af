package export

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestCommand_ContinuesAtTheCursor(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	killed, at := s.kill(t.Context(), 5) // the second page is saved
	require.True(t, killed)
	require.Equal(t, "saved", at)
	before := len(s.huawei.Requests())
	p := s.program
	p.pageSize = 3
	require.Equal(t, cli.Done, s.export(t.Context(), p).code)
	after := s.huawei.Requests()[before:]
	// There may be one more request: the killed run read ahead, and the service receives it late.
	asked := map[string]bool{}
	for _, r := range after {
		asked[r.Query.Get("marker")] = true
		assert.Equal(t, fmt.Sprint(pageSize), r.Query.Get("limit"), "as it began")
	}
	assert.Len(t, asked, 3, "the third, the fourth and the last")
	assert.NotContains(t, asked, "", "the first")
	assert.LessOrEqual(t, len(after), 4)
	assert.Equal(t, s.want(), s.got(t))
}

func TestCommand_ListsMoveBetweenRuns(t *testing.T) {
	t.Parallel()
	for n := 2; n < 24; n += 3 {
		s := serve(t, 4*pageSize+2)
		want := s.want()
		killed, _ := s.kill(t.Context(), n)
		require.True(t, killed)
		gone := []string{"huawei " + s.huawei.Handshakes()[0].ID, "alibaba " + s.alibaba.Handshakes()[0].ID}
		require.True(t, s.huawei.Remove(strings.Fields(gone[0])[1]))
		require.True(t, s.alibaba.Remove(strings.Fields(gone[1])[1]))
		s.huawei.Seed(huaweiorg.Handshake{ID: "h-new"})
		s.alibaba.Seed(alibabarm.Handshake{ID: "h-new"})
		require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
		got := s.got(t)
		for _, id := range want {
			if !slices.Contains(gone, id) {
				assert.Contains(t, got, id, "killed at point %d", n)
			}
		}
		slices.Sort(got)
		assert.Len(t, slices.Compact(got), len(got), "each one once")
	}
}

func TestCommand_CtrlC(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	ctx, cancel := context.WithCancel(t.Context())
	s.huawei.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 3,
		Kind: huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang())})
	got := s.export(ctx, s.program)
	assert.Equal(t, cli.Interrupted, got.code)
	assert.Contains(t, got.stderr, "start again to continue")
	assert.Less(t, len(s.got(t)), len(s.want()))
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.Equal(t, s.want(), s.got(t))
}

func TestCommand_OneCloudFails(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	s.huawei.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 2,
		Kind: huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")})
	got := s.export(t.Context(), s.program)
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "Organizations.1007")
	assert.Contains(t, got.stderr, "start again to continue")
	assert.Len(t, s.got(t), 2*pageSize+4*pageSize+2)
	before := len(s.alibaba.Requests())
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.ElementsMatch(t, s.want(), s.got(t))
	assert.Len(t, s.alibaba.Requests(), before, "that list was complete")
}

func TestCommand_ListMovesForEver(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	var moving atomic.Bool
	moving.Store(true)
	s.alibaba.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: alibabarmtest.Hook(func() {
		if moving.Load() {
			s.alibaba.Remove(s.alibaba.Handshakes()[0].ID)
			s.alibaba.Seed(s.alibaba.Believable(2)...)
		}
	})})
	got := s.export(t.Context(), s.program)
	assert.Equal(t, cli.Failed, got.code)
	assert.Regexp(t, `alibaba: after \d+ pages: `+pagination.ErrDrift.Error(), got.stderr)
	assert.Contains(t, got.stderr, "start again to continue")
	moving.Store(false)
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	written := s.got(t)
	assert.Subset(t, written, s.want())
	slices.Sort(written)
	assert.Len(t, slices.Compact(written), len(written), "each one once")
}
