package output

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestFlags_Check(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args string
		says       string // "": it is good
	}{
		{name: "no flag is a table", args: ""},
		{name: "a format is chosen", args: "-format jsonl"},
		{name: "an unknown format", args: "-format xml", says: "table, csv, json, jsonl"},
		{name: "excel is for csv", args: "-format csv -excel"},
		{name: "excel without csv", args: "-excel", says: "-format csv"},
		{name: "wide without a table", args: "-format json -wide", says: "-format table"},
		{name: "columns without a table", args: "-format csv -columns id", says: "-format table"},
		{name: "columns have names without spaces", args: "-columns id,LONG-NAME,note,size"},
		{name: "an unknown column", args: "-columns id,colour", says: "status, long-name, id, note, size"},
		{name: "no column", args: "-columns ,", says: "a value is empty"},
		{name: "an unknown color", args: "-color red", says: "auto, always, never"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parse(c.args)
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			var misuse *cli.UsageError
			require.ErrorAs(t, err, &misuse)
			assert.ErrorContains(t, err, c.says)
		})
	}
}

func TestFlags_Color(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args string
		screen     terminal.Screen
		want       bool
	}{
		{name: "a terminal that shows colours", screen: terminal.Screen{Terminal: true, Color: true}, want: true},
		{name: "a terminal that does not", screen: terminal.Screen{Terminal: true}},
		{name: "always, even in a file", args: "-color always", want: true},
		{name: "never", args: "-color never", screen: terminal.Screen{Terminal: true, Color: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := flags(t, c.args)
			assert.Equal(t, c.want, newTable(c.screen, f, entries()).colored)
		})
	}
}
