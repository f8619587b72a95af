package command

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSplitCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, command string
		windows       bool
		want          []string
	}{
		{name: "words", command: "  keys\t--for  prod\n", want: []string{"keys", "--for", "prod"}},
		{
			name:    "quotes of both kinds",
			command: `'/opt/my tools/keys' "a 'b'" c'd'"e"`,
			want:    []string{"/opt/my tools/keys", "a 'b'", "cde"},
		},
		{name: "an empty argument", command: `keys "" ''`, want: []string{"keys", "", ""}},
		{
			name:    "escapes",
			command: `my\ keys \"a\" "b\"\\\$\x" 'c\d'`,
			want:    []string{"my keys", `"a"`, `b"\$\x`, `c\d`},
		},
		{
			name:    "a line that continues",
			command: "keys \\\n--for \"a\\\nb\"", want: []string{"keys", "--for", "ab"},
		},
		{
			name:    "no shell syntax",
			command: "keys $HOME `id` ; rm *",
			want:    []string{"keys", "$HOME", "`id`", ";", "rm", "*"},
		},
		{
			name:    "a Windows path",
			command: `"C:\Program Files\keys.exe" C:\tmp\x "say \"a\""`, windows: true,
			want: []string{`C:\Program Files\keys.exe`, `C:\tmp\x`, `say "a"`},
		},
		{
			name:    "a backslash at the end, on Windows",
			command: `keys C:\`, windows: true, want: []string{"keys", `C:\`},
		},
		{name: "an empty command", command: " \t"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := splitCommand(c.command, c.windows)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
	for _, command := range []string{`keys "a`, `keys 'a`, `keys \`} {
		_, err := splitCommand(command, false)
		assert.Error(t, err, command)
	}
}
