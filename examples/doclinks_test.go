package examples_test

import (
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each doc link, such as [Client.Do] or [auth.Cache], leads to an exported name.
func TestDocLinks(t *testing.T) {
	t.Parallel()
	watch(t)
	var links []docLink
	require.NoError(t, filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return err
		case slices.Contains([]string{".git", "testdata"}, d.Name()):
			return filepath.SkipDir
		}
		links = append(links, linksIn(t, name)...)
		return nil
	}))
	require.Greater(t, len(links), 100)

	var paths []string
	for _, l := range links {
		if l.imported {
			paths = append(paths, l.ImportPath)
		}
	}
	from := exports(t, token.NewFileSet(), paths)
	for _, l := range links {
		if !assert.True(t, l.imported, "%s is dead: no file of the package imports %s; write the import path, or leave the brackets out", l, l.ImportPath) {
			continue
		}
		pkg, err := from.Import(l.ImportPath)
		require.NoError(t, err, l)
		assert.True(t, l.leadsInto(pkg), "%s is dead: %s exports no such name; write the name that it has now, or leave the brackets out", l, l.ImportPath)
	}
}

func TestLinksIn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(`// Package p has [Type], [http.Client.Do] and [testing/synctest].
//
//	[Code] is no link.
package p

import "net/http"

// A Type has a [word] in brackets, [Type.Method]
// and [nosuch.Name].
type Type http.Client
`), 0o666))
	var got []string
	for _, l := range linksIn(t, dir) {
		got = append(got, fmt.Sprintf("%s %s %t", strings.TrimPrefix(l.at, filepath.ToSlash(dir)), l.text(), l.imported))
	}
	assert.Equal(t, []string{
		"/p.go:1 Type true", "/p.go:1 http.Client.Do true", "/p.go:1 testing/synctest true",
		"/p.go:8 Type.Method true", "/p.go:9 nosuch.Name false",
	}, got)
}

func TestDocLink_LeadsInto(t *testing.T) {
	t.Parallel()
	pkg, err := exports(t, token.NewFileSet(), []string{"net/http"}).Import("net/http")
	require.NoError(t, err)
	for _, c := range []struct {
		name, of, part string
		want           bool
	}{
		{name: "a link to the package leads there", want: true},
		{name: "a link to a function leads there", part: "Get", want: true},
		{name: "a link to a method leads there", of: "Client", part: "Do", want: true},
		{name: "a link to a field leads there", of: "Client", part: "Timeout", want: true},
		{name: "an unknown name is dead", part: "Nosuch"},
		{name: "an unknown method is dead", of: "Client", part: "Nosuch"},
		{name: "a method of an unknown type is dead", of: "Nosuch", part: "Do"},
		{name: "a method of a function is dead", of: "Get", part: "Do"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := docLink{DocLink: &comment.DocLink{Recv: c.of, Name: c.part}}
			assert.Equal(t, c.want, l.leadsInto(pkg))
		})
	}
}

// A docLink is a link of a doc comment. It has an import path, also if the name is of the same
// package.
type docLink struct {
	*comment.DocLink
	at       string // file:line
	imported bool   // by a file of the package, or it is the package itself
}

func (l docLink) String() string { return fmt.Sprintf("%s: the doc link [%s]", l.at, l.text()) }

// text returns what the brackets of the link hold.
func (l docLink) text() (text string) {
	for _, part := range l.Text {
		if plain, ok := part.(comment.Plain); ok {
			text += string(plain)
		}
	}
	return text
}

// leadsInto reports whether the package exports the name, or the type with this method or
// field.
func (l docLink) leadsInto(pkg *types.Package) bool {
	if l.Name == "" {
		return true
	}
	if l.Recv == "" {
		return pkg.Scope().Lookup(l.Name) != nil
	}
	of, ok := pkg.Scope().Lookup(l.Recv).(*types.TypeName)
	if !ok {
		return false
	}
	part, _, _ := types.LookupFieldOrMethod(of.Type(), true, pkg, l.Name)
	return part != nil
}

// linksIn returns the links in the comments of a folder's package, without its tests.
func linksIn(t *testing.T, dir string) (links []docLink) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
	}
	packages := packagesOf(t, path.Join(module, filepath.ToSlash(strings.TrimPrefix(dir, ".."))), files)
	p := comment.Parser{
		LookupSym:     func(string, string) bool { return true },
		LookupPackage: func(name string) (string, bool) { return name, true },
	}
	for _, f := range files {
		for _, group := range f.Comments {
			for _, link := range linksOf(p.Parse(group.Text()).Content) {
				l := docLink{DocLink: link}
				known := packages[l.ImportPath]
				standard, isStandard := comment.DefaultLookupPackage(l.ImportPath)
				switch {
				case known != "":
					l.ImportPath, l.imported = known, true
				case isStandard:
					l.ImportPath, l.imported = standard, true
				case strings.Contains(l.ImportPath, "/"):
					l.imported = true
				case l.Name == "":
					continue // a word in brackets
				}
				l.at = place(fset, group, "["+l.text()+"]")
				links = append(links, l)
			}
		}
	}
	return links
}

// packagesOf returns the import paths that the files of a package use, by the names that they
// use. The name "" stands for the package itself.
func packagesOf(t *testing.T, own string, files []*ast.File) map[string]string {
	t.Helper()
	paths := map[string]string{"": own}
	for _, f := range files {
		paths[f.Name.Name] = own
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			name, _, _ := strings.Cut(strings.TrimPrefix(path.Base(imported), "go-"), ".")
			paths[name] = imported
			if spec.Name != nil {
				paths[spec.Name.Name] = imported
			}
		}
	}
	return paths
}

// linksOf returns the doc links of parsed text.
func linksOf(content []comment.Block) (links []*comment.DocLink) {
	ofText := func(text []comment.Text) {
		for _, part := range text {
			if link, ok := part.(*comment.DocLink); ok {
				links = append(links, link)
			}
		}
	}
	for _, block := range content {
		switch b := block.(type) {
		case *comment.Heading:
			ofText(b.Text)
		case *comment.Paragraph:
			ofText(b.Text)
		case *comment.List:
			for _, item := range b.Items {
				links = append(links, linksOf(item.Content)...)
			}
		}
	}
	return links
}

// place returns the file and line of a text in a comment. If no line has the complete text, it
// returns where the comment begins.
func place(fset *token.FileSet, group *ast.CommentGroup, text string) string {
	at := group.Pos()
	for _, c := range group.List {
		if strings.Contains(c.Text, text) {
			at = c.Pos()
			break
		}
	}
	p := fset.Position(at)
	return fmt.Sprintf("%s:%d", strings.TrimPrefix(filepath.ToSlash(p.Filename), "../"), p.Line)
}
