package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNewFlags_Help(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		parts []string
		want  string
	}{
		{name: "flags stand where their line is", parts: []string{"What.\n\nFLAGS\n\nMore.\n", "Exit codes.\n"}, want: "What.\n\nFlags:\n  -dry  do nothing\n\nMore.\n\nExit codes.\n"},
		{name: "the line may end a part", parts: []string{"What.\n\nFLAGS\n", "Exit codes.\n"}, want: "What.\n\nFlags:\n  -dry  do nothing\n\nExit codes.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := NewFlags("prog", c.parts...)
			f.Bool("dry", false, "do nothing")
			assert.Equal(t, c.want, f.Help())
		})
	}
}
