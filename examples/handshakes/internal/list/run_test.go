package list

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/list -update"

// asProgram makes the test binary be the program, for what only a process can show.
const asProgram = "LIST_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		cli.Main(func(ctx context.Context, p *cli.Process, args []string) int {
			p.Name = "handshakes list"
			return exit(ctx, p, args)
		})
		return
	}
	os.Exit(m.Run())
}

func TestCommand_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, args string }{
		{file: "help.txt", args: "-h"},
		{file: "pipe.txt", args: "-offline -limit 8"},
		{file: "columns.txt", args: "-offline -limit 8 -columns id,type,target,inviter-id,updated"},
		{file: "version.txt", args: "-offline -limit 8 -cloud alibaba -alibaba-version 2022-04-19"},
		{file: "status.txt", args: "-offline -status Pending,EXPIRED -limit 10"},
		{file: "sent.json", args: "-offline -limit 4 -format json"},
		{file: "received.jsonl", args: "-offline -limit 3 -received -format jsonl"},
		{file: "sent.csv", args: "-offline -limit 8 -format csv"},
		{file: "excel.csv", args: "-offline -limit 8 -format csv -excel"},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Done, got.code)
			assert.Empty(t, got.stderr)
			golden(t, c.file, got.stdout)
		})
	}
}

// golden compares a text with the file of that name.
func golden(t *testing.T, file, text string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, ifIntended)
	assert.Equal(t, string(want), text, ifIntended)
}

func TestCommand_PageSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cloud string
		lines int
		sizes []string
	}{
		{cloud: "huawei", lines: 301, sizes: []string{"1", "7", "100"}},
		{cloud: "alibaba", lines: 241, sizes: []string{"1", "7", "100"}},
		{cloud: "both", lines: 541, sizes: []string{"7", "100"}},
	} {
		complete := do(t.Context(), onDay(), "-offline -cloud "+c.cloud)
		require.Len(t, complete.lines(), c.lines)
		for _, size := range c.sizes {
			got := do(t.Context(), onDay(), "-offline -cloud "+c.cloud+" -page-size "+size)
			assert.Equal(t, complete, got, "page size %s", size)
		}
	}
}

func TestCommand_StatusBeforeLimit(t *testing.T) {
	t.Parallel()
	for _, cloud := range []string{"huawei", "alibaba"} {
		const args = "-offline -format csv -status declined,CANCELLED -cloud "
		all := do(t.Context(), onDay(), args+cloud)
		rows := readCSV(t, all.stdout)
		require.Greater(t, len(rows), 21, "there is something to limit")
		for _, row := range rows[1:] {
			assert.Contains(t, []string{"declined", "cancelled"}, row[2])
		}
		some := do(t.Context(), onDay(), args+cloud+" -limit 20 -page-size 9")
		assert.Equal(t, rows[:21], readCSV(t, some.stdout))
	}
}

func TestCommand_Limit(t *testing.T) {
	for _, c := range []struct {
		name, args string
		queries    []string
	}{
		{name: "a limit makes the only request small", args: "-limit 5", queries: []string{"limit=5"}},
		{name: "a limit that ends with a page asks for no other", args: "-page-size 10 -limit 10", queries: []string{"limit=10"}},
		{name: "with a status, pages stay as they are", args: "-page-size 90 -limit 1 -status accepted", queries: []string{"limit=90"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serve(t)
			got := do(t.Context(), onDay(), flags+c.args)
			require.Equal(t, cli.Done, got.code, got.stderr)
			var queries []string
			for _, r := range s.Requests() {
				queries = append(queries, r.Query.Encode())
			}
			assert.Equal(t, c.queries, queries)
		})
	}
}

