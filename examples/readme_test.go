package examples_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// importable lists the packages that a block of the README may use without an import. A block
// names a package by the last element of its path.
var importable = []string{
	"bytes", "context", "encoding/json", "errors", "fmt", "io", "iter", "log", "log/slog", "maps",
	"net/http", "net/http/httptest", "os", "os/signal", "slices", "strings", "sync", "testing", "time",
	module + "/alibabarm",
	module + "/alibabarm/alibabarmtest",
	module + "/auth",
	module + "/huaweiorg",
	module + "/huaweiorg/huaweiorgtest",
	module + "/pagination",
	module + "/pagination/pagejson",
	module + "/pagination/paginationtest",
}

// around is the function into which a reader would paste statements. Its parameters are what
// the statements take as given. The inner braces let a block declare any name.
const around = `func _(
	ctx context.Context,
	client *%s.Client,
	cursor pagination.Cursor,
	save func(pagination.Cursor) error,
	process func(huaweiorg.Handshake),
	providers map[string]auth.Provider,
	invitations iter.Seq[huaweiorg.InviteAccountInput],
	err error,
	investigate, later, ask func(error) error,
) error {
{
//line README.md:%d
%s%s}
return nil
}
`

// A block is the text between two fences of a Markdown file.
type block struct {
	language string
	line     int // the first one after the fence
	text     string
}

func TestREADME_GoBlocksCompile(t *testing.T) {
	t.Parallel()
	watch(t)
	replace, packages := map[string]string{}, []string{}
	dir, err := filepath.Abs(".")
	require.NoError(t, err)
	temp := t.TempDir()
	before := ""
	for _, b := range blocks(t, "../README.md") {
		if b.language != "go" {
			continue
		}
		partOfProgram := strings.HasPrefix(before, "package main") // TestREADME_FirstProgram runs it
		if before = b.text; partOfProgram {
			continue
		}
		// Blocks may declare the same names, so each has a folder, which only the go command
		// sees.
		name := fmt.Sprintf("readme%d", b.line)
		file := filepath.Join(temp, name+".go")
		require.NoError(t, os.WriteFile(file, []byte(source(t, b)), 0o666))
		replace[filepath.Join(dir, name, "block.go")] = file
		packages = append(packages, "./"+name)
	}
	require.NotEmpty(t, packages)

	overlay := filepath.Join(temp, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, text, 0o666))
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"build", "-o", os.DevNull, "-overlay", overlay}, packages...)...)
	out, err := cmd.CombinedOutput()
	assert.NoError(t, err, string(out))
}

func TestREADME_GoBlocksAreFormatted(t *testing.T) {
	t.Parallel()
	for _, b := range blocks(t, "../README.md") {
		if b.language != "go" {
			continue
		}
		got, err := format.Source([]byte(b.text))
		if assert.NoError(t, err, "README.md:%d", b.line) {
			assert.Equal(t, string(got), b.text, "README.md:%d", b.line)
		}
	}
}

// A reader without an account can run every command as written.
func TestREADME_CommandsNeedNoAccount(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../README.md", "README.md"} {
		seen := 0
		for _, b := range blocks(t, file) {
			if b.language != "sh" {
				continue
			}
			for i, command := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
				seen++
				assert.True(t, runs(command), "%s:%d: %s", filepath.Base(file), b.line+i, command)
			}
		}
		assert.Positive(t, seen, file)
	}
}

// runs reports whether a command tests the module or a program, adds the module to another one,
// or runs a program offline until it ends.
func runs(command string) bool {
	command, _, _ = strings.Cut(command, " #")
	words := strings.Fields(command)
	switch {
	case slices.Equal(words, []string{"go", "test", "./..."}),
		slices.Equal(words, []string{"go", "get", module}):
		return true
	case len(words) < 3:
		return false
	}
	name, ok := strings.CutPrefix(words[2], "./examples/")
	switch {
	case !ok:
		return false
	case slices.Equal(words[:2], []string{"go", "test"}):
		return len(words) == 3 && isFile(name, "main_test.go")
	case !slices.Equal(words[:2], []string{"go", "run"}) || !isFile(name, "main.go"):
		return false
	}
	return slices.Contains(words, "-offline") && !slices.Contains(words, "-port") ||
		name == tool && len(words) == 4 && needsNoCloud[words[3]] || servesUntilStdinCloses(words)
}

