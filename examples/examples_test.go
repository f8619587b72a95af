package examples_test

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
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

// calledByOthers are methods that implement an interface, and their callers. Users do not call
// them, so they need no Example.
var calledByOthers = map[string]string{
	"Error":           "code that prints an error",
	"Is":              "errors.Is",
	"As":              "errors.As",
	"Unwrap":          "errors.Is",
	"Timeout":         "code that looks for a net.Error",
	"String":          "fmt",
	"GoString":        "fmt",
	"Format":          "fmt",
	"LogValue":        "log/slog",
	"MarshalJSON":     "encoding/json",
	"MarshalText":     "encoding/xml, and encoders of other modules",
	"MarshalBinary":   "encoding/gob",
	"UnmarshalJSON":   "encoding/json",
	"UnmarshalText":   "encoding/xml, and decoders of other modules",
	"UnmarshalBinary": "encoding/gob",
	"ServeHTTP":       "net/http, which takes an http.Handler",
	"RoundTrip":       "net/http, which takes an http.RoundTripper",
}

// Each function and method of the API appears in an Example of some package.
func TestExamples(t *testing.T) {
	t.Parallel()
	public := public(t)
	shown := shown(t, slices.Sorted(maps.Keys(public)))
	for path, pkg := range public {
		for _, f := range functions(pkg) {
			assert.True(t, shown[path+": "+f], "%s: %s is in no Example: use it in one, in an example_*_test.go of any of our packages", path, f)
		}
	}
}

// functions returns the exported functions of a package, and the exported methods of its types
// as Type.Method. It leaves out methods that others call and methods of other modules.
func functions(pkg *types.Package) []string {
	var all []string
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		if f, ok := o.(*types.Func); ok && f.Exported() {
			all = append(all, name)
		}
		named, ok := o.Type().(*types.Named)
		if t, is := o.(*types.TypeName); !is || !ok || t.IsAlias() || !t.Exported() || types.IsInterface(named) {
			continue
		}
		for s := range types.NewMethodSet(types.NewPointer(named)).Methods() {
			m := s.Obj()
			if m.Exported() && calledByOthers[m.Name()] == "" && within(m.Pkg().Path(), module) {
				all = append(all, name+"."+m.Name())
			}
		}
	}
	return all
}

// shown returns the functions and methods that the Examples of the packages at these paths use,
// as "path: Type.Method".
func shown(t *testing.T, paths []string) map[string]bool {
	t.Helper()
	fset := token.NewFileSet()
	files := map[string][]*ast.File{}
	var imported []string
	for _, path := range paths {
		names, err := filepath.Glob(filepath.Join("..", path, "*example*_test.go"))
		require.NoError(t, err)
		for _, name := range names {
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files[path] = append(files[path], f)
			for _, spec := range f.Imports {
				p, err := strconv.Unquote(spec.Path.Value)
				require.NoError(t, err)
				imported = append(imported, p)
			}
		}
	}
	config := types.Config{
		Importer: exports(t, fset, imported),
		Error:    func(error) {}, // the declarations of other test files are unknown
	}
	shown := map[string]bool{}
	for path, files := range files {
		used := types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
		_, _ = config.Check(path+"_test", fset, files, &used)
		for _, o := range used.Uses {
			if f, ok := o.(*types.Func); ok && f.Signature().Recv() == nil {
				shown[in(f)+f.Name()] = true
			}
		}
		for _, s := range used.Selections {
			recv := s.Recv()
			if p, ok := recv.(*types.Pointer); ok {
				recv = p.Elem()
			}
			if named, ok := types.Unalias(recv).(*types.Named); ok && named.Obj().Pkg() != nil {
				shown[in(named.Obj())+named.Obj().Name()+"."+s.Obj().Name()] = true
			}
		}
	}
	return shown
}

// in returns the package that declares an object, as a prefix.
func in(o types.Object) string { return strings.TrimPrefix(o.Pkg().Path(), module+"/") + ": " }

// exports returns an importer that reads the compiler's export files of the packages.
func exports(t *testing.T, fset *token.FileSet, packages []string) types.Importer {
	t.Helper()
	slices.Sort(packages)
	list := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}
	cmd := exec.CommandContext(t.Context(), "go", append(list, slices.Compact(packages)...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	file := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, name, _ := strings.Cut(strings.TrimSpace(line), "=")
		file[path] = name
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(file[path]) })
}
