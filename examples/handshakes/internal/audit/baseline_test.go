package audit

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// lines is what -format jsonl writes.
func lines[T any](t *testing.T, values ...T) string {
	t.Helper()
	var b bytes.Buffer
	for _, v := range values {
		require.NoError(t, output.Line(&b, v))
	}
	return b.String()
}

// changes are the changes of the findings of -format jsonl, by the invitation's ID.
func changes(t *testing.T, stdout string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range findingsOf(t, stdout) {
		out[f.Invitation.ID] = f.Change
	}
	return out
}

func TestRun_Baseline(t *testing.T) {
	t.Parallel()
	const args = "-offline -cloud alibaba -format jsonl"
	list := findingsOf(t, do(t.Context(), onDay(), args).stdout)
	require.Greater(t, len(list), 3)
	missing := list[0]
	missing.Invitation.ID = "h-gone"
	older := append(slices.Clone(list[1:]), missing)
	var array bytes.Buffer
	require.NoError(t, json.NewEncoder(&array).Encode(older))
	for name, content := range map[string]string{"json lines": lines(t, older...), "an array": array.String()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), args+" -baseline "+write(t, "old", content))
			require.Equal(t, cli.Done, got.code, got.stderr)
			for _, f := range findingsOf(t, got.stdout) {
				assert.Equal(t, f.Change == changeGone, f.Invitation.Native == nil, "the audit does not keep the native objects of a baseline")
			}
			changed := changes(t, got.stdout)
			assert.Len(t, changed, len(list)+1)
			for id, change := range changed {
				want := changeStill
				switch id {
				case list[0].Invitation.ID:
					want = changeNew
				case "h-gone":
					want = changeGone
				}
				assert.Equal(t, want, change, id)
			}
		})
	}

	t.Run("a finding that was gone before is not gone again", func(t *testing.T) {
		t.Parallel()
		first := do(t.Context(), onDay(), args+" -baseline "+write(t, "old", lines(t, older...)))
		second := do(t.Context(), onDay(), args+" -baseline "+write(t, "new", first.stdout))
		assert.NotContains(t, second.stdout, "h-gone")
		assert.NotContains(t, second.stdout, `"change":"new"`)
	})
	t.Run("with an empty baseline, every finding is new", func(t *testing.T) {
		t.Parallel()
		for _, content := range []string{"", "[]\n"} {
			got := do(t.Context(), onDay(), args+" -baseline "+write(t, "old", content))
			require.Equal(t, cli.Done, got.code, got.stderr)
			assert.Equal(t, len(list), strings.Count(got.stdout, `"change":"new"`))
		}
	})
	t.Run("every format shows the change", func(t *testing.T) {
		t.Parallel()
		for _, format := range []string{"table", "csv", "json", "jsonl", "html"} {
			got := do(t.Context(), onDay(), "-offline -cloud alibaba -format "+format+" -baseline "+write(t, "old", lines(t, older...)))
			require.Equal(t, cli.Done, got.code, got.stderr)
			assert.Contains(t, got.stdout, "h-gone", format)
			assert.Regexp(t, "(?i)gone", strings.ReplaceAll(got.stdout, "h-gone", ""), format)
		}
	})
}

func TestRun_Baseline_FailedList(t *testing.T) {
	t.Parallel()
	in := func(account, list string) finding {
		return finding{Kind: kindPending, Account: account, List: list,
			Invitation: invitation.Invitation{Cloud: "huawei", ID: "h-" + account, Status: invitation.StatusPending}}
	}
	old := write(t, "old", lines(t, in("legacy-shop", sent), in("acme_root", sent), in("another", sent)))
	got := do(t.Context(), onDay(), "-offline -cloud huawei -format jsonl -baseline "+old)
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "legacy-shop")
	changed := changes(t, got.stdout)
	assert.Equal(t, changeGone, changed["h-acme_root"])
	assert.NotContains(t, changed, "h-legacy-shop", "its list failed")
	assert.NotContains(t, changed, "h-another", "its account is not audited")
}

