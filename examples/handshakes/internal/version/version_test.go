package version

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	var stdout bytes.Buffer
	require.NoError(t, Command.Run(t.Context(), &cli.Process{Stdout: &stdout}, nil))
	assert.Regexp(t, `^handshakes \S+, library `+auth.Version+`, go\S+ \w+/\w+\n$`, stdout.String())
}
