package examples_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	module        = "github.com/orghandshakes/handshakes-go"
	credentialsGo = "github.com/aliyun/credentials-go"
)

// imports lists the areas that the packages of an area may import, besides their own. An area
// is a folder with its subfolders, except those that are areas themselves.
var imports = map[string][]string{
	"auth":                    nil,
	"auth/internal/canonical": {"auth"},
	"auth/internal/temporary": {"auth"},
	"auth/huawei":             {"auth", "auth/internal/canonical", "auth/internal/temporary"},
	"auth/alibaba":            {"auth", "auth/internal/canonical", "auth/internal/temporary"},
	"auth/invitation":         {"auth"},
	"auth/authtest":           {"auth"},
	"pagination":              nil,
	"huaweiorg": {
		"auth", "auth/huawei", "auth/invitation", "auth/authtest", "pagination",
	},
	"alibabarm": {
		"auth", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination",
	},
	"examples/handshakes": {
		"auth", "auth/huawei", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination",
		"huaweiorg", "alibabarm",
	},
	"examples": {
		"auth", "auth/huawei", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination",
		"huaweiorg", "alibabarm",
	},
}

// thirdParties lists the modules of others that the packages of an area may import.
var thirdParties = map[string][]string{
	"auth": {"github.com/hashicorp/go-retryablehttp"},
	"auth/huawei": {
		"gopkg.in/ini.v1",
	}, // the official SDK reads its profile file with it
	"auth/alibaba": {
		credentialsGo, "gopkg.in/ini.v1",
	}, // the official SDK reads its credentials file with it
	"alibabarm": {credentialsGo},

	"examples/handshakes": {
		"github.com/mattn/go-runewidth", "golang.org/x/term",
	}, // the tool's tables and its progress line
}

// testOnly lists the modules that only tests use. No program links them.
var testOnly = []string{
	"github.com/stretchr/testify",
	"github.com/jarcoal/httpmock",
	"go.uber.org/goleak",
	"pgregory.net/rapid",
}

// otherCloud lists what the packages of one cloud must not link: the other cloud and the
// modules that it links.
var otherCloud = map[string][]string{
	"huaweiorg":    ofAlibaba,
	"auth/huawei":  ofAlibaba,
	"alibabarm":    {module + "/huaweiorg", module + "/auth/huawei"},
	"auth/alibaba": {module + "/huaweiorg", module + "/auth/huawei"},
}

var ofAlibaba = append([]string{module + "/alibabarm", module + "/auth/alibaba"}, broughtByAlibaba...)

// broughtByAlibaba lists modules that the official credentials of Alibaba Cloud link.
var broughtByAlibaba = []string{
	credentialsGo,
	"github.com/alibabacloud-go/tea",
	"github.com/json-iterator/go",
}

// A listed is a package as "go list" describes it, without its tests.
type listed struct {
	ImportPath string
	Export     string // the export file, from the compiler
	Standard   bool
	Imports    []string
	Deps       []string // every package that it links
}

// path returns the package's path in this module.
func (l listed) path() string { return strings.TrimPrefix(l.ImportPath, module+"/") }

// area returns the innermost area that the package is in.
func (l listed) area() (smallest string) {
	for area := range imports {
		if within(l.path(), area) && len(area) > len(smallest) {
			smallest = area
		}
	}
	return smallest
}

// forTests reports whether the package helps to test programs.
func (l listed) forTests() bool { return strings.HasSuffix(l.ImportPath, "test") }

func TestImports(t *testing.T) {
	t.Parallel()
	ours, standard := list(t)
	for _, from := range ours {
		require.NotEmpty(t, from.area(), "%s is in a folder without a rule: add the folder to imports", from.path())
		for _, path := range from.Imports {
			to := listed{ImportPath: path}
			switch {
			case standard[path]:
			case within(path, module):
				assert.True(t, to.area() == from.area() || slices.Contains(imports[from.area()], to.area()),
					"%s imports %s: move what it needs, or add the direction to imports", from.path(), to.path())
				assert.True(t, !to.forTests() || from.forTests() || within(from.path(), "examples"),
					"%s imports %s, which is for tests: import it in a _test.go only", from.path(), to.path())
			default:
				assert.True(t, slices.ContainsFunc(thirdParties[from.area()], func(m string) bool { return within(path, m) }),
					"%s imports %s: do without it, or add the module to thirdParties", from.path(), path)
			}
		}
	}
}

