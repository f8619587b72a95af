package examples_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// .ci/run runs the commands of the guides, which need no account. With -offline, they include
// each command of a job, so the flags of the jobs exist.
func TestGuides_Commands(t *testing.T) {
	t.Parallel()
	const install = "go install " + module + "/examples/handshakes@latest"
	command := regexp.MustCompile(`handshakes ((?:audit|list) .*?)(?: -o .*)?\n`)
	for _, g := range guides {
		offline := map[string]bool{}
		for _, b := range g.blocksOf(t, "sh") {
			for line := range strings.Lines(b.text) {
				assert.True(t, line == install+"\n" || runs(line), "%s: %s", g.file(), line)
				for _, m := range command.FindAllStringSubmatch(line, -1) {
					offline[strings.Replace(m[1], " -offline", "", 1)] = true
				}
			}
		}
		jobs := g.blocksOf(t, "cron", "yaml")
		require.Len(t, jobs, 2, g.file())
		for _, b := range jobs {
			found := command.FindAllStringSubmatch(b.text, -1)
			require.NotEmpty(t, found, "%s:%d", g.file(), b.line)
			for _, m := range found {
				assert.True(t, offline[m[1]], "%s:%d: show %q with -offline, too: .ci/run runs it", g.file(), b.line, m[1])
			}
		}
	}
}

// The guides list the exit codes of the tool.
func TestGuides_ExitCodes(t *testing.T) {
	t.Parallel()
	help, err := os.ReadFile("handshakes/internal/cli/exitcodes.txt")
	require.NoError(t, err)
	want := []string{"3"} // of audit alone
	for _, m := range regexp.MustCompile(`(\d+)  \w`).FindAllStringSubmatch(string(help), -1) {
		want = append(want, m[1])
	}
	for _, g := range guides {
		assert.ElementsMatch(t, want, column(rows(t, g.file(), "exit code"), 0), g.file())
	}
}

// The policies are JSON and allow exactly the actions of the table.
func TestGuides_Policies(t *testing.T) {
	t.Parallel()
	for _, g := range guides {
		var reads, all []string
		for _, r := range rows(t, g.file(), "operation") {
			switch action := strings.Trim(r[2], "`"); r[3] {
			case "read":
				reads, all = append(reads, action), append(all, action)
			case "write":
				all = append(all, action)
			}
		}
		policies := g.blocksOf(t, "json")
		require.Len(t, policies, 2, g.file())
		assert.ElementsMatch(t, reads, allowed(t, policies[0]), "the read-only policy of %s", g.name)
		assert.ElementsMatch(t, all, allowed(t, policies[1]), "the full policy of %s", g.name)
	}
}

func allowed(t *testing.T, b block) (actions []string) {
	t.Helper()
	var policy struct {
		Version   string
		Statement []struct {
			Effect           string
			Action, Resource []string
		}
	}
	d := json.NewDecoder(strings.NewReader(b.text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&policy), "line %d", b.line)
	assert.NotEmpty(t, policy.Version)
	for _, s := range policy.Statement {
		assert.Equal(t, "Allow", s.Effect)
		assert.Equal(t, []string{"*"}, s.Resource)
		actions = append(actions, s.Action...)
	}
	return actions
}

// Both guides have the same sections, and their links lead somewhere.
func TestGuides_Sections(t *testing.T) {
	t.Parallel()
	var first []string
	for _, g := range guides {
		text, err := os.ReadFile(g.file())
		require.NoError(t, err)
		var titles, anchors []string
		for _, m := range regexp.MustCompile(`(?m)^##+ (.+)$`).FindAllStringSubmatch(string(text), -1) {
			titles = append(titles, m[1])
			anchors = append(anchors, anchorOf(m[1]))
		}
		if first == nil {
			first = titles
		}
		assert.Equal(t, first, titles, g.file())
		for _, m := range regexp.MustCompile(`\[[^\]*]+\]\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
			anchor, within := strings.CutPrefix(m[1], "#")
			switch {
			case within:
				assert.Contains(t, anchors, anchor, "%s links #%s", g.file(), anchor)
			case !strings.HasPrefix(m[1], "https://"):
				assert.FileExists(t, filepath.Join("..", g.name, m[1]), g.file())
			}
		}
	}
}

// anchorOf returns the anchor that GitHub gives to a title.
func anchorOf(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

func TestGuides_Glossary(t *testing.T) {
	t.Parallel()
	for _, g := range guides {
		terms := rows(t, g.file(), "English")
		assert.Len(t, terms, 20, g.file())
		for _, term := range terms {
			assert.True(t, strings.ContainsFunc(term[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }), term[0])
		}
	}
}

// rows returns the cells of the tables whose first column has the title.
func rows(t *testing.T, file, title string) (out [][]string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	in := false
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		switch {
		case !strings.HasPrefix(line, "|"):
			in = false
		case cells[0] == "| "+title:
			in = true
		case in && !strings.HasPrefix(line, "|---"):
			cells[0] = strings.TrimPrefix(cells[0], "| ")
			cells[len(cells)-1] = strings.TrimSuffix(cells[len(cells)-1], " |")
			out = append(out, cells)
		}
	}
	require.NotEmpty(t, out, "%s has no table of %s", file, title)
	return out
}

func column(rows [][]string, n int) (cells []string) {
	for _, r := range rows {
		cells = append(cells, r[n])
	}
	return cells
}
