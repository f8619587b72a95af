package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCommands_README(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	for _, name := range names() {
		row := regexp.MustCompile(`(?m)^\| (?:\[` + name + `\]\(#[\w-]+\)|` + name + `) \|.*\x60go run \./examples/handshakes ` + name + `\b`)
		assert.True(t, row.Match(readme), "add a row for %s to the table of commands in examples/README.md, with a command that works offline", name)
	}
}