func TestImports_ProgramsLinkNoTestServices(t *testing.T) {
	t.Parallel()
	ours, _ := list(t)
	for _, from := range ours {
		assertLinksNone(t, from, testOnly)
		switch {
		case slices.Contains([]string{"paginationtest", "canonicaltest"}, path.Base(from.path())): // they take a *testing.T; programs may run the test services
		case slices.ContainsFunc(from.Deps, func(path string) bool { return within(path, credentialsGo) }):
			assert.NotContains(t, from.Imports, "testing", from.path()) // credentials-go links it
		default:
			assertLinksNone(t, from, []string{"testing"})
		}
	}
}

func TestImports_OneCloudLinksNothingOfTheOther(t *testing.T) {
	t.Parallel()
	ours, _ := list(t)
	checked := map[string]bool{}
	for _, from := range ours {
		if others, ok := otherCloud[from.area()]; ok {
			assertLinksNone(t, from, others)
			checked[from.path()] = true
		}
	}
	for _, path := range []string{"huaweiorg", "huaweiorg/huaweiorgtest", "auth/huawei", "alibabarm", "alibabarm/alibabarmtest", "auth/alibaba"} {
		assert.True(t, checked[path], path)
	}
}

// The modules that Huawei's side must not link exist under these names. Otherwise the test
// above would check nothing.
func TestImports_AlibabaLinksOfficialCredentials(t *testing.T) {
	t.Parallel()
	ours, _ := list(t)
	i := slices.IndexFunc(ours, func(l listed) bool { return l.path() == "alibabarm" })
	require.GreaterOrEqual(t, i, 0)
	for _, m := range broughtByAlibaba {
		assert.True(t, slices.ContainsFunc(ours[i].Deps, func(path string) bool { return within(path, m) }), m)
	}
}

// The modules that draw tables are in go.mod, but no program of a user links them.
func TestImports_OnlyTheToolLinksTerminals(t *testing.T) {
	t.Parallel()
	terminals := append([]string{"github.com/clipperhouse/uax29"}, thirdParties["examples/handshakes"]...)
	ours, _ := list(t)
	for _, from := range ours {
		if from.area() != "examples/handshakes" {
			assertLinksNone(t, from, terminals)
		}
	}
}

// auth serves any service, and auth/invitation any cloud, so neither links a cloud or
// pagination.
func TestImports_AuthWithoutSubPackages(t *testing.T) {
	t.Parallel()
	ours, _ := list(t)
	for _, from := range ours {
		if !within(from.path(), "auth") {
			continue
		}
		assertLinksNone(t, from, []string{module + "/pagination", module + "/huaweiorg", module + "/alibabarm"})
		switch from.path() {
		case "auth":
			for _, path := range from.Deps {
				assert.False(t, strings.HasPrefix(path, module+"/"), "auth links %s", path)
			}
		case "auth/invitation", "auth/internal/canonical", "auth/internal/temporary", "auth/authtest":
			assertLinksNone(t, from, []string{module + "/auth/huawei", module + "/auth/alibaba"})
		}
	}
}

func TestImports_PaginationLinksStandardLibraryOnly(t *testing.T) {
	t.Parallel()
	ours, standard := list(t)
	for _, from := range ours {
		if from.area() != "pagination" {
			continue
		}
		for _, path := range from.Deps {
			assert.True(t, standard[path] || within(path, module+"/pagination"), "%s links %s", from.path(), path)
		}
	}
}

func assertLinksNone(t *testing.T, from listed, modules []string) {
	t.Helper()
	for _, path := range from.Deps {
		for _, m := range modules {
			assert.False(t, within(path, m), "%s links %s", from.path(), path)
		}
	}
}

func TestImports_Folders(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("..")
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") {
			got = append(got, name)
		}
	}
	assert.ElementsMatch(t, []string{
		"LICENSE", "README.md", "alibabarm", "auth", "examples", "go.mod", "go.sum", "huaweiorg", "pagination",
	}, got, "files of the top folder: others go to .github or .ci")
}

// watch walks through every folder, so that the go command does not reuse the result of an
// earlier run. The go command does not know which files "go list" reads in a test.
func watch(t *testing.T) {
	t.Helper()
	require.NoError(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != ".." && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		return err
	}))
}

// within reports whether a package is at that path or beneath it.
func within(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
