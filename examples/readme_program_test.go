package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestREADME_FirstProgram runs the README's first program as a new user does: it replaces the
// two lines that call NewClient with the block that follows.
func TestREADME_FirstProgram(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector does not see the program, which is a process of its own")
	}
	watch(t)
	var code []block
	for _, b := range blocks(t, "../README.md") {
		if b.language == "go" || b.language == "text" {
			code = append(code, b)
		}
	}
	require.Equal(t, []string{"go", "go", "text"}, []string{code[0].language, code[1].language, code[2].language})

	program, offline := code[0].text, code[1].text
	assert.LessOrEqual(t, strings.Count(program, "\n"), 30, "the first program is short")
	program = regexp.MustCompile(`(?m)(^\t.*NewClient\(.*\n)+`).ReplaceAllLiteralString(program, offline)
	program = strings.Replace(program, "import (\n", "import (\n"+
		"\t\""+module+"/huaweiorg/huaweiorgtest\"\n\t\""+module+"/alibabarm/alibabarmtest\"\n", 1)
	program = regexp.MustCompile(`(?m)^\t".*/(huaweiorg|alibabarm)"\n`).ReplaceAllLiteralString(program, "")
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(program), 0o666))
	out, stderr := goRun(t, file)
	assert.Empty(t, stderr)

	date := regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	assert.Equal(t, date.ReplaceAllString(code[2].text, "DATE"), date.ReplaceAllString(out, "DATE"), "put this output into README.md:%d", code[2].line)
}
