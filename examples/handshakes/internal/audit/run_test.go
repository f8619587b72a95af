package audit

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestRun_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		code       int
	}{
		{file: "help.txt", args: "-h", code: cli.Done},
		{file: "table.txt", args: "-offline", code: cli.Failed},
		{file: "alibaba.txt", args: "-offline -cloud alibaba -within 1d -lists sent", code: cli.Done},
		{file: "columns.txt", args: "-offline -cloud huawei -lists received -columns finding,with,id", code: cli.Done},
		{file: "findings.csv", args: "-offline -cloud alibaba -format csv", code: cli.Done},
		{file: "findings.jsonl", args: "-offline -cloud alibaba -format jsonl", code: cli.Done},
		{file: "changes.txt", args: "-offline -cloud alibaba -within 0 -baseline testdata/baseline.jsonl", code: cli.Done},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, c.code, got.code, got.stderr)
			assert.Equal(t, c.code == cli.Failed, strings.Contains(got.stderr, "huawei legacy-shop, sent: "), got.stderr)
			path := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got.stdout), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, ifIntended)
			assert.Equal(t, string(want), got.stdout, ifIntended)
		})
	}
}

func TestRun_Width(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 80, 120, 200} {
		p := onDay()
		p.Screen = func(io.Writer) terminal.Screen { return terminal.Screen{Width: width} }
		for line := range strings.Lines(do(t.Context(), p, "-offline").stdout) {
			assert.LessOrEqual(t, terminal.Width(strings.TrimSuffix(line, "\n")), width)
		}
	}
	for _, args := range []string{"-offline", "-offline -baseline testdata/baseline.jsonl"} {
		p := onDay()
		p.Screen = func(io.Writer) terminal.Screen { return terminal.Screen{Width: 80} }
		heading, _, _ := strings.Cut(do(t.Context(), p, args).stdout, "\n")
		for _, name := range []string{"FINDING", "CLOUD", "WITH", "ID"} {
			assert.Contains(t, strings.Fields(heading), name, "each finding is a line")
		}
	}
}

func TestRun_Concurrency(t *testing.T) {
	t.Parallel()
	one := do(t.Context(), onDay(), "-offline -format jsonl -concurrency 1")
	require.Equal(t, cli.Failed, one.code)
	for range 5 {
		many := do(t.Context(), onDay(), "-offline -format jsonl -concurrency 8")
		assert.True(t, one.stdout == many.stdout, "the report is the same however many lists are read at once")
		assert.Equal(t, one.code, many.code)
	}
}

func TestRun_FailOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args string
		code       int
		failed     bool
	}{
		{name: "without -fail-on, findings do not matter", args: "-cloud alibaba", code: cli.Done},
		{name: "a finding is there", args: "-cloud alibaba -fail-on expired", code: cli.Found},
		{name: "one of several is there", args: "-cloud alibaba -fail-on unexpected,expiring -within 0s", code: cli.Found},
		{name: "no such finding is there", args: "-cloud alibaba -fail-on expiring -within 0s", code: cli.Done},
		{name: "an expected sender is no finding", args: "-cloud alibaba -lists sent -expect rd-A8kqJ4,rd-N1x537,rd-XxnZ7f -fail-on expiring -within 0s", code: cli.Done},
		{name: "a list that failed hides no finding, and is reported", args: "-fail-on expired", code: cli.Found, failed: true},
		{name: "a list that failed is a failure without such findings", args: "-fail-on expiring -within 0", code: cli.Failed, failed: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline "+c.args)
			assert.Equal(t, c.code, got.code)
			assert.Equal(t, c.failed, strings.Contains(got.stderr, "huawei legacy-shop, sent: "), got.stderr)
		})
	}
}

func TestRun_Expect(t *testing.T) {
	t.Parallel()
	read := func(args string) (senders, accounts map[string]bool) {
		got := do(t.Context(), onDay(), "-offline -cloud alibaba -format csv "+args)
		require.Equal(t, cli.Done, got.code, got.stderr)
		rows, err := csv.NewReader(strings.NewReader(got.stdout)).ReadAll()
		require.NoError(t, err)
		senders, accounts = map[string]bool{}, map[string]bool{}
		for _, row := range rows[1:] {
			if row[0] == kindUnexpected {
				assert.Equal(t, received, row[2])
				senders[row[10]], accounts[row[11]] = true, true
			}
		}
		return senders, accounts
	}
	senders, accounts := read("")
	require.NotEmpty(t, senders)
	require.NotEmpty(t, accounts)
	for sender := range senders {
		left, _ := read("-expect o-1,rd-2," + sender)
		assert.NotContains(t, left, sender, "an organization's ID")
	}
	for account := range accounts {
		_, left := read("-expect " + account)
		assert.NotContains(t, left, account, "a management account's ID")
	}
}

func TestRun_JSON(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), onDay(), "-offline -cloud alibaba -format jsonl")
	require.Equal(t, cli.Done, got.code)
	list := findingsOf(t, got.stdout)
	require.NotEmpty(t, list)
	for _, f := range list {
		assert.Contains(t, kinds, f.Kind)
		assert.Equal(t, "alibaba", f.Invitation.Cloud)
		assert.NotEmpty(t, f.Invitation.ID)
		assert.NotEmpty(t, f.Account+f.List)
		assert.Contains(t, f.Invitation.Native, "HandshakeId")
	}
}

