package examples_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A passage is a text that people read, and the line where it begins, or else the name of a
// method or type.
type passage struct {
	file, text, name string
	line             int
}

// prose returns everything that people read in the repository: comments, strings of more than
// one word, names of methods and types, documents and help texts. Golden files are data.
func prose(t *testing.T) []passage {
	t.Helper()
	var all []passage
	require.NoError(t, filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "testdata"}, d.Name()):
			return filepath.SkipDir
		case d.IsDir():
			return nil
		}
		file := filepath.ToSlash(strings.TrimPrefix(name, ".."+string(filepath.Separator)))
		switch {
		case file == "examples/voice_test.go": // it quotes the phrases
		case path.Ext(file) == ".go":
			all = append(all, goProse(t, name, file)...)
		case slices.Contains([]string{".md", ".txt", ".html", ".js", ".css", ".yml"}, path.Ext(file)), path.Dir(file) == ".ci":
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			all = append(all, passage{file: file, line: 1, text: string(text)})
		}
		return nil
	}))
	require.NotEmpty(t, all)
	return all
}

// goProse returns the passages of a Go file: comments, then strings and names.
func goProse(t *testing.T, name, file string) (all []passage) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	add := func(at token.Pos, p passage) {
		p.file, p.line = file, fset.PositionFor(at, false).Line
		all = append(all, p)
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			add(c.Pos(), passage{text: c.Text})
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && strings.Contains(text, " ") {
				add(n.Pos(), passage{text: text})
			}
		case *ast.TypeSpec:
			add(n.Pos(), passage{name: n.Name.Name})
		case *ast.FuncDecl:
			if n.Recv != nil {
				add(n.Name.Pos(), passage{name: n.Name.Name})
			}
		case *ast.InterfaceType:
			for _, m := range n.Methods.List {
				for _, name := range m.Names {
					add(name.Pos(), passage{name: name.Name})
				}
			}
		}
		return true
	})
	return joined(all)
}

// joined joins line comments on consecutive lines into one passage, because a phrase can
// continue on the next line.
func joined(all []passage) (out []passage) {
	for _, p := range all {
		text, isLine := strings.CutPrefix(p.text, "//")
		if !isLine {
			out = append(out, p)
			continue
		}
		p.text = text
		if last := len(out) - 1; last >= 0 && out[last].line+strings.Count(out[last].text, "\n")+1 == p.line {
			out[last].text += "\n" + text
			continue
		}
		out = append(out, p)
	}
	return out
}

// place returns the file and line of an offset in the passage, in a form that editors open.
func (p passage) place(offset int) string {
	return fmt.Sprintf("%s:%d", p.file, p.line+strings.Count(p.text[:offset], "\n"))
}
