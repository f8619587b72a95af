package export

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// services are both clouds, each with a list of four full pages and a short one, and the file that
// the lists are exported to.
type services struct {
	huawei  *huaweiorgtest.Service
	alibaba *alibabarmtest.Service
	program program
	args    []string
	path    string

	endpoints map[string]string // by cloud
}

const pageSize = 5

func serve(t *testing.T, invitations int) *services {
	t.Helper()
	s := &services{huawei: huaweiorgtest.New(), alibaba: alibabarmtest.New(), program: onDay()}
	h := s.huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	a := s.alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.huawei.Seed(s.huawei.Believable(invitations)...)
	s.alibaba.Seed(s.alibaba.Believable(invitations)...)
	s.program.Now, s.program.Huawei, s.program.Alibaba = time.Now, h.Provider(), a.Provider()
	s.program.pageSize = pageSize
	huawei, err := s.huawei.Start()
	require.NoError(t, err)
	alibaba, err := s.alibaba.Start()
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.huawei.Close())
		assert.NoError(t, s.alibaba.Close())
	})
	s.to(t)
	s.endpoints = map[string]string{"huawei": huawei, "alibaba": alibaba}
	s.args = []string{"-huawei-endpoint", huawei, "-alibaba-endpoint", alibaba}
	return s
}

// to chooses another file, in a folder of its own.
func (s *services) to(t *testing.T) { s.path = filepath.Join(t.TempDir(), "sent.jsonl") }

// clients are those of the management accounts.
func (s *services) clients(t *testing.T) []clouds.Client {
	t.Helper()
	var a clouds.Access
	f := cli.NewFlags("export")
	a.FlagsForBoth(f, &s.program.Process)
	require.NoError(t, f.Parse(&s.program.Process, s.args))
	clients, err := a.OpenAll(clouds.OfflineWorld(false))
	require.NoError(t, err)
	return clients
}

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
		var line struct{ Cloud, ID string }
		require.NoError(t, json.Unmarshal([]byte(text), &line), text)
		out = append(out, line.Cloud+" "+line.ID)
	}
	return out
}

// kill runs the program until it reaches its nth point, and reports whether it got there. A panic
// leaves behind the same files as a kill.
func (s *services) kill(ctx context.Context, n int) (killed bool, at string) {
	type kill struct{}
	p := s.program
	p.reached = func(reached string) {
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

func TestCommand_KilledAtEachPoint(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	points := map[string]int{}
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
	assert.Equal(t, map[string]int{"begun": 1, "written": 11, "saved": 11, "done": 1}, points)
}

func TestCommand_KilledAgainAndAgain(t *testing.T) {
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

func TestCommand_HalfALine(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	for _, n := range []int{1, 3, 7, 14, 20} {
		s.to(t)
		killed, _ := s.kill(t.Context(), n)
		require.True(t, killed)
		for path, half := range map[string]string{s.path: `{"cloud":"huawei","handsh`, s.path + ".cursor": `{"vers`} {
			if half[2] == 'v' && read(t, path) == "" {
				continue // a journal has its first line before anything else
			}
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
			require.NoError(t, err)
			_, err = f.WriteString(half)
			require.NoError(t, err)
			require.NoError(t, f.Close())
		}
		killed, _ = s.kill(t.Context(), 3) // once more, when one page is saved
		if killed {
			assert.NotContains(t, read(t, s.path+".cursor"), `{"vers{`, "the half state is cut off, so that each run gets further")
		}
		require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
		assert.Equal(t, s.want(), s.got(t))
		assert.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
	}
}

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

func TestCommand_CannotBeContinued(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(t *testing.T, path string)
		more   []string
		code   int
	}{
		{name: "refuses the other list", more: []string{"-received"}, code: cli.Misused},
		{name: "refuses a file that is shorter", code: cli.Failed, change: func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 10)) }},
		{name: "refuses a file that is missing", code: cli.Failed, change: func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }},
		{name: "refuses a file that is not JSON", code: cli.Failed, change: func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("x", 1<<16)), 0o600))
		}},
		{name: "refuses a journal that is not JSON", code: cli.Failed, change: func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".cursor", []byte("x"), 0o600))
		}},
		{name: "refuses a journal of a later version", code: cli.Failed, change: func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".cursor", []byte(`{"version":3}`+"\n"), 0o600))
		}},
		{name: "refuses a cursor that was edited", code: cli.Failed, change: func(t *testing.T, path string) {
			text := read(t, path+".cursor")
			i := strings.LastIndex(text, `"cursor":"`) + 20
			require.NoError(t, os.WriteFile(path+".cursor", []byte(text[:i]+"A"+text[i+2:]), 0o600))
		}},
		{name: "refuses a journal of an earlier version", code: cli.Failed, change: func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path+".cursor", []byte(`{"version":1,"bytes":0,"clouds":{"huawei":{},"alibaba":{}}}`+"\n"), 0o600))
		}},
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
			assert.FileExists(t, s.path+".cursor", "so that nobody takes the file for complete")
		})
	}
	t.Run("refuses another choice of clouds", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "x")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.Equal(t, cli.Interrupted, do(ctx, onDay(), "-offline", "-o", path).code)
		assert.Equal(t, cli.Misused, do(t.Context(), onDay(), "-offline", "-o", path, "-cloud", "huawei").code)
		assert.Equal(t, cli.Done, do(t.Context(), onDay(), "-offline", "-o", path).code)
	})
}

