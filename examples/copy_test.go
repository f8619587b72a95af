package examples_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tool is the folder of the program that users install. Every other program is small, and users
// copy it.
const tool = "handshakes"

// smallPrograms are the folders of the programs that readers copy.
func smallPrograms(t *testing.T) (names []string) {
	t.Helper()
	mains, err := filepath.Glob("*/main.go")
	require.NoError(t, err)
	for _, path := range mains {
		if name := filepath.Dir(path); name != tool {
			names = append(names, name)
		}
	}
	require.Len(t, names, 10, "if a small program is new or gone, change this number and examples/README.md")
	return names
}

// TestCopy copies each small program into an empty module, builds it and uses it as a reader
// would. A program needs no file of another program, and no network.
func TestCopy(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector does not see the programs, which are processes of their own")
	}
	watch(t)
	names := smallPrograms(t)
	module := emptyModule(t, names)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := copied{name: name, path: filepath.Join(module, "bin", name)}
			require.NotEmpty(t, uses[name], "add to uses what a reader does with it")
			for _, u := range append(uses[name], commonUses...) {
				t.Run(u.name, func(t *testing.T) {
					t.Parallel()
					u.check(t, p)
				})
			}
		})
	}
}

// emptyModule copies the programs into a new module, one folder each, builds them, and returns
// the folder of the module. A program cannot import another one, so one module shows as much as
// ten would, and the go command runs three times instead of thirty. With -trimpath, the go
// command finds the programs in its cache although the folder changes with each run.
func emptyModule(t *testing.T, names []string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		sources, err := filepath.Glob(filepath.Join(name, "*.go"))
		require.NoError(t, err)
		require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o700))
		for _, source := range sources {
			copyFile(t, source, filepath.Join(dir, source))
		}
	}
	copyFile(t, "../go.sum", filepath.Join(dir, "go.sum"))
	checkout, err := filepath.Abs("..")
	require.NoError(t, err)
	mod := fmt.Sprintf("module example.test/copied\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", module, strconv.Quote(checkout))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o600))
	inModule := func(args ...string) {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS="+trimmed+" -mod=mod", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "go %s: %s", strings.Join(args, " "), out)
	}
	inModule("build", "-ldflags="+stripped, "-o", "bin/", "./...")
	inModule("vet", "./...")
	inModule("test", "./...")
	return dir
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, text, 0o600))
}

func TestCopy_Limits(t *testing.T) {
	t.Parallel()
	watch(t)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	total := 0
	for _, name := range smallPrograms(t) {
		path := filepath.Join(name, "main.go")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		lines, most := strings.Count(string(text), "\n"), 100
		if name == "list" {
			most = 110
		}
		assert.LessOrEqual(t, lines, most, path)
		total += lines

		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		assert.True(t, strings.EqualFold(name, firstWord(f.Doc.Text())), "%s: begin the package comment with the name", path)
		assert.NotEmpty(t, documentedCommands(t, name), "%s: put a go run command that works offline into the package comment", path)
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			assert.NotContains(t, "/"+imported+"/", "/internal/", path)
		}
		files := []string{"main.go"}
		if name == "tests" {
			files = append(files, "main_test.go")
		}
		assert.Equal(t, files, entries(t, name))
		assert.True(t, strings.Contains(string(readme), fmt.Sprintf("| [%s](%[1]s/main.go) |", name)), "add a row for %s to examples/README.md", name)
	}
	assert.LessOrEqual(t, total, 1000, "lines of all small programs")
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// documentedCommands returns the arguments of each "go run" in the comment of a small program.
func documentedCommands(t *testing.T, name string) (commands [][]string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(name, "main.go"), nil, parser.ParseComments|parser.PackageClauseOnly)
	require.NoError(t, err)
	for _, code := range codeOf(f.Doc) {
		for line := range strings.Lines(code) {
			words := strings.Fields(line)
			if len(words) >= 3 && slices.Equal(words[:3], []string{"go", "run", "./examples/" + name}) {
				assert.True(t, runs(strings.TrimSpace(line)), "%s: %s", name, line)
				commands = append(commands, words[3:])
			}
		}
	}
	return commands
}