func TestCommand_Streams(t *testing.T) {
	s, flags := serve(t)
	var stdout, stderr bytes.Buffer
	before := make(chan int, 1)
	s.Inject(secondPage(huaweiorgtest.Hook(func() { before <- strings.Count(stdout.String(), "\n") })))
	args := flags + "-format jsonl -page-size 50 -limit 100"
	require.Equal(t, cli.Done, runTo(t.Context(), onDay(), args, &stdout, &stderr), stderr.String())
	assert.Equal(t, 50, <-before, "the rows of the first page")
}

func TestCommand_NothingToList(t *testing.T) {
	s, flags := serve(t, huaweiorg.Handshake{}, huaweiorg.Handshake{})
	_, more := serveAlibaba(t)
	s.Seed(s.Believable(1)...)
	got := do(t.Context(), onDay(), flags+more+"-cloud both -status deleted,PENDING -limit 1")
	assert.Equal(t, cli.Done, got.code)
	assert.NotContains(t, got.stderr, "huawei: ")
	got = do(t.Context(), onDay(), flags+"-cloud huawei -status cancelled")
	assert.Equal(t, cli.Done, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "handshakes list: huawei: listed 0 of 3 invitations on 1 page\n")
}

func TestCommand_UnknownStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, says string }{
		{name: "a misspelled status", args: "-status pendng", says: "pending, accepted, declined, cancelled, expired, deleted"},
		{name: "beside a good one", args: "-status accepted,pendng", says: "pendng"},
		{name: "none", args: "-status ,", says: "-status"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline "+c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, c.says)
		})
	}
}

func TestCommand_EmptyList(t *testing.T) {
	for format, want := range map[string]string{
		"table": "", "json": "[]\n", "jsonl": "", "csv": strings.Join(invitation.CSVHeader(), ",") + "\n",
	} {
		t.Run(format, func(t *testing.T) {
			_, flags := serve(t, []huaweiorg.Handshake{}...)
			got := do(t.Context(), onDay(), flags+"-received -format "+format)
			assert.Equal(t, cli.Done, got.code)
			assert.Equal(t, want, got.stdout)
			assert.NotEmpty(t, got.stderr, "it says so")
		})
	}
}

func TestCommand_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{name: "an unknown flag", args: "-offline -statsu pending", mentions: "-statsu"},
		{name: "an unknown cloud", args: "-offline -cloud azure", mentions: "azure"},
		{name: "two clouds by their names", args: "-offline -cloud huawei,alibaba", mentions: "both"},
		{name: "an unknown format", args: "-offline -format xml", mentions: "xml"},
		{name: "a negative limit", args: "-offline -limit -1", mentions: "-limit"},
		{name: "a limit that is no number", args: "-offline -limit ten", mentions: "-limit"},
		{name: "a negative page size", args: "-offline -page-size -1", mentions: "-page-size"},
		{name: "a limit beyond all lists", args: "-offline -limit 2147483648", mentions: "-limit"},
		{name: "a page size that no service has", args: "-offline -page-size 101", mentions: "-page-size"},
		{name: "an endpoint that is not called", args: "-offline -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "another endpoint that is not called", args: "-offline -alibaba-endpoint https://example.test", mentions: "-alibaba-endpoint"},
		{name: "an endpoint of the other cloud", args: "-cloud alibaba -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "a version of the other cloud", args: "-offline -cloud huawei -alibaba-version 2022-04-19", mentions: "-alibaba-version"},
		{name: "a word that is no flag", args: "-offline -received true", mentions: "true"},
		{name: "an endpoint without encryption", args: "-huawei-endpoint http://example.test", mentions: "-huawei-endpoint"},
		{name: "an endpoint that is no URL", args: "-huawei-endpoint ://", mentions: "-huawei-endpoint"},
		{name: "an endpoint of Alibaba Cloud without encryption", args: "-alibaba-endpoint http://example.test", mentions: "-alibaba-endpoint"},
		{name: "a version that there is not", args: "-alibaba-version 2020-03-32", mentions: "-alibaba-version"},
		{name: "a version that there is not, offline", args: "-offline -alibaba-version 2", mentions: "2022-04-19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "handshakes list: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}
