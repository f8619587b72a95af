package examples_test

import (
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Readers copy what they see, so no Go block of a README, no small program, no Example and no
// code in a doc comment drops an error.
func TestDroppedErrors_Snippets(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	var programs []string
	for _, name := range smallPrograms(t) {
		programs = append(programs, filepath.Join("..", "examples", name, "main.go"))
	}
	check := func(kind, where, text string) {
		for _, f := range snippetFuncs(text) {
			seen[kind]++
			assert.Empty(t, droppedErrors(f), where)
		}
	}
	for _, file := range []string{"../README.md", "README.md"} {
		for _, b := range blocks(t, file) {
			if b.language == "go" {
				check("README", fmt.Sprintf("%s:%d", file, b.line), b.text)
			}
		}
	}
	require.NoError(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		kind := ""
		switch {
		case strings.Contains(filepath.Base(path), "example"):
			kind = "Example"
		case slices.Contains(programs, path):
			kind = "program"
		}
		for _, d := range f.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && kind != "" && f.Body != nil {
				seen[kind]++
				assert.Empty(t, droppedErrors(f), "%s: %s", path, f.Name)
			}
		}
		for _, group := range f.Comments {
			for _, text := range codeOf(group) {
				check("comment", path, text)
			}
		}
		return nil
	}))
	for _, kind := range []string{"README", "program", "Example", "comment"} {
		assert.Greater(t, seen[kind], 5, kind)
	}
}

func TestDroppedErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, code string
		drops      bool
	}{
		{
			name: "the error is returned",
			code: "h, err := get()\nif err != nil {\n\treturn err\n}\nuse(h)",
		},
		{
			name: "the error is joined",
			code: "for h, err := range all {\n\tif failed, ok := errors.AsType[*E](err); ok {\n" +
				"\t\treturn errors.Join(err, save(failed.Cursor))\n\t}\n\tif err != nil {\n" +
				"\t\treturn err\n\t}\n\tuse(h)\n}",
		},
		{
			name: "the cause is printed",
			code: "for h, err := range all {\n\tif failed, ok := errors.AsType[*E](err); ok {\n" +
				"\t\tfmt.Println(failed.Err)\n\t\tcontinue\n\t}\n\tif err != nil {\n" +
				"\t\treturn err\n\t}\n\tuse(h)\n}",
		},
		{name: "the last statement leaves the error to the reader", code: "h, err := get()"},
		{
			name: "the loop ends with the error",
			code: "page, err := get()\nfor err == nil {\n\tpage, err = next(page)\n}",
		},
		{
			name:  "the error of save replaces it",
			drops: true,
			code: "for h, err := range all {\n\tif failed, ok := errors.AsType[*E](err); ok " +
				"{\n\t\treturn save(failed.Cursor)\n\t}\n\tif err != nil {\n\t\treturn err\n" +
				"\t}\n\tuse(h)\n}",
		},
		{
			name:  "other errors are forgotten",
			drops: true,
			code: "for h, err := range all {\n\tif failed, ok := errors.AsType[*E](err); ok " +
				"{\n\t\treturn failed\n\t}\n\tuse(h)\n}",
		},
		{
			name:  "other conditions are forgotten",
			drops: true,
			code: "switch {\ncase errors.Is(err, ErrThrottled):\n\treturn later(err)\n" +
				"case errors.Is(err, ErrPermission):\n\treturn ask(err)\n}",
		},
		{
			name:  "a cancelled call is a success",
			drops: true,
			code: "h, err := get()\nif errors.Is(err, context.Canceled) {\n\treturn nil\n}\n" +
				"if err != nil {\n\treturn err\n}\nuse(h)",
		},
		{
			name:  "a failure is a success",
			drops: true, code: "h, err := get()\nif err != nil {\n\treturn nil\n}\nuse(h)",
		},
		{
			name:  "the error is shadowed",
			drops: true,
			code: "client, err := open()\nfor h, err := range client.All(ctx) {\n" +
				"\tif err != nil {\n\t\treturn err\n\t}\n\tuse(h)\n}",
		},
		{
			name:  "the error is overwritten",
			drops: true,
			code:  "_, err := get()\n_, err = get()\nif err != nil {\n\treturn err\n}",
		},
		{
			name:  "the loop has no error",
			drops: true, code: "for h := range client.List().All(ctx) {\n\tuse(h)\n}",
		},
		{
			name:  "the loop's error has no name",
			drops: true, code: "for h, _ := range client.InviteAll(ctx, list) {\n\tuse(h)\n}",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			funcs := snippetFuncs(c.code)
			require.Len(t, funcs, 1)
			assert.Equal(t, c.drops, len(droppedErrors(funcs[0])) > 0)
		})
	}
}

// snippetFuncs returns the functions of a piece of code. Statements count as one function. A
// text that is not Go has none.
func snippetFuncs(text string) []*ast.FuncDecl {
	text = strings.ReplaceAll(text, "…", "")
	for _, form := range []string{"%s", "package p\n%s", "package p\nfunc _() error {\n%s\n}"} {
		f, err := parser.ParseFile(token.NewFileSet(), "", fmt.Sprintf(form, text), 0)
		if err != nil {
			continue
		}
		var out []*ast.FuncDecl
		for _, d := range f.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				out = append(out, f)
			}
		}
		return out
	}
	return nil
}

// codeOf returns the blocks of code in a comment.
func codeOf(group *ast.CommentGroup) []string {
	var out []string
	for _, b := range new(comment.Parser).Parse(group.Text()).Content {
		if code, ok := b.(*comment.Code); ok {
			out = append(out, code.Text)
		}
	}
	return out
}
