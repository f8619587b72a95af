package export

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

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
