package examples_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var listUses = []use{
	{name: "fits a terminal", check: func(t *testing.T, p copied) {
		r := run(t, p.command(t, "-offline"))
		lines := strings.SplitAfter(r.stdout, "\n")
		require.Len(t, lines, 1+30+1+1)
		assert.Equal(
			t, "cloud   status    expires_at target                             note\n",
			lines[0],
		)
		assert.Equal(t, "510 more are left out: -n 540 shows all\n", lines[31])
		assert.Contains(t, r.stdout, "\nhuawei ")
		assert.Contains(t, r.stdout, "\nalibaba ")
		for _, line := range lines {
			assert.LessOrEqual(t, columns(line), 80, line)
		}
	}},
	{name: "shows as many rows as asked for", check: func(t *testing.T, p copied) {
		for n, lines := range map[string]int{
			"0": 1 + 0 + 1, "1": 1 + 1 + 1, "539": 1 + 539 + 1, "540": 1 + 540,
			"18446744073709551615": 1 + 540,
		} {
			r := run(t, p.command(t, "-offline", "-n", n))
			assert.Equal(t, lines, strings.Count(r.stdout, "\n"), n)
			assert.Zero(t, r.code)
		}
	}},
	{name: "writes complete CSV", check: func(t *testing.T, p copied) {
		r := run(t, p.command(t, "-offline", "-format", "csv", "-n", "1"))
		records, err := csv.NewReader(strings.NewReader(r.stdout)).ReadAll()
		require.NoError(t, err)
		require.Len(t, records, 1+540)
		assert.Equal(t, invitation.CSVHeader(), records[0])
	}},
	{name: "writes complete JSON", check: func(t *testing.T, p copied) {
		r := run(t, p.command(t, "-offline", "-format", "json", "-cloud", "huawei"))
		var all []invitation.Invitation
		require.NoError(t, json.Unmarshal([]byte(r.stdout), &all))
		require.Len(t, all, 300)
		for _, i := range all {
			assert.Equal(t, "huawei", i.Cloud)
		}
	}},
	{name: "refuses an unknown format", check: expected{
		args: "-offline -format xml", code: 2,
		stderr: []string{"table, csv or json"},
	}.check},
	{name: "refuses an argument", check: expected{
		args: "-offline json", code: 2,
		stderr: []string{"table, csv or json"},
	}.check},
	{name: "refuses an unknown cloud", check: expected{
		args: "-offline -cloud azure", code: 2,
		stderr: []string{"huawei, alibaba or both"},
	}.check},
	{name: "reports that no cloud has credentials", check: expected{
		code:   1,
		stderr: []string{"no cloud has credentials: add -offline"},
	}.check},
	{name: "reports that the chosen cloud has no credentials", check: expected{
		args: "-cloud alibaba", code: 1,
		stderr: []string{"alibabarm: ", "no credentials"},
	}.check},
	{name: "skips a cloud without credentials", check: func(t *testing.T, p copied) {
		w := newOnlineWorld(t)
		r := run(t, w.command(t, p, w.huaweiKey))
		assert.Zero(t, r.code)
		assert.Equal(
			t,
			"alibaba is left out: no credentials; -cloud alibaba says where they were looked for\n",
			r.stderr,
		)
		assert.Contains(t, r.stdout, "\nhuawei  pending ")

		r = run(t, w.command(t, p, w.huaweiKey, "-cloud", "alibaba"))
		assert.Equal(t, 1, r.code, "-cloud names it")
	}},
	{name: "shows one cloud if the other one fails", check: func(t *testing.T, p copied) {
		w := newOnlineWorld(t)
		w.huawei.Inject(huaweiorgtest.Fault{
			Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "denied by policy"),
		})
		r := run(t, w.command(t, p, append(w.huaweiKey, w.alibabaKey...)))
		assert.Equal(t, 1, r.code)
		assert.Contains(t, r.stderr, "Organizations.1007")
		assert.Contains(t, r.stdout, "\nalibaba pending ")
	}},
	{name: "prints an empty list as an empty array", check: func(t *testing.T, p copied) {
		w := newOnlineWorld(t)
		for _, h := range w.huawei.Handshakes() {
			require.True(t, w.huawei.Remove(h.ID))
		}
		r := run(t, w.command(t, p, w.huaweiKey, "-cloud", "huawei", "-format", "json"))
		assert.Equal(t, "[]\n", r.stdout)
	}},
	{
		name: "makes a stranger's text harmless for terminals and spreadsheets",
		check: func(t *testing.T, p copied) {
			w := newOnlineWorld(t)
			r := run(t, w.command(t, p, append(w.huaweiKey, w.alibabaKey...)))
			for line := range strings.Lines(r.stdout) {
				assert.LessOrEqual(t, columns(line), 80, line)
				assert.True(t, printable(strings.TrimSuffix(line, "\n")), "%q", line)
			}
			r = run(t, w.command(t, p, append(w.huaweiKey, w.alibabaKey...), "-format", "csv"))
			records, err := csv.NewReader(strings.NewReader(r.stdout)).ReadAll()
			require.NoError(t, err)
			for _, record := range records {
				for _, cell := range record {
					assert.True(t, printable(cell), "%q", cell)
					assert.NotContains(t, "=+-@", strings.TrimSpace(cell + "x")[:1], cell)
				}
			}
		},
	},
	{name: "ends at Ctrl-C while a cloud hangs", check: func(t *testing.T, p copied) {
		w := newOnlineWorld(t)
		fault, asked := hang(0)
		w.huawei.Inject(fault)
		r := interrupted(t, w.command(t, p, w.huaweiKey, "-cloud", "huawei"), asked)
		assert.Equal(t, 1, r.code)
		assert.Contains(t, r.stderr, "interrupt")
	}},
}