func TestRun_NoCredentials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cloud string
		says  []string
	}{
		{cloud: "huawei", says: []string{"no credentials for Huawei Cloud", "HUAWEICLOUD_SDK_AK", "-offline"}},
		{cloud: "alibaba", says: []string{"no credentials for Alibaba Cloud", "ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"}},
		{cloud: "both", says: []string{"no credentials for Huawei Cloud", "no credentials for Alibaba Cloud"}},
	} {
		t.Run(c.cloud, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-cloud "+c.cloud)
			assert.Equal(t, cli.Failed, got.code)
			assert.Empty(t, got.stdout)
			for _, what := range c.says {
				assert.Equal(t, 1, strings.Count(got.stderr, what), "%s in %s", what, got.stderr)
			}
			assert.LessOrEqual(t, strings.Count(got.stderr, "\n"), 2*strings.Count(got.stderr, "no credentials for"))
			assert.NotContains(t, got.stderr, "sent", "the error names the account once")
		})
	}
}

func TestRun_HelpNamesKeysOfFinding(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(finding{Change: "new", LookAlike: "acme"})
	require.NoError(t, err)
	var keys map[string]any
	require.NoError(t, json.Unmarshal(data, &keys))
	require.Len(t, keys, 7)
	text := do(t.Context(), onDay(), "-h").stdout
	for key := range keys {
		assert.Contains(t, text, strconv.Quote(key))
	}
}

func TestRun_Interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := do(ctx, onDay(), "-offline -format html")
	assert.Equal(t, cli.Interrupted, got.code)
	assert.Contains(t, got.stdout, "</html>")
	assert.Contains(t, got.stdout, "incomplete")
	assert.Equal(t, "handshakes audit: interrupted\n", got.stderr)
}

func TestRun_Terminal(t *testing.T) {
	t.Parallel()
	p := onDay()
	p.Screen = func(w io.Writer) terminal.Screen { return terminal.Screen{Terminal: w == p.Stderr, Width: 80} }
	got := do(t.Context(), p, "-offline -cloud alibaba")
	assert.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stderr, "0 of 3 lists")
	assert.Contains(t, got.stderr, "3 of 3 lists")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\r")
	assert.Regexp(t, "^handshakes audit: no room for account, .*; -wide shows every column\n"+
		`handshakes audit: \d+ findings in \d+ invitations$`, lines[len(lines)-1])
}

func TestRun_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{name: "an unknown flag", args: "-offline -witin 3h", mentions: "-witin"},
		{name: "an unknown cloud", args: "-offline -cloud azure", mentions: "azure"},
		{name: "an unknown format", args: "-offline -format xml", mentions: "xml"},
		{name: "an unknown list", args: "-offline -lists all", mentions: "all"},
		{name: "an unknown finding", args: "-offline -fail-on late", mentions: "late"},
		{name: "a time without a unit", args: "-offline -within 3", mentions: "-within"},
		{name: "a negative time", args: "-offline -within -1h", mentions: "-within"},
		{name: "a time that is too long", args: "-offline -within 53w", mentions: "-within"},
		{name: "a concurrency of 0", args: "-offline -concurrency 0", mentions: "-concurrency"},
		{name: "a concurrency of 65", args: "-offline -concurrency 65", mentions: "-concurrency"},
		{name: "unexpected senders without expected ones", args: "-fail-on unexpected", mentions: "-expect"},
		{name: "an empty value of -expect", args: "-offline -expect o-1,,", mentions: "-expect"},
		{name: "a name instead of an ID", args: "-offline -expect o-1,acme_root", mentions: "anyone can choose a name"},
		{name: "a file and no accounts", args: "-offline -accounts x.csv", mentions: "-accounts"},
		{name: "a file that is not there", args: "-accounts testdata/missing.csv", mentions: "missing.csv"},
		{name: "an endpoint that is not called", args: "-offline -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "an endpoint without encryption", args: "-huawei-endpoint http://example.test", mentions: "-huawei-endpoint"},
		{name: "an unknown version", args: "-offline -alibaba-version 2", mentions: "2022-04-19"},
		{name: "an unknown column", args: "-offline -columns who", mentions: "who"},
		{name: "two files from standard input", args: "-accounts - -baseline -", mentions: "standard input"},
		{name: "a table in the browser", args: "-offline -open", mentions: "-format html"},
		{name: "a report of real accounts in a file without a name", args: "-open -format html", mentions: "-o"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "handshakes audit: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}

func TestRun_HTML(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "-within 0", "-within 30d", "-cloud huawei", "-lists received", "-expect o-1 -cloud huawei"} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline -format html "+args)
			var text strings.Builder
			for d := xml.NewDecoder(strings.NewReader(got.stdout)); ; {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				require.NoError(t, err, "the page is well-formed")
				if s, ok := token.(xml.CharData); ok {
					text.Write(s)
				}
			}
			assert.NotContains(t, got.stdout, "ZgotmplZ", "a value that the template refuses")
			assert.Contains(t, got.stdout, "</html>")
			for _, what := range []string{phishing, "acme_r00t", "payments-prod-07", "-offline", auth.Version} {
				assert.Contains(t, text.String(), what)
			}
		})
	}
}

// A nightly job has to learn that a cloud was not audited, because its credentials are missing.
func TestRun_NoCredentials_OneCloud(t *testing.T) {
	t.Parallel()
	p, flags := serve(t)
	p.Alibaba = fromEnv("TWO", p.Getenv)
	got := do(t.Context(), p, "-lists sent -format csv "+strings.SplitN(flags, " ", 3)[2])
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stdout, "alibaba", "the other cloud is audited")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	require.Len(t, lines, 2, got.stderr)
	assert.Contains(t, lines[0], "no credentials for Huawei Cloud")
	assert.Contains(t, lines[1], "HUAWEICLOUD_SDK_AK")
}