func TestAudit_compare(t *testing.T) {
	t.Parallel()
	of := func(id string, s invitation.Status) finding {
		return finding{Kind: kindPending, Account: "a", List: received,
			Invitation: invitation.Invitation{Cloud: "huawei", ID: id, Status: s, Expires: noon.Add(9 * day), Native: json.RawMessage("{}")}}
	}
	a := auditOf(audit{})
	a.Baseline = write(t, "old", lines(t, of("h-1", "pending"), of("h-2", "pending"), of("h-3", "pending")))
	require.NoError(t, a.readBaseline(t.Context(), nil))
	for _, f := range []finding{of("h-1", "pending"), of("h-2", "accepted"), of("h-4", "pending")} {
		a.Lists[0].add(a.classify(f.Invitation, true))
	}
	a.compare()
	got := map[string]string{}
	for _, f := range append(a.Lists[0].Findings, a.Gone...) {
		got[f.Invitation.ID] = f.Change
	}
	assert.Equal(t, map[string]string{"h-1": "still", "h-2": "gone", "h-3": "gone", "h-4": "new"}, got, "an accepted invitation is gone, too")
}

func TestRun_Baseline_Mistakes(t *testing.T) {
	t.Parallel()
	huge := write(t, "huge", "")
	require.NoError(t, os.Truncate(huge, maxBaseline+1))
	valid := `{"finding":"pending","account":"acme-root","list":"sent","invitation":{"cloud":"alibaba","id":"h-1","status":"pending"}}` + "\n"
	file := func(content string) string { return write(t, "old", content) }
	for _, c := range []struct{ name, path, mentions string }{
		{name: "not there", path: "testdata/missing.jsonl", mentions: "no such file"},
		{name: "a folder", path: t.TempDir(), mentions: "directory"},
		{name: "too large", path: huge, mentions: "64 MiB"},
		{name: "in CSV", path: "testdata/findings.csv", mentions: "-format jsonl"},
		{name: "other JSON", path: file(`{"` + secret + `":1}`), mentions: "-format jsonl"},
		{name: "a number", path: file("1\n"), mentions: "-format jsonl"},
		{name: "of an unknown kind of finding", path: file(strings.ReplaceAll(valid, `"pending","acc`, `"`+secret+`","acc`)), mentions: "-format jsonl"},
		{name: "of another cloud", path: file(strings.ReplaceAll(valid, "alibaba", "aws")), mentions: "other accounts"},
		{name: "without an ID", path: file(strings.ReplaceAll(valid, "h-1", "")), mentions: "-format jsonl"},
		{name: "an array without an end", path: file("[" + valid), mentions: "-format jsonl"},
		{name: "cut in the middle of a line", path: file(valid + valid[:40]), mentions: "-format jsonl"},
		{name: "a bracket", path: file("}"), mentions: "-format jsonl"},
		{name: "of other accounts", path: file(strings.ReplaceAll(valid, "acme-root", secret)), mentions: "other accounts"},
		{name: "of another cloud's account", path: file(strings.ReplaceAll(valid, "alibaba", "huawei")), mentions: "other accounts"},
		{name: "what list writes", path: file(`{"cloud":"alibaba","id":"h-1","status":"pending"}`), mentions: "-format jsonl"},
	} {
		t.Run("refuses a file that is "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-offline -cloud alibaba -baseline "+c.path)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, "-baseline "+c.path)
			assert.Contains(t, got.stderr, c.mentions)
			assert.NotContains(t, got.stderr, secret)
		})
	}
}

func FuzzParseBaseline(f *testing.F) {
	seed, err := os.ReadFile(filepath.Join("testdata", "baseline.jsonl"))
	require.NoError(f, err)
	f.Add(seed[:bytes.IndexByte(seed, '\n')])
	f.Add([]byte(`[{"finding":"pending","account":"a","list":"sent","invitation":{"cloud":"huawei","id":"h-1"}},{}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parseBaseline(data)
		if err != nil {
			assert.Empty(t, list)
		}
		for _, finding := range list {
			assert.NotEmpty(t, finding.Invitation.ID)
			assert.Nil(t, finding.Invitation.Native)
		}
	})
}
