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
)

// Each link of a Markdown file to another file, or to a heading, leads there. .ci/links checks
// the links to web pages, which needs the network.
func TestMarkdown_Links(t *testing.T) {
	t.Parallel()
	watch(t)
	seen := 0
	require.NoError(t, filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		for _, link := range relativeLinks(t, name) {
			seen++
			file, heading, _ := strings.Cut(link, "#")
			target := name
			if file != "" {
				target = filepath.Join(filepath.Dir(name), file)
			}
			if !assert.True(t, isFile(target), "%s: the link %s is dead: there is no such file; write the path that it has now", name, link) {
				continue
			}
			if heading != "" {
				assert.Contains(t, headings(t, target), heading, "%s: the link %s is dead: %s has no such heading", name, link, target)
			}
		}
		return nil
	}))
	assert.Greater(t, seen, 10)
}

var (
	markdownCode = regexp.MustCompile("(?s)```.*?```|`[^`]*`")
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// relativeLinks returns the links of a file to files and headings.
func relativeLinks(t *testing.T, name string) (links []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for _, match := range markdownLink.FindAllStringSubmatch(markdownCode.ReplaceAllString(string(text), ""), -1) {
		if !strings.Contains(match[1], "://") {
			links = append(links, match[1])
		}
	}
	return links
}

// headings returns the headings of a Markdown file, as GitHub names them in addresses. It also
// returns lines of code that begin like a heading. No link leads to those.
func headings(t *testing.T, name string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		title, isHeading := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if !isHeading || line[0] != '#' {
			continue
		}
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case strings.ContainsRune("`.,:;()/'\"?!*&", r):
				return -1
			}
			return r
		}, strings.ToLower(strings.TrimSpace(title))))
	}
	return all
}
