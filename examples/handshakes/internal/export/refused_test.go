package export

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

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
