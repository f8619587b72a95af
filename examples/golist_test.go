package examples_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// list returns every package of the module. It also reports which of the packages that they
// link belong to the standard library.
func list(t *testing.T) (ours []listed, standard map[string]bool) {
	t.Helper()
	standard = map[string]bool{"C": true, "unsafe": true}
	for _, l := range linked(t) {
		standard[l.ImportPath] = l.Standard
		if within(l.ImportPath, module) {
			ours = append(ours, l)
		}
	}
	require.NotEmpty(t, ours)
	return ours, standard
}

// linked returns every package of the module and every package that one of them links.
func linked(t *testing.T) []listed {
	t.Helper()
	watch(t)
	all, err := goList()
	require.NoError(t, err)
	return all
}

// goList runs the go command once for all tests, because each run loads every package.
var goList = sync.OnceValues(func() (all []listed, err error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,Standard,Imports,Deps", "./...")
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
})
