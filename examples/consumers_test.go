package examples_test

import (
	"bytes"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// consumers are programs as users write them with the library, one file each. A consumer
// without an example is a test itself.
var consumers = []struct{ file, example, calls string }{
	{
		file: "../huaweiorg/example_terraform_test.go", example: "terraform",
		calls: "InviteAll CurrentHandshake CancelHandshake ListAccounts Do",
	},
	{
		file: "../auth/invitation/example_inventory_test.go", example: "inventory",
		calls: "MergeSourced Filter Take",
	},
	{
		file: "../auth/invitation/example_migration_test.go", example: "migration",
		calls: "InviteAll Each Accept WaitAll",
	},
	{
		file: "../auth/invitation/example_snapshot_test.go", example: "snapshot",
		calls: "Sent Changes",
	},
	{
		file: "../auth/invitation/example_webpage_test.go", example: "webPage",
		calls: "MapPager Page Next",
	},
	{
		file: "../auth/invitation/example_metrics_test.go", example: "metrics",
		calls: "WithObserver CallInfo",
	},
	{
		file: "../auth/invitation/example_controller_test.go", example: "controller",
		calls: "Sent Members InviteAll WithSent KnownMembers CancelPending",
	},
	{file: "../alibabarm/alibabarmtest/cancelstale_test.go", calls: "Inject Unused CancelPending"},
}

// Each consumer is a complete file of at most 100 lines. The documentation shows it with its
// imports and types, and go test checks its output.
func TestConsumers(t *testing.T) {
	t.Parallel()
	const mostLines = 100
	for _, c := range consumers {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(c.file)
			require.NoError(t, err)
			assert.LessOrEqual(t, bytes.Count(text, []byte("\n")), mostLines)
			for name := range strings.FieldsSeq(c.calls) {
				assert.Contains(t, string(text), "."+strings.TrimPrefix(name, "."), "the file uses the call")
			}
			f, err := parser.ParseFile(token.NewFileSet(), c.file, text, parser.ParseComments)
			require.NoError(t, err)
			if c.example == "" {
				assert.Contains(t, string(text), "\nfunc Test")
				return
			}
			examples := doc.Examples(f)
			require.Len(t, examples, 1)
			assert.Equal(t, "_"+c.example, examples[0].Name)
			assert.NotEmpty(t, examples[0].Doc)
			assert.NotEmpty(t, examples[0].Output, "an example without an output is not run")
			assert.NotNil(t, examples[0].Code)
			assert.Equal(t, f.Package, examples[0].Code.Pos(), "the documentation shows the complete file")
		})
	}
}
