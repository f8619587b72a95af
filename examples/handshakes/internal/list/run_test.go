package list

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asProgram makes the test binary be the program, for what only a process can show.
const asProgram = "LIST_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		cli.Main(func(ctx context.Context, p *cli.Process, args []string) int {
			return cli.Exit(ctx, p.Stderr, name, Command.Run(ctx, p, args))
		})
		return
	}
	os.Exit(m.Run())
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// lines are those of the result alone, a table's header included.
func (r result) lines() []string {
	return strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		now:         func() time.Time { return day },
		isTerminal:  func(io.Writer) bool { return false },
		huaweiKeys:  ifSet("HUAWEICLOUD_SDK_AK", huaweiorg.DefaultProvider()),
		alibabaKeys: ifSet("ALIBABA_CLOUD_ACCESS_KEY_ID", alibabarm.DefaultProvider()),
	}
}

// ifSet asks p only where the environment has keys, which is where p finds them: no
// test shall look around on the machine and its network.
func ifSet(name string, p auth.Provider) auth.Provider {
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if os.Getenv(name) == "" {
			return auth.Credentials{}, auth.ErrNoCredentials
		}
		return p.Credentials(ctx)
	})
}

func do(ctx context.Context, p program, args string) result {
	var stdout, stderr bytes.Buffer
	code := p.run(ctx, strings.Fields(args), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, args string }{
		{"help.txt", "-h"},
		{"table.txt", "-offline -limit 25"},
		{"huawei.txt", "-offline -limit 8 -cloud huawei"},
		{"alibaba.txt", "-offline -limit 8 -cloud alibaba -alibaba-version 2022-04-19"},
		{"received.txt", "-offline -received"},
		{"status.txt", "-offline -status Pending,EXPIRED -limit 10"},
		{"sent.json", "-offline -limit 8 -format json"},
		{"received.json", "-offline -limit 3 -received -format json"},
		{"sent.csv", "-offline -limit 8 -format csv"},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Done, got.code)
			assert.Empty(t, got.stderr)
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got.stdout), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.stdout)
		})
	}
}

func TestEveryInvitationIsListedWhateverThePageSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cloud string
		lines int
		sizes []string
	}{
		{"huawei", 301, []string{"1", "7", "100", "2000"}},
		{"alibaba", 241, []string{"1", "7", "100"}},
		{"both", 541, []string{"7", "100"}},
	} {
		whole := do(t.Context(), onDay(), "-offline -cloud "+c.cloud)
		require.Len(t, whole.lines(), c.lines)
		for _, size := range c.sizes {
			got := do(t.Context(), onDay(), "-offline -cloud "+c.cloud+" -page-size "+size)
			assert.Equal(t, whole, got, "page size %s", size)
		}
	}
}

func TestStatusIsAppliedBeforeLimit(t *testing.T) {
	t.Parallel()
	for _, cloud := range []string{"huawei", "alibaba"} {
		const args = "-offline -format csv -status declined,CANCELLED -cloud "
		all := do(t.Context(), onDay(), args+cloud)
		rows := readCSV(t, all.stdout)
		require.Greater(t, len(rows), 21, "there is something to limit")
		for _, row := range rows[1:] {
			assert.Contains(t, []string{"declined", "cancelled"}, row[3])
		}
		some := do(t.Context(), onDay(), args+cloud+" -limit 20 -page-size 9")
		assert.Equal(t, rows[:21], readCSV(t, some.stdout))
	}
}

func TestNoPageIsFetchedBehindTheLimit(t *testing.T) {
	for _, c := range []struct {
		name, args string
		queries    []string
	}{
		{"a limit makes the only request small", "-limit 5", []string{"limit=5"}},
		{"a limit that ends with a page asks for no other", "-page-size 10 -limit 10", []string{"limit=10"}},
		{"with a status, pages stay as they are", "-page-size 150 -limit 1 -status accepted", []string{"limit=150"}},
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

func TestAStatusUnknownToTheLibraryCanBeAskedFor(t *testing.T) {
	_, flags := serve(t, huaweiorg.Handshake{Status: "OnHold"}, huaweiorg.Handshake{})
	got := do(t.Context(), onDay(), flags+"-format json -status onhold")
	assert.Empty(t, got.stderr)
	require.Len(t, readJSON(t, got.stdout), 1)
	assert.Equal(t, huaweiorg.Status("OnHold"), readHuawei(t, got.stdout)[0].Status)
}

func TestAReaderSeesAPageBeforeTheNextIsFetched(t *testing.T) {
	s, flags := serve(t)
	var stdout, stderr bytes.Buffer
	before := make(chan int, 1)
	s.Inject(secondPage(huaweiorgtest.Hook(func() { before <- strings.Count(stdout.String(), "\n") })))
	args := strings.Fields(flags + "-format csv -page-size 3 -limit 6")
	require.Equal(t, cli.Done, onDay().run(t.Context(), args, &stdout, &stderr), stderr.String())
	assert.Equal(t, 4, <-before, "the header and three rows")
}

func TestAStatusThatMatchesNothingIsSeen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, statuses string
		rows           bool
		says           bool // once for each cloud
	}{
		{"a misspelled status alone", "pendng", false, true},
		{"a misspelled status beside a good one", "pendng,accepted", true, true},
		{"good ones", "pending,accepted", true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline -status "+c.statuses)
			assert.Equal(t, cli.Done, got.code)
			assert.Equal(t, c.rows, got.stdout != "")
			for _, name := range []string{"huawei: ", "alibaba: "} {
				assert.Equal(t, c.says, strings.Contains(got.stderr, name), got.stderr)
			}
			assert.Equal(t, c.says, strings.Contains(got.stderr, "pendng"), got.stderr)
			assert.Equal(t, c.says, got.stderr != "")
		})
	}
}

func TestAnEmptyListIsWholeInEveryFormat(t *testing.T) {
	for format, want := range map[string]string{
		"table": "", "json": "[]\n", "csv": strings.Join(clouds.CSVHeader(), ",") + "\n",
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

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{"an unknown flag", "-offline -statsu pending", "-statsu"},
		{"an unknown cloud", "-offline -cloud azure", "azure"},
		{"two clouds by their names", "-offline -cloud huawei,alibaba", "both"},
		{"an unknown format", "-offline -format xml", "xml"},
		{"a negative limit", "-offline -limit -1", "-limit"},
		{"a limit that is no number", "-offline -limit ten", "-limit"},
		{"a negative page size", "-offline -page-size -1", "-page-size"},
		{"a limit beyond all lists", "-offline -limit 2147483648", "-limit"},
		{"a page size that no service has", "-offline -page-size 2001", "-page-size"},
		{"a page size that one of the services does not have", "-offline -page-size 101", "Alibaba Cloud"},
		{"a word that is no flag", "-offline -received true", "true"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"another endpoint that is not called", "-offline -alibaba-endpoint https://example.test", "-alibaba-endpoint"},
		{"an endpoint of the other cloud", "-cloud alibaba -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"a version of the other cloud", "-offline -cloud huawei -alibaba-version 2022-04-19", "-alibaba-version"},
		{"an endpoint without encryption", "-huawei-endpoint http://example.test", "-huawei-endpoint"},
		{"an endpoint that is no URL", "-huawei-endpoint ://", "-huawei-endpoint"},
		{"an endpoint of Alibaba Cloud without encryption", "-alibaba-endpoint http://example.test", "-alibaba-endpoint"},
		{"a version that there is not", "-alibaba-version 2020-03-32", "-alibaba-version"},
		{"a version that there is not, offline", "-offline -alibaba-version 2", "2022-04-19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "list: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}