// needsNoCloud are the commands of the tool that call no cloud.
var needsNoCloud = map[string]bool{"tour": true, "version": true}

func isFile(elem ...string) bool {
	_, err := os.Stat(filepath.Join(elem...))
	return err == nil
}

// servesUntilStdinCloses reports whether a command serves in memory and ends at once.
func servesUntilStdinCloses(words []string) bool {
	return slices.Contains(words, "serve") && slices.Contains(words, "-until-stdin-closes") && slices.Contains(words, "</dev/null")
}

func TestRuns(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"go run ./examples/handshakes list -offline":                 true,
		"go run ./examples/handshakes list -offline -format json #x": true,
		"go test ./...":                                                     true,
		"go get " + module:                                                  true,
		"go run ./examples/handshakes list":                                 false,
		"go run ./examples/handshakes list # -offline":                      false,
		"go run ./examples/nosuch -offline":                                 false,
		"go run -offline":                                                   false,
		"go run ./examples/handshakes tour":                                 true,
		"go run ./examples/handshakes version":                              true,
		"go run ./examples/list version":                                    false,
		"go run ./examples/list":                                            false,
		"go run ./examples/list -offline":                                   true,
		"go run ./examples/webpage -offline":                                true,
		"go run ./examples/webpage -offline -port 8080":                     false,
		"go test ./examples/tests":                                          true,
		"go test ./examples/list":                                           false,
		"go test ./examples/tests -run X":                                   false,
		"go run ./examples/handshakes serve -until-stdin-closes </dev/null": true,
		"go run ./examples/handshakes serve -until-stdin-closes":            false,
		"go run ./examples/handshakes serve":                                false,
		"go vet":                                                            false,
		"":                                                                  false,
	} {
		assert.Equal(t, want, runs(command), command)
	}
}

// source returns a block as a Go file. Unless the block is a complete file, it adds a package
// clause and imports and, around statements, a function.
func source(t *testing.T, b block) string {
	t.Helper()
	if strings.HasPrefix(b.text, "package ") {
		return fmt.Sprintf("//line README.md:%d\n%s", b.line, b.text)
	}
	const head = "package readme\n\n"
	body := fmt.Sprintf("//line README.md:%d\n%s", b.line, b.text)
	f, err := parser.ParseFile(token.NewFileSet(), "README.md", head+body, 0)
	if err != nil { // the block has no declarations but statements
		body = fmt.Sprintf(around, cloud(b), b.line, b.text, result(t, b))
		f, err = parser.ParseFile(token.NewFileSet(), "README.md", head+body, 0)
		require.NoError(t, err)
	}
	return head + missing(f) + body
}

// cloud returns the package of a block's client.
func cloud(b block) string {
	if strings.Contains(b.text, "alibabarm.") || strings.Contains(b.text, "ListHandshakesFor") {
		return "alibabarm"
	}
	return "huaweiorg"
}

// result returns statements that use the variables of a block's last statement, as the code of
// a reader would. The compiler reports every other unused variable.
func result(t *testing.T, b block) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "README.md", "package readme\nfunc _() {\n"+b.text+"}", 0)
	require.NoError(t, err, "README.md:%d", b.line)
	statements := f.Decls[0].(*ast.FuncDecl).Body.List
	var uses strings.Builder
	if last, ok := statements[len(statements)-1].(*ast.AssignStmt); ok && last.Tok == token.DEFINE {
		for _, made := range last.Lhs {
			fmt.Fprintf(&uses, "_ = %s\n", made.(*ast.Ident).Name)
		}
	}
	return uses.String()
}

// missing returns the imports that a file lacks.
func missing(f *ast.File) string {
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	var lines strings.Builder
	for _, p := range importable {
		has := slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == fmt.Sprintf("%q", p) })
		if used[path.Base(p)] && !has {
			fmt.Fprintf(&lines, "import %q\n", p)
		}
	}
	return lines.String()
}

func blocks(t *testing.T, file string) []block {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var all []block
	open := false
	line := 0
	for l := range bytes.Lines(text) {
		line++
		language, fence := strings.CutPrefix(strings.TrimSpace(string(l)), "```")
		switch {
		case fence && open:
			open = false
		case fence:
			open = true
			all = append(all, block{language: language, line: line + 1})
		case open:
			all[len(all)-1].text += string(l)
		}
	}
	require.False(t, open, "%s: a fence is not closed", file)
	return all
}
