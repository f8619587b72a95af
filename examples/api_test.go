package examples_test

import (
	"flag"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files of the API")

const goldenAPI = "testdata/api"

// ifIntended says what to do after an intended change of the exported API.
const ifIntended = "if the change is intended, run: go test ./examples -run API -update"

// Golden files list the exported API, one line for each declaration, so that reviewers see each
// change of it.
func TestAPI(t *testing.T) {
	t.Parallel()
	var files []string
	for path, pkg := range public(t) {
		file := strings.ReplaceAll(path, "/", "-") + ".txt"
		files = append(files, file)
		golden := filepath.Join(goldenAPI, file)
		got := strings.Join(api(pkg), "\n") + "\n"
		if *update {
			require.NoError(t, os.MkdirAll(goldenAPI, 0o777))
			require.NoError(t, os.WriteFile(golden, []byte(got), 0o666))
		}
		want, err := os.ReadFile(golden)
		if assert.NoError(t, err, "is the package new? %s", ifIntended) {
			assert.Equal(t, string(want), got, "the exported API of %s: %s", path, ifIntended)
		}
	}
	entries, err := os.ReadDir(goldenAPI)
	require.NoError(t, err)
	var written []string
	for _, e := range entries {
		written = append(written, e.Name())
	}
	assert.ElementsMatch(t, files, written, "each package has a golden file, and there is no other: %s, and delete the file of a removed package", ifIntended)
}

// public returns every package that other modules can import, by its path in this module.
func public(t *testing.T) map[string]*types.Package {
	t.Helper()
	exported := map[string]string{} // the export file of each package, from the compiler
	var ours []string
	for _, l := range linked(t) {
		exported[l.ImportPath] = l.Export
		path, ok := strings.CutPrefix(l.ImportPath, module+"/")
		if ok && !within(path, "examples") && !slices.Contains(strings.Split(path, "/"), "internal") {
			ours = append(ours, path)
		}
	}
	require.NotEmpty(t, ours)

	from := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exported[path])
	})
	packages := map[string]*types.Package{}
	for _, path := range ours {
		pkg, err := from.Import(module + "/" + path)
		require.NoError(t, err)
		packages[path] = pkg
	}
	return packages
}

// api returns the exported API of a package, sorted, one line for each declaration.
func api(pkg *types.Package) []string {
	a := apiOf{pkg: pkg}
	for _, name := range pkg.Scope().Names() {
		switch o := pkg.Scope().Lookup(name).(type) {
		case *types.TypeName:
			if o.Exported() {
				a.typeName(o)
			}
		case *types.Const:
			if o.Exported() {
				a.add("const %s %s = %s", name, a.text(o.Type()), o.Val().ExactString())
			}
		case *types.Func:
			if o.Exported() {
				a.add("func %s%s%s", name, a.parameters(o.Signature().TypeParams()), a.signature(o))
			}
		case *types.Var:
			if o.Exported() {
				a.add("var %s %s", name, a.text(o.Type()))
			}
		}
	}
	slices.Sort(a.lines)
	return a.lines
}

type apiOf struct {
	pkg   *types.Package
	lines []string
}

func (a *apiOf) add(format string, args ...any) {
	a.lines = append(a.lines, fmt.Sprintf(format, args...))
}

func (a *apiOf) text(t types.Type) string { return types.TypeString(t, a.qualify) }

// qualify returns the name by which an importing file calls a package.
func (a *apiOf) qualify(p *types.Package) string {
	if p == a.pkg {
		return ""
	}
	return p.Name()
}

func (a *apiOf) typeName(o *types.TypeName) {
	named, ok := o.Type().(*types.Named)
	if o.IsAlias() || !ok {
		a.add("%s", types.ObjectString(o, a.qualify))
		return
	}
	head := "type " + o.Name() + a.parameters(named.TypeParams())
	switch u := named.Underlying().(type) {
	case *types.Struct:
		a.add("%s struct", head)
		a.fields(head+" struct", u)
	case *types.Interface:
		a.interfaceType(head+" interface", u)
		return // interfaceType has added the methods
	default:
		a.add("%s %s", head, a.text(u))
	}
	a.methods(named)
}

func (a *apiOf) parameters(list *types.TypeParamList) string {
	var all []string
	for p := range list.TypeParams() {
		all = append(all, p.Obj().Name()+" "+a.text(p.Constraint()))
	}
	if all == nil {
		return ""
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// fields adds the exported fields, and those that an embedded struct with an unexported name
// promotes.
func (a *apiOf) fields(head string, s *types.Struct) {
	for i := range s.NumFields() {
		f := s.Field(i)
		embedded, isStruct := f.Type().Underlying().(*types.Struct)
		switch {
		case f.Exported() && f.Embedded():
			a.add("%s, embedded %s", head, a.text(f.Type()))
		case f.Exported() && s.Tag(i) != "":
			a.add("%s, %s %s `%s`", head, f.Name(), a.text(f.Type()), s.Tag(i))
		case f.Exported():
			a.add("%s, %s %s", head, f.Name(), a.text(f.Type()))
		case f.Embedded() && isStruct:
			a.fields(head, embedded)
		}
	}
}

func (a *apiOf) interfaceType(head string, i *types.Interface) {
	if !i.IsMethodSet() {
		a.add("%s %s", head, a.text(i))
		return
	}
	a.add("%s", head)
	for m := range i.Methods() {
		if m.Exported() {
			a.add("%s, %s%s", head, m.Name(), a.signature(m))
		} else {
			a.add("%s, unexported methods", head) // no other package can implement it
		}
	}
}

// methods adds the methods of the type and of its pointer, including promoted ones.
func (a *apiOf) methods(named *types.Named) {
	ofValue := types.NewMethodSet(named)
	for s := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		m, ok := s.Obj().(*types.Func)
		if !ok || !m.Exported() {
			continue
		}
		receiver := "*"
		if ofValue.Lookup(m.Pkg(), m.Name()) != nil {
			receiver = ""
		}
		a.add("method (%s%s) %s%s", receiver, a.text(named), m.Name(), a.signature(m))
	}
}

// signature returns the parameters and results of a function, without the names that the
// compiler gives to unnamed results.
func (a *apiOf) signature(f *types.Func) string {
	s := f.Signature()
	var results []*types.Var
	for r := range s.Results().Variables() {
		if strings.HasPrefix(r.Name(), "#") {
			r = types.NewParam(token.NoPos, r.Pkg(), "", r.Type())
		}
		results = append(results, r)
	}
	plain := types.NewSignatureType(nil, nil, nil, s.Params(), types.NewTuple(results...), s.Variadic())
	return strings.TrimPrefix(a.text(plain), "func")
}
