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

// imports says which of our rooms the packages of a room may import, besides their own.
// A room is a folder with all that is beneath it, except rooms that are named here
// themselves.
var imports = map[string][]string{
	"auth":                    nil,
	"auth/internal/canonical": {"auth"},
	"auth/internal/temporary": {"auth"},
	"auth/huawei":             {"auth", "auth/internal/canonical", "auth/internal/temporary"},
	"auth/alibaba":            {"auth", "auth/internal/canonical", "auth/internal/temporary"},
	"auth/invitation":         {"auth"},
	"auth/authtest":           {"auth"},
	"pagination":              nil,
	"huaweiorg":               {"auth", "auth/huawei", "auth/invitation", "auth/authtest", "pagination"},
	"alibabarm":               {"auth", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination"},
	"examples/handshakes":     {"auth", "auth/huawei", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination", "huaweiorg", "alibabarm"},
	"examples":                {"auth", "auth/huawei", "auth/alibaba", "auth/invitation", "auth/authtest", "pagination", "huaweiorg", "alibabarm"},
}

// thirdParties says which modules of others the packages of a room may import.
var thirdParties = map[string][]string{
	"auth":         {"github.com/hashicorp/go-retryablehttp"},
	"auth/huawei":  {"gopkg.in/ini.v1"},                // the official SDK reads its profile file with it
	"auth/alibaba": {credentialsGo, "gopkg.in/ini.v1"}, // the official SDK reads its credentials file with it
	"alibabarm":    {credentialsGo},

	"examples/handshakes": {"github.com/mattn/go-runewidth", "golang.org/x/term"}, // the tool's tables and its progress line
}

// testOnly is what only our tests use: it is in no program.
var testOnly = []string{
	"github.com/stretchr/testify",
	"github.com/jarcoal/httpmock",
	"go.uber.org/goleak",
	"pgregory.net/rapid",
}

// otherCloud is what the packages of a cloud's rooms do not link: the other cloud
// and what that brings with it.
var otherCloud = map[string][]string{
	"huaweiorg":    ofAlibaba,
	"auth/huawei":  ofAlibaba,
	"alibabarm":    {module + "/huaweiorg", module + "/auth/huawei"},
	"auth/alibaba": {module + "/huaweiorg", module + "/auth/huawei"},
}

var ofAlibaba = append([]string{module + "/alibabarm", module + "/auth/alibaba"}, broughtByAlibaba...)

// broughtByAlibaba is what its official credentials bring with them.
var broughtByAlibaba = []string{
	credentialsGo,
	"github.com/alibabacloud-go/tea",
	"github.com/json-iterator/go",
}

// A listed is a package of ours as the go command sees it, its tests left out.
type listed struct {
	ImportPath string
	Export     string // the compiler's file on what it exports
	Standard   bool
	Imports    []string
	Deps       []string // all that it links
}

// path is the package's path in this module.
func (l listed) path() string { return strings.TrimPrefix(l.ImportPath, module+"/") }

// room is the smallest one that the package is in.
func (l listed) room() (smallest string) {
	for room := range imports {
		if within(l.path(), room) && len(room) > len(smallest) {
			smallest = room
		}
	}
	return smallest
}

// forTests tells packages that help to test programs.
func (l listed) forTests() bool { return strings.HasSuffix(l.ImportPath, "test") }

func TestImports(t *testing.T) {
	t.Parallel()
	ours, standard := list(t)
	for _, from := range ours {
		require.NotEmpty(t, from.room(), "%s is in a folder without a rule: add the folder to imports", from.path())
		for _, path := range from.Imports {
			to := listed{ImportPath: path}
			switch {
			case standard[path]:
			case within(path, module):
				assert.True(t, to.room() == from.room() || slices.Contains(imports[from.room()], to.room()),
					"%s imports %s: move what it needs, or add the direction to imports", from.path(), to.path())
				assert.True(t, !to.forTests() || from.forTests() || within(from.path(), "examples"),
					"%s imports %s, which is for tests: import it in a _test.go only", from.path(), to.path())
			default:
				assert.True(t, slices.ContainsFunc(thirdParties[from.room()], func(m string) bool { return within(path, m) }),
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
		case slices.Contains([]string{"paginationtest", "canonicaltest"}, path.Base(from.path())): // take a *testing.T; test services are for programs, too
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
		if others, ok := otherCloud[from.room()]; ok {
			assertLinksNone(t, from, others)
			checked[from.path()] = true
		}
	}
	for _, path := range []string{"huaweiorg", "huaweiorg/huaweiorgtest", "auth/huawei", "alibabarm", "alibabarm/alibabarmtest", "auth/alibaba"} {
		assert.True(t, checked[path], path)
	}
}

// What Huawei's side must not link is there to be linked, under these names.
func TestImports_AlibabaLinksOfficialCredentials(t *testing.T) {
	t.Parallel()
	ours, _ := list(t)
	i := slices.IndexFunc(ours, func(l listed) bool { return l.path() == "alibabarm" })
	require.GreaterOrEqual(t, i, 0)
	for _, m := range broughtByAlibaba {
		assert.True(t, slices.ContainsFunc(ours[i].Deps, func(path string) bool { return within(path, m) }), m)
	}
}

// What draws tables is in our go.mod, but in no program of a user.
func TestImports_OnlyTheToolLinksTerminals(t *testing.T) {
	t.Parallel()
	terminals := append([]string{"github.com/clipperhouse/uax29"}, thirdParties["examples/handshakes"]...)
	ours, _ := list(t)
	for _, from := range ours {
		if from.room() != "examples/handshakes" {
			assertLinksNone(t, from, terminals)
		}
	}
}

// Both clouds stand on auth, which is for any service, and on the engine, which is for
// any cloud. Neither knows what a list is.
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
		if from.room() != "pagination" {
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

// watch looks at every folder, so that the go command does not take the result of
// an earlier run for this one: it does not know what the go list in here reads.
func watch(t *testing.T) {
	t.Helper()
	require.NoError(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != ".." && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		return err
	}))
}

// within tells whether a package is that path or beneath it.
func within(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
