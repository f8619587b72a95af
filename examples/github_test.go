package examples_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestVersion_Changelog(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../.github/CHANGELOG.md")
	require.NoError(t, err)
	newest := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+) \((?:unreleased|\d{4}-\d{2}-\d{2})\)$`).FindStringSubmatch(string(text))
	require.NotNil(t, newest, "head the newest entry of .github/CHANGELOG.md like this: ## 0.1.0 (unreleased), or with the date")
	assert.Equal(t, newest[1], auth.Version, "auth.Version (auth/config.go) is the newest entry of .github/CHANGELOG.md: change both together")
}

// CONTRIBUTING.md names files, folders and tests. After a rename, it must have the new name.
func TestContributing(t *testing.T) {
	t.Parallel()
	watch(t)
	text, err := os.ReadFile("../.github/CONTRIBUTING.md")
	require.NoError(t, err)
	tests := testNames(t)
	var files, named int
	for _, match := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(string(text), -1) {
		switch word := match[1]; {
		case strings.HasPrefix(word, "Test"):
			named++
			assert.True(t, tests[word], "CONTRIBUTING.md names %s, which no file declares: write the name that the test has now", word)
		case strings.Contains(word, "/") && !strings.ContainsAny(word, " *"):
			files++
			assert.True(t, isFile("..", word), "CONTRIBUTING.md names %s, which does not exist: write the path that it has now", word)
		}
	}
	assert.Greater(t, files, 20)
	assert.Greater(t, named, 8)
}

// testNames returns the names of all tests of the module.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names, declared := map[string]bool{}, regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	require.NoError(t, filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, match := range declared.FindAllStringSubmatch(string(text), -1) {
			names[match[1]] = true
		}
		return err
	}))
	return names
}

// The module requires no YAML parser. This test finds common mistakes that would show only on
// GitHub.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../.github/*.yml")
	require.NoError(t, err)
	for _, folder := range []string{"workflows", "ISSUE_TEMPLATE"} {
		more, err := filepath.Glob("../.github/" + folder + "/*.yml")
		require.NoError(t, err)
		require.NotEmpty(t, more, folder)
		files = append(files, more...)
	}
	released := regexp.MustCompile(`^[\w-]+/[\w-]+@v\d+(\.\d+)*$`)
	key := regexp.MustCompile(`^(?:- )*(?:"[^"]+"|[\w-]+):(?: .*)?$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		block := -1 // the indentation of a key whose value is a text of several lines
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			content := strings.TrimLeft(line, " ")
			indent := len(line) - len(content)
			if content == "" || strings.HasPrefix(content, "#") || block >= 0 && indent > block {
				continue
			}
			block = -1
			if strings.HasSuffix(content, ": |") {
				block = indent
			}
			at := []any{"%s:%d: %s", file, i + 1, line}
			assert.NotContains(t, line, "\t", at...)
			assert.Zero(t, indent%2, at...)
			assert.True(t, key.MatchString(content) || strings.HasPrefix(content, "- "), at...)
			if _, value, ok := strings.Cut(content, ": "); ok && !strings.HasPrefix(value, `"`) {
				assert.NotRegexp(t, `: |^[*&!%@{]|:$`, strings.ReplaceAll(value, "${{", "$((")+" ", at...)
			}
			if _, action, ok := strings.Cut(line, "uses: "); ok {
				assert.Regexp(t, released, action, "%s:%d: name an action by the tag of a release", file, i+1)
			}
			if _, command, ok := strings.Cut(line, "run: .ci/"); ok {
				assert.True(t, isFile("../.ci", command), "%s:%d: there is no .ci/%s", file, i+1, command)
			}
		}
	}
}
