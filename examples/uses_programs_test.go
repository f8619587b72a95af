package examples_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// uses are what readers do with each small program.
var uses = map[string][]use{
	"list": listUses,
	"both-clouds": {
		{name: "counts by status", check: expected{
			args: "-offline",
			stdout: []string{
				"    cloud  pending  accepted  declined  cancelled  expired  total\n",
				"   huawei      114       104        33         25       24    300\n",
				"  alibaba       82        83        31         21       23    240\n",
			},
		}.check},
	},
	"resume": resumeUses,
	"many-accounts": {
		{name: "continues after an account that fails", check: func(t *testing.T, p copied) {
			r := run(t, p.command(t, "-offline"))
			assert.Equal(t, 1, r.code)
			assert.Contains(t, r.stderr, "9f433b474a80b55cee3f0a6d10fe9606: ")
			assert.Contains(t, r.stderr, "STS5.9002")
			for _, account := range []string{"1f65aa1259d0dcf10b9d4588a94f1421", "85344532a902da6a947a2d21bd59abeb", "a15644dea7bc79e4f15787564a0fe248"} {
				assert.Equal(t, 2, strings.Count(r.stdout, account+"  "), account)
			}
			assert.Contains(t, r.stdout, "  pending    invited by 242e61a7274386a2b1ed7951ec4b49e8 \"示例集团_01\"\n")
		}},
	},
	"invite": {
		{name: "prints a plan", check: expected{
			args: "-offline 1482310095517701 ops@example.test",
			stdout: []string{
				"\"1482310095517701\" planned \n\"ops@example.test\" already pending \n",
			},
		}.check},
		{name: "sends with -apply", check: expected{
			args: "-offline -apply 1482310095517701 ops@example.test",
			stdout: []string{
				"\"1482310095517701\" created \n\"ops@example.test\" already pending \n",
			},
		}.check},
		{name: "reports what it could not do", check: expected{
			args: "-offline -apply x 1482310095517701", code: 1,
			stdout: []string{
				"\"x\" invalid alibabarm: ",
				"\"1482310095517701\" created \n",
			},
			stderr: []string{"1 of 2 are not invited\n"},
		}.check},
		{name: "asks whom to invite", check: expected{
			args: "-offline", code: 2,
			stderr: []string{
				"give IDs or e-mail addresses as arguments or on standard input",
			},
		}.check},
		{name: "reads standard input", check: func(t *testing.T, p copied) {
			cmd := p.command(t, "-offline")
			cmd.Stdin = strings.NewReader("1482310095517701\r\n\nnew@example.test\n")
			r := run(t, cmd)
			assert.Equal(t, ended{stdout: "\"1482310095517701\" planned \n\"new@example.test\" planned \n"}, r)
		}},
		{name: "ends at Ctrl-C while it reads standard input", check: func(t *testing.T, p copied) {
			cmd := p.command(t, "-offline")
			stdin, err := cmd.StdinPipe()
			require.NoError(t, err)
			_, wait := start(t, cmd)
			_, err = io.WriteString(stdin, "1482310095517701\n")
			require.NoError(t, err)
			require.NoError(t, cmd.Process.Signal(os.Interrupt))
			assert.NotZero(t, wait())
		}},
	},
	"accept": {
		{name: "prints a plan", check: expected{
			args: "-offline -organization o-acme0001",
			stdout: []string{
				"o-3v1l0002 \"acme_root\" pending: untrusted not a trusted sender\n",
				"o-acme0001 \"acme_root\" pending: planned \n",
			},
		}.check},
		{name: "accepts with -apply", check: expected{
			args: "-offline -organization o-other,o-acme0001 -apply",
			stdout: []string{
				"o-3v1l0002 \"acme_root\" pending: untrusted not a trusted sender\n",
				"o-acme0001 \"acme_root\" accepted: accepted \n",
			},
		}.check},
		{name: "accepts neither of two trusted senders", check: expected{
			args: "-offline -organization o-3v1l0002,o-acme0001 -apply", code: 1,
			stdout: []string{"o-acme0001 \"acme_root\" pending: skipped "},
			stderr: []string{"there is no trusted invitation to accept"},
		}.check},
		{name: "accepts nothing from a stranger", check: expected{
			args: "-offline -organization o-other -apply", code: 1,
			stdout: []string{"o-acme0001 \"acme_root\" pending: untrusted"},
			stderr: []string{"there is no trusted invitation to accept"},
		}.check},
		{name: "asks whom to trust", check: expected{
			args: "-offline", code: 2,
			stderr: []string{"-organization IDs"},
		}.check},
	},
	"wait": {
		{name: "prints each invitation that ends", check: expected{
			args: "-offline -every 1ms", code: 1,
			stdout: []string{" accepted\n", " declined\n"},
			stderr: []string{
				"1 of 2 have ended, next look in 1ms\n",
				"1 of 2 are not accepted\n",
			},
		}.check},
		{name: "stops at the limit", check: expected{
			args: "-offline -for 1ns h-1", code: 1,
			stdout: []string{"h-1 \"\" \n"},
			stderr: []string{"1 of 1 are not accepted: alibabarm: WaitAll: "},
		}.check},
		{name: "stops at Ctrl-C", check: func(t *testing.T, p copied) {
			cmd := p.command(t, "-offline", "-every", "1h")
			lines, wait := start(t, cmd)
			require.True(t, lines.Scan())
			assert.Equal(t, "1 of 2 have ended, next look in 1h0m0s", lines.Text())
			require.NoError(t, cmd.Process.Signal(os.Interrupt))
			assert.Equal(t, 1, wait())
		}},
	},
	"webpage": {
		{name: "prints a page", check: expected{
			args: "-offline",
			stdout: []string{
				"<tr><td>accepted<td>",
				"Sandbox for the &lt;data&gt; team &amp; friends",
				"Next page</a>",
			},
		}.check},
		{name: "serves pages until Ctrl-C", check: checkServing},
	},
	"metrics": {
		{name: "prints numbers", check: expected{
			args: "-offline",
			stdout: []string{
				`handshakes_calls_total{cloud="huawei",op="ListHandshakes",result="ok"} 1` + "\n",
				`handshakes_attempts_total{cloud="huawei",op="ListHandshakes",result="ok"} 1` +
					"\n",
				`handshakes_seconds_total{cloud="alibaba",` +
					`op="ListHandshakesForResourceDirectory",result="ok"} 0.`,
				`handshakes_invitations{cloud="alibaba",status="pending"} 82` + "\n",
				`handshakes_invitations{cloud="huawei",status="pending"} 114` + "\n",
			},
		}.check},
	},
	"tests": {
		{name: "prints whom to remind", check: expected{
			args:   "-offline",
			stdout: []string{"remind 16 accounts: [\"logistics-staging-12\""},
		}.check},
	},
}

