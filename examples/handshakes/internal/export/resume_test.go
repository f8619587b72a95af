package export

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// services are both clouds, with lists of four pages and a short one each, and where
// they are exported to.
type services struct {
	huawei  *huaweiorgtest.Service
	alibaba *alibabarmtest.Service
	program program
	args    []string
	path    string
}

const pageSize = 5

func serve(t *testing.T, invitations int) *services {
	t.Helper()
	s := &services{huawei: huaweiorgtest.New(), alibaba: alibabarmtest.New(), program: onDay()}
	h := s.huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	a := s.alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.huawei.Seed(s.huawei.Believable(invitations)...)
	s.alibaba.Seed(s.alibaba.Believable(invitations)...)
	s.program.now, s.program.huaweiKeys, s.program.alibabaKeys = time.Now, h.Provider(), a.Provider()
	huawei, err := s.huawei.Start()
	require.NoError(t, err)
	alibaba, err := s.alibaba.Start()
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.huawei.Close())
		assert.NoError(t, s.alibaba.Close())
	})
	s.to(t)
	s.args = []string{"-huawei-endpoint", huawei, "-alibaba-endpoint", alibaba, "-page-size", fmt.Sprint(pageSize)}
	return s
}

// to takes another file, in a folder of its own.
func (s *services) to(t *testing.T) { s.path = filepath.Join(t.TempDir(), "sent.jsonl") }

func (s *services) export(ctx context.Context, p program, more ...string) result {
	return do(ctx, p, append(append(slices.Clone(s.args), "-o", s.path), more...)...)
}

// want are the IDs of both lists.
func (s *services) want() []string {
	var out []string
	for _, h := range s.huawei.Handshakes() {
		out = append(out, "huawei "+h.ID)
	}
	for _, h := range s.alibaba.Handshakes() {
		out = append(out, "alibaba "+h.ID)
	}
	return out
}

// got are the IDs in the file.
func (s *services) got(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for text := range strings.Lines(read(t, s.path)) {
		var line struct {
			Cloud     string
			Handshake struct{ ID, HandshakeId string }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &line), text)
		out = append(out, line.Cloud+" "+line.Handshake.ID+line.Handshake.HandshakeId)
	}
	return out
}

// kill runs the program until it has reached its nth point, and reports whether it got
// there. What a panic leaves behind is what a kill does.
func (s *services) kill(ctx context.Context, n int) (killed bool, at point) {
	type kill struct{}
	p := s.program
	p.reached = func(reached point) {
		if n--; n == 0 {
			at = reached
			panic(kill{})
		}
	}
	defer func() {
		if r := recover(); r != nil {
			if _, killed = r.(kill); !killed {
				panic(r)
			}
		}
	}()
	s.export(ctx, p)
	return false, ""
}

func TestKilledAnywhereAndStartedAgainNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	points := map[point]int{}
	for n := 1; ; n++ {
		s.to(t)
		killed, at := s.kill(t.Context(), n)
		if !killed {
			break
		}
		points[at]++
		assert.Contains(t, folder(t, s.path), "sent.jsonl.cursor")
		require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program), "killed at point %d, %s", n, at)
		require.Equal(t, s.want(), s.got(t), "killed at point %d, %s", n, at)
		require.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
	}
	assert.Equal(t, map[point]int{begun: 1, written: 11, saved: 11, done: 1}, points)
}

func TestKilledAgainAndAgainNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	runs := 0
	for killed := true; killed; runs++ {
		require.Less(t, runs, 40, "each run gets further")
		killed, _ = s.kill(t.Context(), 4) // begun, a page written and saved, and the next one written
	}
	assert.Greater(t, runs, 5)
	assert.Equal(t, s.want(), s.got(t))
}

func TestHalfALineIsCutOff(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	for _, n := range []int{1, 3, 7, 14, 20} {
		s.to(t)
		killed, _ := s.kill(t.Context(), n)
		require.True(t, killed)
		f, err := os.OpenFile(s.path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
		require.NoError(t, err)
		_, err = f.WriteString(`{"cloud":"huawei","handsh`)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		require.NoError(t, os.WriteFile(s.path+".cursor.new", []byte(`{"vers`), 0o600))
		require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
		assert.Equal(t, s.want(), s.got(t))
		assert.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
	}
}

func TestHuaweiCloudGoesOnAtTheCursor(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	killed, at := s.kill(t.Context(), 5) // the second page is saved
	require.True(t, killed)
	require.Equal(t, saved, at)
	before := len(s.huawei.Requests())
	require.Equal(t, cli.Done, s.export(t.Context(), s.program, "-page-size", "3").code)
	after := s.huawei.Requests()[before:]
	// One more may be the request ahead that the killed run had on its way: the service
	// meets it late.
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

func TestTheListsMoveBetweenTheRuns(t *testing.T) {
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

func TestCtrlCAndStartAgain(t *testing.T) {
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

func TestACloudThatFailsDoesNotStopTheOther(t *testing.T) {
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
	assert.Len(t, s.alibaba.Requests(), before, "it was done")
}

func TestWhatCannotBeContinuedIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(t *testing.T, path string)
		more   []string
		code   int
	}{
		{"the other list", nil, []string{"-received"}, cli.Misused},
		{"the file is shorter", func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 10)) }, nil, cli.Failed},
		{"the file is gone", func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }, nil, cli.Failed},
		{"the file is not JSON", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("x", 1<<16)), 0o600))
		}, nil, cli.Failed},
		{"the place is not JSON", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".cursor", []byte("x"), 0o600))
		}, nil, cli.Failed},
		{"the place is of a later version", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".cursor", []byte(`{"version":2}`), 0o600))
		}, nil, cli.Failed},
		{"the cursor was edited", func(t *testing.T, path string) {
			text := read(t, path+".cursor")
			i := strings.Index(text, `"cursor":"`) + 20
			require.NoError(t, os.WriteFile(path+".cursor", []byte(text[:i]+"A"+text[i+2:]), 0o600))
		}, nil, cli.Failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, 4*pageSize+2)
			killed, _ := s.kill(t.Context(), 5)
			require.True(t, killed)
			if c.change != nil {
				c.change(t, s.path)
			}
			got := s.export(t.Context(), s.program, c.more...)
			assert.Equal(t, c.code, got.code)
			assert.NotEmpty(t, got.stderr)
			assert.FileExists(t, s.path+".cursor", "so that it is not taken for complete")
		})
	}
	t.Run("another cloud", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "x")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.Equal(t, cli.Interrupted, do(ctx, onDay(), "-offline", "-o", path).code)
		assert.Equal(t, cli.Misused, do(t.Context(), onDay(), "-offline", "-o", path, "-cloud", "huawei").code)
		assert.Equal(t, cli.Done, do(t.Context(), onDay(), "-offline", "-o", path).code)
	})
}
