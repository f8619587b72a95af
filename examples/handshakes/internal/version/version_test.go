package version

import (
	"bytes"
	"runtime/debug"
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

func TestDescribe(t *testing.T) {
	t.Parallel()
	assert.Contains(t, describe(&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}), "handshakes v1.2.3, library ")
	assert.Contains(t, describe(nil), "handshakes (unknown), library ")
}
