package list

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestATerminalShowsProgressAndThenOnlyTheResult(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"table.txt", "sent.json", "sent.csv"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(filepath.Join("testdata", file))
			require.NoError(t, err)
			p := onDay()
			var tty bytes.Buffer // both, as on a real one
			p.isTerminal = func(w io.Writer) bool { return w == &tty }
			args := map[string]string{
				"table.txt": "-offline -limit 25 -page-size 7",
				"sent.json": "-offline -limit 8 -page-size 3 -format json",
				"sent.csv":  "-offline -limit 8 -page-size 3 -format csv",
			}[file]
			require.Equal(t, cli.Done, p.run(t.Context(), strings.Fields(args), &tty, &tty))
			assert.Contains(t, tty.String(), "\rhuawei: 2 pages")
			assert.Contains(t, tty.String(), "; alibaba: 2 pages")
			lines := screen(tty.String())
			require.NotEmpty(t, lines)
			assert.Equal(t, string(want), strings.Join(lines[:len(lines)-1], "\n")+"\n")
			assert.True(t, strings.HasPrefix(lines[len(lines)-1], "list: "), "the summary")
		})
	}
}

func TestARemarkStandsAloneOnATerminal(t *testing.T) {
	t.Parallel()
	p := onDay()
	var tty bytes.Buffer
	p.isTerminal = func(io.Writer) bool { return true }
	require.Equal(t, cli.Done, p.run(t.Context(), []string{"-offline", "-status", "pendng"}, io.Discard, &tty))
	assert.Contains(t, tty.String(), "1 page")
	lines := screen(tty.String())
	require.Len(t, lines, 3, "a remark for each cloud, and the summary")
	for _, line := range lines {
		assert.True(t, strings.HasPrefix(line, "list: "), line)
	}
}

// screen is what a terminal shows in the end, but for spaces at the end of a line.
func screen(written string) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSuffix(written, "\n"), "\n") {
		var shown []rune
		for part := range strings.SplitSeq(line, "\r") {
			over := []rune(part)
			shown = append(over, shown[min(len(over), len(shown)):]...)
		}
		lines = append(lines, strings.TrimRight(string(shown), " "))
	}
	return lines
}

// hostile is a stranger's invitation: each text takes the screen, or the spreadsheet.
func hostile() huaweiorg.Handshake {
	const attack = "=1\x1b[2J\x1b]0;owned\a\u009b31m\u202e\r\noops\r\b\x7f"
	return huaweiorg.Handshake{
		ID:                    "h-" + attack,
		URN:                   "=urn" + attack,
		Status:                huaweiorg.Status("@status" + attack),
		Notes:                 attack + strings.Repeat(" 长", 60),
		ManagementAccountID:   "+1" + attack,
		ManagementAccountName: "-1" + attack,
		Target:                huaweiorg.Target{Type: huaweiorg.TargetType("=t" + attack), Entity: "@e" + attack},
	}
}

func TestAHostileInvitationIsHarmlessInEveryFormat(t *testing.T) {
	for _, format := range []string{"table", "json", "csv"} {
		t.Run(format, func(t *testing.T) {
			_, flags := serve(t, hostile(), huaweiorg.Handshake{Notes: "a good one"})
			got := do(t.Context(), onDay(), flags+"-format "+format)
			require.Equal(t, cli.Done, got.code, got.stderr)
			for _, r := range got.stdout {
				assert.True(t, r == '\n' || terminal.Visible(r), "%q", r)
			}
			switch format {
			case "table":
				require.Len(t, got.lines(), 3)
				assert.True(t, strings.HasSuffix(got.lines()[2], "  a good one"), got.lines()[2])
			case "json":
				list := readHuawei(t, got.stdout)
				require.Len(t, list, 2)
				want := hostile()
				want.OrganizationID = list[0].OrganizationID // hostile, it would not be listed
				want.CreatedAt, want.UpdatedAt, want.ExpiredAt = list[0].CreatedAt, list[0].UpdatedAt, list[0].ExpiredAt
				assert.Equal(t, want, list[0], "the value is as it was")
			case "csv":
				rows := readCSV(t, got.stdout)
				require.Len(t, rows, 3)
				for _, cell := range rows[1] {
					assert.NotContains(t, "=+-@", string((cell + " ")[0]), cell)
				}
			}
		})
	}
	t.Run("a status in a remark", func(t *testing.T) {
		_, flags := serve(t, hostile())
		got := do(t.Context(), onDay(), flags+"-status pending")
		require.NotEmpty(t, got.stderr)
		for _, r := range got.stderr {
			assert.True(t, r == '\n' || terminal.Visible(r), "%q", r)
		}
	})
}
