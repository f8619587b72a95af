package examples_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In each package with golden files, a failing test names the command that rewrites them.
func TestGolden_NamesItsCommand(t *testing.T) {
	t.Parallel()
	folders, commands := map[string]bool{}, map[string]bool{}
	require.NoError(t, filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") || d.Name() == "golden_test.go" || strings.Contains(name, "guidetest") {
			return err
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		dir := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(name), ".."))
		if strings.Contains(string(text), `flag.Bool("update"`) {
			folders[dir] = true
			if strings.Contains(string(text), "guidetest.Guide{") { // its Check names the command
				commands[dir] = true
			}
		}
		for line := range strings.Lines(string(text)) {
			_, command, _ := strings.Cut(line, "go test .")
			if of, flags, ok := strings.Cut(command, " "); ok && strings.Contains(flags, "-update") {
				commands[strings.TrimSuffix(of, "\n")] = true
			}
		}
		return nil
	}))
	require.NotEmpty(t, folders)
	assert.Equal(t, folders, commands, "name the command in the message of the failing test: go test ./FOLDER -update")
}