func TestCommand_FileGone(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	killed, _ := s.kill(t.Context(), 5)
	require.True(t, killed)
	require.NoError(t, os.Remove(s.path))
	got := s.export(t.Context(), s.program)
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "because it is missing; to begin anew, remove")
	assert.Equal(t, []string{"sent.jsonl.cursor"}, folder(t, s.path), "no new file is made")
}

func TestCommand_CursorWithoutFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON":             "garbage",
		"a cursor":            `{"version":2,"bytes":0,"clouds":{"huawei":{"cursor":"garbage"}}}`,
		"a list that is done": `{"version":2,"bytes":0,"clouds":{"huawei":{"done":true}}}`,
	} {
		t.Run("makes no file beside "+name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "sent.jsonl")
			require.NoError(t, os.WriteFile(path+".cursor", []byte(text+"\n"), 0o600))
			got := do(t.Context(), onDay(), "-offline", "-cloud", "huawei", "-o", path)
			assert.Equal(t, cli.Failed, got.code)
			assert.Contains(t, got.stderr, "to begin anew")
			assert.Equal(t, []string{"sent.jsonl.cursor"}, folder(t, path))
		})
	}
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

func TestCommand_OtherAccount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cloud string
		points      int
	}{
		{name: "of a list with markers", cloud: "huawei", points: 3},
		{name: "of a list with page numbers", cloud: "alibaba", points: 3},
	} {
		t.Run("refuses another account "+c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, 4*pageSize+2)
			s.args = []string{"-cloud", c.cloud, "-" + c.cloud + "-endpoint", s.endpoints[c.cloud]}
			killed, _ := s.kill(t.Context(), c.points)
			require.True(t, killed)
			before := read(t, s.path)
			require.NotEmpty(t, before)
			other := s.program
			other.Huawei = s.huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}).Provider()
			other.Alibaba = s.alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}).Provider()
			got := s.export(t.Context(), other)
			assert.Equal(t, cli.Failed, got.code)
			assert.Contains(t, got.stderr, "begun with another account")
			assert.Contains(t, got.stderr, "to begin anew, remove")
			assert.Equal(t, before, read(t, s.path))
			require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
		})
	}
}

func TestCommand_TwoAtOnce(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("files are not locked here")
	}
	s := serve(t, 4*pageSize+2)
	p := s.program
	var second result
	p.reached = func(at string) {
		if at == "saved" && second.stderr == "" {
			second = s.export(t.Context(), s.program)
		}
	}
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), p))
	assert.Equal(t, cli.Failed, second.code)
	assert.Contains(t, second.stderr, "another program is writing")
	assert.Equal(t, s.want(), s.got(t))
	assert.Equal(t, []string{"sent.jsonl"}, folder(t, s.path))
}

func TestCommand_KilledAtRandom(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	rapid.Check(t, func(r *rapid.T) {
		s.to(t)
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 25), 0, 4).Draw(r, "points") {
			if killed, _ := s.kill(t.Context(), n); !killed {
				break
			}
		}
		if _, err := os.Lstat(s.path + ".cursor"); err == nil || !slices.Contains(folder(t, s.path), "sent.jsonl") {
			require.Equal(r, result{code: cli.Done}, s.export(t.Context(), s.program))
		}
		require.Equal(r, s.want(), s.got(t))
	})
}
