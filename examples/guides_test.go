package examples_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	out, _ := goRun(t, "-overlay", overlay, "./guide"+g.name)
	parts := strings.Split(out, "END OF BLOCK\n")
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
