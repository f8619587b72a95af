package ownfile_test

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

// writers are the calls that make, open or rename a file for writing.
var writers = regexp.MustCompile(`\b(os|ioutil|syscall)\.(Create|CreateTemp|OpenFile|OpenInRoot|OpenRoot|WriteFile|NewFile|Rename|Link|Symlink|Mkdir\w*|Truncate|Chmod|TempFile|Open)\(`)

// reads are those of the calls that open a file for reading only.
var reads = regexp.MustCompile(`\bos\.Open\(`)

func TestCreate_OnlyWriter(t *testing.T) {
	t.Parallel()
	root, found := filepath.Join("..", ".."), 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, call := range writers.FindAllString(string(text), -1) {
			switch own, err := filepath.Rel(filepath.Join(root, "internal", "ownfile"), path); {
			case reads.MatchString(call):
			case err == nil && !strings.HasPrefix(own, ".."):
				found++
			default:
				assert.Fail(t, "a file is written without package ownfile", "%s: %s)", path, call)
			}
		}
		return nil
	}))
	assert.Positive(t, found, "the calls of this package are seen")
}
