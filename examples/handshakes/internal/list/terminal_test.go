package list

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// The screens show characters of every width: wide ones, combining ones, emoji of several parts.
func TestCommand_Screens(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 80, 100, 120, 200} {
		for name, args := range map[string]string{
			"both": "", "huawei": "-cloud huawei", "received": "-offline -received -limit 4",
		} {
			file := fmt.Sprintf("%s-%d.txt", name, width)
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				screen := newTTY(width)
				p := onDay()
				p.Stdout, p.Stderr = screen, screen
				if name == "received" {
					require.Equal(t, cli.Done, exit(t.Context(), p, strings.Fields(args)))
				} else {
					require.NoError(t, listOf(t, p, args, wideWorld(p.Now)))
				}
				for _, row := range screen.Rows() {
					assert.LessOrEqual(t, terminal.Width(row), width)
				}
				golden(t, file, screen.String())
			})
		}
	}
}

// In a terminal, JSON and CSV are the same as in a file.
func TestCommand_FormatsOnATerminal(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "json", "jsonl"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			const args = "-offline -limit 8 -page-size 3 -format "
			want := do(t.Context(), onDay(), args+format)
			screen, stdout := newTTY(2000), newTTY(2000)
			require.Equal(t, cli.Done, runTo(t.Context(), onDay(), args+format, stdout, screen))
			assert.Equal(t, strings.ReplaceAll(want.stdout, "\r", ""), stdout.String())
			assert.Equal(t, []string{
				"handshakes list: huawei: listed 8 of 8 invitations on 3 pages, stopped by -limit",
				"handshakes list: alibaba: listed 8 of 8 invitations on 3 pages, stopped by -limit",
			},
				screen.Rows(), "only the summaries are left")
		})
	}
}

func TestCommand_Color(t *testing.T) {
	t.Parallel()
	colored := func(s terminal.Screen, args string) bool {
		p := onDay()
		p.Screen = func(io.Writer) terminal.Screen { return s }
		return strings.Contains(do(t.Context(), p, "-offline -status pending -limit 9 "+args).stdout, "\x1b[33mpending\x1b[0m")
	}
	tty := terminal.Screen{Terminal: true, Width: 120, Color: true}
	assert.True(t, colored(tty, ""))
	assert.False(t, colored(tty, "-color never"))
	assert.False(t, colored(terminal.Screen{Terminal: true, Width: 120}, ""), "NO_COLOR, or a dumb terminal")
	assert.False(t, colored(terminal.Screen{}, ""), "a file")
	assert.True(t, colored(terminal.Screen{}, "-color always"))
}

// While a cloud throttles, the last line counts down; the rows that came stand above it.
func TestCommand_Throttled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file          string
		stdoutIsAFile bool
	}{
		{file: "throttled-terminal.txt"},
		{file: "throttled-file.txt", stdoutIsAFile: true},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				screen := newTTY(80)
				var file bytes.Buffer
				p := onDay()
				p.Stdout, p.Stderr = screen, screen
				if c.stdoutIsAFile {
					p.Stdout = &file
				}
				world := throttledWorld(p.Now)
				done := make(chan error, 1)
				go func() { done <- listOf(t, p, "-page-size 60 -columns status,id", world) }()
				transcript := watch(t, screen, done)
				if c.stdoutIsAFile {
					assert.Equal(t, 1+300+90, strings.Count(file.String(), "\n"))
					assert.NotContains(t, file.String(), "throttled")
				}
				golden(t, c.file, transcript)
			})
		})
	}
}

// watch notes what the last rows of a screen show whenever that changes, until a command ends.
// How long a wait is differs by chance: N is the number of seconds, which must count down.
func watch(t *testing.T, screen *tty, done <-chan error) string {
	t.Helper()
	var b strings.Builder
	last, left := "", 0
	for ended := false; !ended; time.Sleep(time.Second) {
		synctest.Wait()
		select {
		case err := <-done:
			require.NoError(t, err)
			ended = true
		default:
		}
		rows := screen.Rows()
		shown := strings.Join(rows[max(0, len(rows)-4):], "\n")
		if seconds := attemptIn.FindStringSubmatch(shown); seconds != nil {
			n, err := strconv.Atoi(seconds[1])
			require.NoError(t, err)
			assert.True(t, left == 0 || n == left-1, "%d s after %d s", n, left)
			left = n
			shown = attemptIn.ReplaceAllString(shown, "next attempt in N s")
		}
		if shown != last {
			fmt.Fprintf(&b, "--- %d rows\n%s\n", len(rows), shown)
		}
		last = shown
	}
	assert.Equal(t, 1, left, "the countdown ends")
	return b.String()
}

var attemptIn = regexp.MustCompile(`next attempt in (\d+) s`)

func TestCommand_Verbose(t *testing.T) {
	_, flags := serve(t)
	got := do(t.Context(), onDay(), flags+"-limit 1 -v")
	require.Equal(t, cli.Done, got.code)
	assert.Contains(t, got.stderr, "msg=attempt cloud=huawei op=ListHandshakes")
	assert.NotContains(t, got.stdout, "msg=")
	assert.Empty(t, do(t.Context(), onDay(), flags+"-limit 1").stderr)

	screen := newTTY(300)
	require.Equal(t, cli.Done, runTo(t.Context(), onDay(), flags+"-limit 1 -v", screen, screen))
	assert.Regexp(t, `(?m)^time=\S+ level=DEBUG msg=attempt`, screen.String(), "it goes above the line of progress")
}

func TestCommand_Hostile(t *testing.T) {
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
