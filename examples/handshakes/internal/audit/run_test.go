package audit

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		now:         func() time.Time { return day },
		isTerminal:  func(io.Writer) bool { return false },
		getenv:      func(string) string { return "" },
		huaweiKeys:  auth.Chain(), // those of the program would look around
		alibabaKeys: auth.Chain(),
	}
}

func do(ctx context.Context, p program, args string) result {
	var stdout, stderr bytes.Buffer
	code := p.run(ctx, strings.Fields(args), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

// reason is the text of an error on the page, which is the library's.
var reason = regexp.MustCompile(`</b>: .*</li>`)

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		code       int
	}{
		{"help.txt", "-h", cli.Done},
		{"table.txt", "-offline", cli.Failed},
		{"alibaba.txt", "-offline -cloud alibaba -within 24h -lists sent", cli.Done},
		{"findings.csv", "-offline -cloud alibaba", cli.Done},
		{"findings.jsonl", "-offline -cloud alibaba", cli.Done},
		{"page.html", "-offline", cli.Failed},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			args := c.args
			if format := strings.TrimPrefix(filepath.Ext(c.file), "."); format != "txt" {
				args += " -format " + format
			}
			got := do(t.Context(), onDay(), args)
			assert.Equal(t, c.code, got.code)
			assert.Equal(t, c.code == cli.Failed, strings.Contains(got.stderr, "huawei legacy-shop, sent: "), got.stderr)
			stdout := reason.ReplaceAllString(got.stdout, "</b>: …</li>")
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(stdout), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), stdout)
		})
	}
}

func TestTheReportIsTheSameHoweverManyListsAreReadAtOnce(t *testing.T) {
	t.Parallel()
	one := do(t.Context(), onDay(), "-offline -format jsonl -concurrency 1")
	require.Equal(t, cli.Failed, one.code)
	for range 5 {
		many := do(t.Context(), onDay(), "-offline -format jsonl -concurrency 8")
		assert.True(t, one.stdout == many.stdout)
		assert.Equal(t, one.code, many.code)
	}
}

func TestFailOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args string
		code       int
	}{
		{"without it findings are no matter", "-cloud alibaba", cli.Done},
		{"what is there", "-cloud alibaba -fail-on expired", cli.Found},
		{"one of several is there", "-cloud alibaba -fail-on unexpected,expiring -within 0s", cli.Found},
		{"what is not there", "-cloud alibaba -fail-on expiring -within 0s", cli.Done},
		{"a sender who is expected is no finding", "-cloud alibaba -lists sent -expect rd-A8kqJ4,rd-N1x537,rd-XxnZ7f -fail-on expiring -within 0s", cli.Done},
		{"a list that is not whole comes first", "-fail-on expired", cli.Failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.code, do(t.Context(), onDay(), "-offline "+c.args).code)
		})
	}
}

func TestExpectedSendersAreNoFinding(t *testing.T) {
	t.Parallel()
	read := func(args string) (senders map[string]bool) {
		got := do(t.Context(), onDay(), "-offline -cloud alibaba -format csv "+args)
		require.Equal(t, cli.Done, got.code, got.stderr)
		rows, err := csv.NewReader(strings.NewReader(got.stdout)).ReadAll()
		require.NoError(t, err)
		senders = map[string]bool{}
		for _, row := range rows[1:] {
			if row[0] == unexpected {
				assert.Equal(t, "received", row[2])
				senders[row[9]] = true
			}
		}
		return senders
	}
	all := read("")
	require.NotEmpty(t, all)
	for sender := range all {
		assert.NotContains(t, read("-expect x,"+sender), sender)
	}
}

func TestALineOfJSONIsTheInvitationAndWhatWasFound(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), onDay(), "-offline -cloud alibaba -format jsonl")
	require.Equal(t, cli.Done, got.code)
	for text := range strings.Lines(got.stdout) {
		var v struct {
			Finding, Account, List, Cloud string
			Handshake                     struct{ HandshakeId string }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &v))
		assert.Contains(t, findings, v.Finding)
		assert.Equal(t, "alibaba", v.Cloud)
		assert.NotEmpty(t, v.Handshake.HandshakeId)
		assert.NotEmpty(t, v.Account+v.List)
	}
}

func TestMissingKeysSayWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cloud string
		says  []string
	}{
		{"huawei", []string{"HUAWEICLOUD_SDK_AK", "-offline"}},
		{"alibaba", []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"}},
		{"both", []string{"HUAWEICLOUD_SDK_AK", "ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"}},
	} {
		t.Run(c.cloud, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-cloud "+c.cloud)
			assert.Equal(t, cli.Failed, got.code)
			assert.Empty(t, got.stdout)
			for _, what := range c.says {
				assert.Equal(t, 1, strings.Count(got.stderr, "set "+what)+strings.Count(got.stderr, "add "+what), what)
			}
			assert.NotContains(t, got.stderr, "sent:", "both lists lack the same")
		})
	}
}

func TestCtrlCInTheMiddleTellsWhatFailedBefore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	o := options{clouds: clouds.All(), now: onDay().now, concurrency: 1}
	failing := func(err error, then func()) pagination.Source[entry] {
		return pagination.Source[entry]{Name: err.Error(), Items: func(context.Context) iter.Seq2[entry, error] {
			return func(yield func(entry, error) bool) {
				then()
				yield(entry{}, err)
			}
		}}
	}
	denied := errors.New("denied")
	r, err := read(ctx, o, []pagination.Source[entry]{
		failing(denied, func() {}), failing(context.Canceled, cancel), failing(denied, func() {}),
	}, func(int) {})
	require.ErrorIs(t, err, context.Canceled)
	assert.True(t, r.cut)
	require.Len(t, r.failed, 1)
	assert.ErrorIs(t, r.failed[0], denied)
}

func TestCtrlC(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := do(ctx, onDay(), "-offline -format html")
	assert.Equal(t, cli.Interrupted, got.code)
	assert.Contains(t, got.stdout, "</html>")
	assert.Contains(t, got.stdout, "not whole")
	assert.Equal(t, "audit: interrupted\n", got.stderr)
}

func TestATerminalShowsProgressAndASummary(t *testing.T) {
	t.Parallel()
	p := onDay()
	p.isTerminal = func(io.Writer) bool { return true }
	got := do(t.Context(), p, "-offline -cloud alibaba")
	assert.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stderr, "0 of 3 lists")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\r")
	assert.True(t, strings.HasPrefix(lines[len(lines)-1], "audit: "), got.stderr)
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{"an unknown flag", "-offline -witin 3h", "-witin"},
		{"an unknown cloud", "-offline -cloud azure", "azure"},
		{"an unknown format", "-offline -format xml", "xml"},
		{"an unknown list", "-offline -lists all", "all"},
		{"an unknown finding", "-offline -fail-on late", "late"},
		{"a time that is none", "-offline -within 3", "-within"},
		{"a negative time", "-offline -within -1h", "-within"},
		{"no lists at once", "-offline -concurrency 0", "-concurrency"},
		{"too many lists at once", "-offline -concurrency 65", "-concurrency"},
		{"unexpected senders without expected ones", "-fail-on unexpected", "-expect"},
		{"a file and no accounts", "-offline -accounts x.csv", "-accounts"},
		{"a file that is not there", "-accounts testdata/missing.csv", "missing.csv"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"an endpoint without encryption", "-huawei-endpoint http://example.test", "-huawei-endpoint"},
		{"a version that there is not", "-offline -alibaba-version 2", "2022-04-19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "audit: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}