// checkServing visits the pages of a server, and stops it.
func checkServing(t *testing.T, p copied) {
	cmd := p.command(t, "-offline", "-port", "0")
	lines, wait := start(t, cmd)
	require.True(t, lines.Scan())
	url := lines.Text()
	visit := func(url, host string) (*http.Response, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		require.NoError(t, err)
		req.Host = host
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, errors.Join(err, resp.Body.Close()))
		return resp, string(body)
	}
	next := "/"
	for range 2 {
		resp, body := visit(url+next, "")
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		assert.Equal(t, "default-src 'none'", resp.Header.Get("Content-Security-Policy"))
		assert.Equal(t, "text/html; charset=utf-8", resp.Header.Get("Content-Type"))
		assert.Equal(t, 50, strings.Count(body, "<tr><td>"))
		_, link, _ := strings.Cut(body, `<a href="`)
		next, _, _ = strings.Cut("/"+link, `"`)
	}
	resp, _ := visit(url+"/?at=edited", "")
	assert.Equal(t, http.StatusBadRequest, resp.StatusCode)
	resp, _ = visit(url, "attacker.example:80")
	assert.Equal(t, http.StatusNotFound, resp.StatusCode, "only the name localhost leads here")
	http.DefaultClient.CloseIdleConnections()
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	assert.Zero(t, wait())
}
