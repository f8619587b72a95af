package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asProgram makes the test binary be the program, for what only a process can show.
const asProgram = "LIST_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
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
		now:        func() time.Time { return day },
		isTerminal: func(io.Writer) bool { return false },
	}
}

func do(ctx context.Context, p program, args string) result {
	var stdout, stderr bytes.Buffer
	code := p.run(ctx, strings.Fields(args), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

// serve starts a service that the program finds through the environment, with 300
// sent invitations, or with those given.
func serve(t *testing.T, seed ...huaweiorg.Handshake) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	if seed == nil {
		seed = s.Believable(300)
	}
	s.Seed(seed...)
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", root.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", root.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", root.ID)
	return s, "-huawei-endpoint " + url + " "
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, args string }{
		{"help.txt", "-h"},
		{"table.txt", "-offline -limit 25"},
		{"received.txt", "-offline -received"},
		{"status.txt", "-offline -status Pending,EXPIRED -limit 10"},
		{"sent.json", "-offline -limit 8 -format json"},
		{"received.json", "-offline -limit 3 -received -format json"},
		{"sent.csv", "-offline -limit 8 -format csv"},
		{"pages.txt", "-offline -limit 25 -page-size 7"},
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
	whole := do(t.Context(), onDay(), "-offline")
	require.Len(t, whole.lines(), 301)
	for _, size := range []string{"1", "7", "100", "2000"} {
		got := do(t.Context(), onDay(), "-offline -page-size "+size)
		assert.Equal(t, whole, got, "page size %s", size)
	}
}

func TestStatusIsAppliedBeforeLimit(t *testing.T) {
	t.Parallel()
	all := do(t.Context(), onDay(), "-offline -format csv -status declined,cancelled")
	rows := readCSV(t, all.stdout)
	require.Greater(t, len(rows), 21, "there is something to limit")
	for _, row := range rows[1:] {
		assert.Contains(t, []string{"declined", "cancelled"}, row[3])
	}
	some := do(t.Context(), onDay(), "-offline -format csv -status declined,cancelled -limit 20 -page-size 9")
	assert.Equal(t, rows[:21], readCSV(t, some.stdout))
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
	assert.Equal(t, huaweiorg.Status("OnHold"), readJSON(t, got.stdout)[0].Status)
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
		says           bool
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
			assert.Equal(t, c.says, strings.Contains(got.stderr, "pendng"), got.stderr)
			assert.Equal(t, c.says, got.stderr != "")
		})
	}
}

func TestAnEmptyListIsWholeInEveryFormat(t *testing.T) {
	for format, want := range map[string]string{
		"table": "", "json": "[]\n", "csv": strings.Join(csvHeader, ",") + "\n",
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
		{"an unknown format", "-offline -format xml", "xml"},
		{"a negative limit", "-offline -limit -1", "-limit"},
		{"a limit that is no number", "-offline -limit ten", "-limit"},
		{"a negative page size", "-offline -page-size -1", "-page-size"},
		{"a page size that the service does not have", "-offline -page-size 2001", "-page-size"},
		{"a word that is no flag", "-offline -received true", "true"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"an endpoint without encryption", "-huawei-endpoint http://example.test", "-huawei-endpoint"},
		{"an endpoint that is no URL", "-huawei-endpoint ://", "-huawei-endpoint"},
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

func readCSV(t *testing.T, s string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	require.NoError(t, err)
	return rows
}

func readJSON(t *testing.T, s string) []huaweiorg.Handshake {
	t.Helper()
	var out []huaweiorg.Handshake
	require.NoError(t, json.Unmarshal([]byte(s), &out))
	return out
}
