package examples_test

import (
	"bufio"
	"bytes"
	"cmp"
	"debug/buildinfo"
	"fmt"
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

// A program is built from testdata/size without symbols, as a user ships it.
type program struct {
	path    string
	size    int64
	modules []string // linked, except this one
}

func build(t testing.TB, name, ldflags string) program {
	t.Helper()
	p := program{path: filepath.Join(t.TempDir(), name+".exe")}
	cmd := exec.CommandContext(t.Context(), "go", "build", trimmed, "-ldflags="+ldflags, "-o", p.path, "./testdata/size/"+name)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	file, err := os.Stat(p.path)
	require.NoError(t, err)
	p.size = file.Size()
	info, err := buildinfo.ReadFile(p.path)
	require.NoError(t, err)
	for _, m := range info.Deps {
		p.modules = append(p.modules, m.Path)
	}
	return p
}

func TestSize_HuaweiCloud(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector does not change the programs")
	}
	watch(t)
	p := build(t, "huawei", stripped)
	assert.LessOrEqual(t, len(p.modules), 3, p.modules)
	assert.LessOrEqual(t, p.size-build(t, "bare", stripped).size, int64(1e6), "bytes more than a bare program")
}

// BenchmarkSize reports how much larger a program that lists invitations is than one with
// net/http, encoding/json and log/slog, and how many modules it links. It logs the kB of code
// and data of each module.
func BenchmarkSize(b *testing.B) {
	bare := build(b, "bare", stripped)
	before := symbols(b, build(b, "bare", "").path, nil)
	for _, name := range []string{"huawei", "alibaba"} {
		b.Run(name, func(b *testing.B) {
			p := build(b, name, stripped)
			for b.Loop() { // nothing is timed
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(p.size)/1e6, "MB")
			b.ReportMetric(float64(p.size-bare.size)/1e6, "MB-over-bare")
			b.ReportMetric(float64(len(p.modules)), "modules")

			after := symbols(b, build(b, name, "").path, p.modules)
			after[standardLibrary] -= before[standardLibrary]
			var costs []string // one line, because the log of a benchmark is cut after ten
			for _, m := range slices.SortedFunc(maps.Keys(after), func(m, n string) int { return cmp.Compare(after[n], after[m]) }) {
				costs = append(costs, fmt.Sprintf("%.0f kB %s", float64(after[m])/1e3, m))
			}
			b.Log(strings.Join(costs, ", "))
		})
	}
}

const standardLibrary = "standard library, beyond what the bare program has"

// symbols returns how many bytes of a program belong to each module.
func symbols(t testing.TB, path string, modules []string) map[string]int64 {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "tool", "nm", "-size", path).Output()
	require.NoError(t, err)
	sizes := map[string]int64{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text()) // address, size, kind, name
		if len(fields) < 4 || strings.ContainsAny(fields[2], "bBU") {
			continue // takes no room in the file
		}
		size, err := strconv.ParseInt(fields[1], 10, 64)
		require.NoError(t, err, lines.Text())
		sizes[moduleOf(strings.Join(fields[3:], " "), modules)] += size
	}
	return sizes
}

// moduleOf returns the module with the longest path that a symbol's name contains. In the last
// element of a package's path, nm writes a dot as %2e.
func moduleOf(symbol string, modules []string) string {
	symbol, owner := strings.ReplaceAll(symbol, "%2e", "."), standardLibrary
	if strings.Contains(symbol, module+"/") {
		return module
	}
	for _, m := range modules {
		if strings.Contains(symbol, m) && (owner == standardLibrary || len(m) > len(owner)) {
			owner = m
		}
	}
	return owner
}
