package examples_test

import (
	"bytes"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	// trimmed lets the go command know a program again whose source is in another folder each
	// time.
	trimmed = "-trimpath"
	// stripped are the linker's flags for a program that is shipped.
	stripped = "-s -w"
)

// shipped are the flags to build a program as it would be shipped.
var shipped = []string{trimmed, "-ldflags=" + stripped}

// goRun compiles and runs a program that must succeed. The go command keeps what it linked, which
// go build does not, so that an unchanged program costs little.
func goRun(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append(append([]string{"run"}, shipped...), args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run(), errs.String())
	return out.String(), errs.String()
}