// An onlineWorld is what a program without -offline finds: an organization in each cloud, with
// names and notes that try to do harm.
type onlineWorld struct {
	huawei                *huaweiorgtest.Service
	huaweiKey, alibabaKey []string // variables of the environment
	env                   []string
}

func newOnlineWorld(t *testing.T) onlineWorld {
	t.Helper()
	huawei, alibaba := huaweiorgtest.New(), alibabarmtest.New()
	hw := huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	ali := alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	for _, text := range []string{
		"\x1b[2J\x1b]0;gone\a", "\u009b31mred", "\u202egnp.exe", "line\r\nbreak\u2028\u2029", "a\x00b\x7f", "invisible\u200b\ufeff\u00ad",
		"=HYPERLINK(\"http://x\")", " +1", "-1", "@SUM(A1)", "＝1", strings.Repeat("漢", 100), strings.Repeat("👩‍🚀", 40), strings.Repeat("é", 200),
	} {
		huawei.Seed(huaweiorg.Handshake{Notes: text, Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: text}})
		alibaba.Seed(alibabarm.Handshake{Note: text, TargetType: alibabarm.TargetTypeEmail, TargetEntity: text})
	}
	return onlineWorld{
		huawei: huawei,
		huaweiKey: []string{
			"HUAWEICLOUD_SDK_AK=" + hw.Credentials.AccessKeyID, "HUAWEICLOUD_SDK_SK=" + hw.Credentials.AccessKeySecret,
			"HUAWEICLOUD_SDK_DOMAIN_ID=" + hw.ID,
		},
		alibabaKey: []string{
			"ALIBABA_CLOUD_ACCESS_KEY_ID=" + ali.Credentials.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + ali.Credentials.AccessKeySecret,
		},
		env: online(t, http.Handler(huawei), http.Handler(alibaba)),
	}
}

func (w onlineWorld) command(t *testing.T, p copied, key []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := p.command(t, args...)
	cmd.Env = append(append(cmd.Env, w.env...), key...)
	return cmd
}

// columns returns an upper limit of the columns that a line takes on a terminal.
func columns(line string) (n int) {
	for _, r := range strings.TrimSuffix(line, "\n") {
		n++
		if r >= 0x1100 && !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}

// printable reports whether a terminal only shows a text, and does not act on it.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) })
}
