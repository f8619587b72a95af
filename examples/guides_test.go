package examples_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A guide is the README of a client package.
type guide struct {
	name  string // of the package
	world string // makes the clients of the program that runs the blocks
}

var guides = []guide{
	{name: "huaweiorg", world: `
	service := huaweiorgtest.New()
	root := service.AddAccount(huaweiorgtest.Account{ID: "80198169b67963c53a80335f7d9871a7", OrganizationID: "o-9zs2640k7li9mj8l", Role: huaweiorgtest.Management})
	invited := service.AddAccount(huaweiorgtest.Account{Name: "acme-sandbox"})
	service.Seed(huaweiorg.Handshake{ID: "h-0k3v7m2q9x4c8b1n5z6a0d2f", Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "acme-sandbox"}})
`},
	{name: "alibabarm", world: `
	service := alibabarmtest.New()
	root := service.AddAccount(alibabarmtest.Account{ID: "1482310095517701", ResourceDirectoryID: "rd-Q7mZk1", Role: alibabarmtest.Management})
	invited := service.AddAccount(alibabarmtest.Account{ID: "1190022334455667"})
	service.Seed(alibabarm.Handshake{ID: "h-Qq77Rr88Ss99Tt00", TargetEntity: "1190022334455667", TargetType: alibabarm.TargetTypeAccount})
`},
}

// guideProgram runs the blocks of a guide, each against a service of its own.
const guideProgram = `
type block func(ctx context.Context, client, invitee *PACKAGE.Client, readVault func(context.Context) (auth.Credentials, error), investigate func(error) error) error

func run(b block) error {
WORLD
	client, err := service.NewClient(root)
	if err != nil {
		return err
	}
	invitee, err := service.NewClient(invited)
	if err != nil {
		return err
	}
	noVault := func(context.Context) (auth.Credentials, error) { return auth.Credentials{}, auth.ErrNoCredentials }
	return b(context.Background(), client, invitee, noVault, func(err error) error { return err })
}

func main() {
	for _, b := range []block{BLOCKS} {
		if err := run(b); err != nil {
			fmt.Println(err)
		}
		fmt.Println("END OF BLOCK")
	}
}
`

// guidePackages are the packages that the blocks of guides use besides [importable].
var guidePackages = []string{module + "/auth/huawei", module + "/auth/alibaba"}

func (g guide) file() string { return filepath.Join("..", g.name, "README.md") }

// blocksOf returns the blocks of a guide in one of the languages.
func (g guide) blocksOf(t *testing.T, languages ...string) []block {
	t.Helper()
	return slices.DeleteFunc(blocks(t, g.file()), func(b block) bool { return !slices.Contains(languages, b.language) })
}

// Every Go block of a guide runs as written, and prints the text that the guide shows below it.
func TestGuides_GoBlocksRun(t *testing.T) {
	t.Parallel()
	watch(t)
	for _, g := range guides {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			code := g.blocksOf(t, "go")
			require.Greater(t, len(code), 5)
			out := g.run(t, code)
			require.Len(t, out, len(code))
			for i, b := range code {
				assert.Equal(t, shownBelow(blocks(t, g.file()), b), out[i], "%s:%d prints this", g.file(), b.line)
			}
		})
	}
}

// run compiles the blocks as one program, and returns what each prints.
func (g guide) run(t *testing.T, code []block) []string {
	t.Helper()
	temp := t.TempDir()
	file := filepath.Join(temp, "main.go")
	require.NoError(t, os.WriteFile(file, []byte(g.program(t, code)), 0o666))
	dir, err := filepath.Abs("guide" + g.name)
	require.NoError(t, err)
	overlay := filepath.Join(temp, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(dir, "main.go"): file}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, text, 0o666))
	exe := filepath.Join(temp, "guide.exe")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, "-overlay", overlay, "./guide"+g.name).CombinedOutput()
	require.NoError(t, err, "the guide does not compile: %s", out)
	out, err = exec.CommandContext(t.Context(), exe).Output()
	require.NoError(t, err)
	parts := strings.Split(string(out), "END OF BLOCK\n")
	return parts[:len(parts)-1]
}

func (g guide) program(t *testing.T, code []block) string {
	t.Helper()
	var functions strings.Builder
	var names []string
	for _, b := range code {
		names = append(names, fmt.Sprintf("block%d", b.line))
		fmt.Fprintf(&functions, `
func block%d(ctx context.Context, client, invitee *%s.Client, readVault func(context.Context) (auth.Credentials, error), investigate func(error) error) error {
{
//line %s/README.md:%d
%s%s}
return nil
}
`, b.line, g.name, g.name, b.line, b.text, madeBy(t, b))
	}
	body := functions.String() + strings.NewReplacer(
		"PACKAGE", g.name, "WORLD", g.world, "BLOCKS", strings.Join(names, ", ")).Replace(guideProgram)
	f, err := parser.ParseFile(token.NewFileSet(), g.file(), "package main\n"+body, 0)
	require.NoError(t, err)
	imports := missing(f)
	for _, p := range guidePackages {
		if strings.Contains(body, " "+filepath.Base(p)+".") {
			imports += fmt.Sprintf("import %q\n", p)
		}
	}
	return "package main\n" + imports + body
}

// madeBy returns statements that use the variables of a block, as the code of a reader would.
func madeBy(t *testing.T, b block) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "README.md", "package readme\nfunc _() {\n"+b.text+"}", 0)
	require.NoError(t, err, "line %d", b.line)
	var uses strings.Builder
	for _, s := range f.Decls[0].(*ast.FuncDecl).Body.List {
		if s, ok := s.(*ast.AssignStmt); ok && s.Tok == token.DEFINE {
			for _, made := range s.Lhs {
				if name := made.(*ast.Ident).Name; name != "_" {
					fmt.Fprintf(&uses, "_ = %s\n", name)
				}
			}
		}
	}
	return uses.String()
}

// shownBelow returns the block of text that follows a block after one empty line, or "".
func shownBelow(all []block, b block) string {
	i := slices.IndexFunc(all, func(other block) bool { return other.line == b.line }) + 1
	if i < len(all) && all[i].language == "text" && all[i].line == b.line+strings.Count(b.text, "\n")+3 {
		return all[i].text
	}
	return ""
}

func TestGuides_GoBlocksAreFormattedAndDropNoErrors(t *testing.T) {
	t.Parallel()
	for _, g := range guides {
		for _, b := range g.blocksOf(t, "go") {
			got, err := format.Source([]byte(b.text))
			if assert.NoError(t, err, "%s:%d", g.file(), b.line) {
				assert.Equal(t, string(got), b.text, "%s:%d", g.file(), b.line)
			}
			for _, f := range snippetFuncs(b.text) {
				assert.Empty(t, droppedErrors(f), "%s:%d", g.file(), b.line)
			}
		}
	}
}

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
