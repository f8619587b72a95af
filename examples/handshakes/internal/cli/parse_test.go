package cli

import (
	"flag"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// settings are what the flags of these tests set.
type settings struct {
	limit    int
	dry      bool
	interval time.Duration
	statuses []string
	format   string
	trusted  []string
	file     string
	age      time.Duration
}

func (s *settings) flags() *Flags {
	s.format, s.interval = "table", time.Minute
	f := NewFlags("prog", "What it does.\n\nFLAGS\n", "More.\n")
	f.Var(Number(&s.limit, 0, 100), "limit", "at most this `number`")
	f.Var(Duration(&s.interval, time.Second, 30*day), "interval", "this `pause`")
	f.Var(Words(&s.statuses, "pending", "accepted", "expired"), "status", "only these `statuses`")
	f.Var(Word(&s.format, "table", "csv", "json"), "format", "the `format`")
	f.Var(IDs(&s.trusted), "organization", "from these `IDs`")
	f.BoolVar(&s.dry, "dry", false, "only say what would be done")
	f.Var(Duration(&s.age, time.Second, math.MaxInt64), "older-than", "those of this `age`")
	f.StringVar(&s.file, "file", "", "read this `file`")
	return f
}

func TestFlags_Parse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args string
		rest []string
		want settings
	}{
		{name: "takes no arguments", want: settings{format: "table", interval: time.Minute}},
		{
			name: "takes flags with their values behind = or a space", args: "-limit=3 --format csv -dry -interval 2w",
			want: settings{limit: 3, format: "csv", dry: true, interval: 14 * day},
		},
		{
			name: "takes flags before, between and behind other arguments", args: "-dry a -limit 3 b -format json",
			rest: []string{"a", "b"}, want: settings{limit: 3, format: "json", dry: true, interval: time.Minute},
		},
		{
			name: "takes what follows -- for no flag", args: "-dry -- -limit a",
			rest: []string{"-limit", "a"}, want: settings{format: "table", dry: true, interval: time.Minute},
		},
		{
			name: "takes -- for a value where a value belongs", args: "-organization -- a",
			rest: []string{"a"}, want: settings{format: "table", interval: time.Minute, trusted: []string{"--"}},
		},
		{
			name: "turns a switch off", args: "-dry=false -",
			rest: []string{"-"}, want: settings{format: "table", interval: time.Minute},
		},
		{
			name: "takes words in any case and IDs as they are, each once", args: "-status Pending,EXPIRED -status pending -organization o-A,o-b -organization o-A",
			want: settings{format: "table", interval: time.Minute, statuses: []string{"pending", "expired"}, trusted: []string{"o-A", "o-b"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got settings
			f := got.flags()
			f.Positional("ID", 0, -1)
			p, stdout, _ := newProcess()
			require.NoError(t, f.Parse(p, strings.Fields(c.args)))
			assert.Equal(t, c.want, got)
			assert.Equal(t, len(c.rest), f.NArg())
			assert.ElementsMatch(t, c.rest, f.Args())
			assert.Empty(t, stdout.String())
		})
	}
}

func TestFlags_Parse_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{name: "an unknown flag", args: []string{"-limt", "3"}, says: "flag provided but not defined: -limt"},
		{name: "an unknown flag that is like none", args: []string{"--everything=3"}, says: "flag provided but not defined: -everything"},
		{name: "a flag without its value", args: []string{"-limit"}, says: "flag needs an argument: -limit"},
		{name: "a number that is none", args: []string{"-limit", "three"}, says: `invalid value "three" for flag -limit: give a number from 0 to 100`},
		{name: "a number out of its range", args: []string{"-limit=101"}, says: `invalid value "101" for flag -limit: give a number from 0 to 100`},
		{name: "a number that does not fit", args: []string{"-limit", "99999999999999999999"}, says: `invalid value "99999999999999999999" for flag -limit: give a number from 0 to 100`},
		{name: "a word behind a switch", args: []string{"-dry", "true", "h-1"}, says: `give one ID; "h-1" is the second`},
		{name: "a switch that is neither on nor off", args: []string{"-dry=perhaps"}, says: `invalid boolean value "perhaps" for -dry`},
		{name: "an unknown word", args: []string{"-format", "jsno"}, says: `invalid value "jsno" for flag -format: there is no "jsno"; use table, csv, json`},
		{name: "an unknown word in a list", args: []string{"-status", "pending,expried"}, says: `invalid value "pending,expried" for flag -status: there is no "expried"; use pending, accepted, expired`},
		{name: "an empty list", args: []string{"-status", ""}, says: "a value is empty: is a variable not set?"},
		{name: "an empty text, for which the default would stand", args: []string{"-file", ""}, says: "-file: the value is empty: is a variable not set?"},
		{name: "an empty text behind =", args: []string{"-file="}, says: "-file: the value is empty"},
		{name: "an empty switch", args: []string{"-dry="}, says: `invalid boolean value "" for -dry`},
		{name: "an empty ID", args: []string{"-organization", "o-1,"}, says: "a value is empty"},
		{name: "a duration without a unit", args: []string{"-interval", "3"}, says: `invalid value "3" for flag -interval: no duration: write it as 90s, 36h, 3d, 2w or 1d12h`},
		{name: "a duration out of its range", args: []string{"-interval", "31d"}, says: `invalid value "31d" for flag -interval: give at most 30d`},
		{name: "a duration below the least of any length", args: []string{"-older-than", "0"}, says: `invalid value "0" for flag -older-than: give at least 1s`},
		{name: "too many arguments", args: []string{"a", "b"}, says: `give one ID; "b" is the second`},
		{name: "too few arguments", args: []string{"-dry"}, says: "ID is missing"},
		{name: "an empty argument", args: []string{""}, says: "ID is empty: is a variable not set?"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			var s settings
			f := s.flags()
			f.Positional("ID", 1, 1)
			p, stdout, _ := newProcess()
			err := f.Parse(p, c.args)
			var misuse *UsageError
			require.ErrorAs(t, err, &misuse)
			assert.ErrorContains(t, err, c.says)
			assert.Empty(t, stdout.String())
		})
	}
	t.Run("refuses an argument of a command that takes flags only", func(t *testing.T) {
		t.Parallel()
		var s settings
		p, _, _ := newProcess()
		assert.ErrorContains(t, s.flags().Parse(p, []string{"limit", "3"}), `"limit" is not a flag`)
	})
}

func TestFlags_Parse_Verbose(t *testing.T) {
	t.Parallel()
	var s settings
	p, _, _ := newProcess()
	require.NoError(t, s.flags().Parse(p, []string{"-v"}))
	assert.True(t, p.Verbose)
}

func TestFlags_Parse_Help(t *testing.T) {
	t.Parallel()
	for _, arg := range []string{"-h", "--help"} {
		var s settings
		p, stdout, stderr := newProcess()
		require.ErrorIs(t, s.flags().Parse(p, []string{"-dry", arg, "-nonsense"}), flag.ErrHelp)
		golden(t, "help.golden", stdout.String())
		assert.Empty(t, stderr.String())
	}
}

func TestFormatDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"3d": 3 * day, "2w": 14 * day, "36h": 36 * time.Hour, "1d12h": 36 * time.Hour, "90s": 90 * time.Second,
		"1.5h": 90 * time.Minute, "250ms": 250 * time.Millisecond, "0": 0, "1w2d3h4m5s": 9*day + 3*time.Hour + 4*time.Minute + 5*time.Second,
	} {
		got, err := parseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := parseDuration(FormatDuration(got))
		require.NoError(t, err, text)
		assert.Equal(t, got, again, "%s is written %s", text, FormatDuration(got))
	}
	for _, text := range []string{"", "3", "d", "-3d", "3 d", "3D", "3y", ".d", "1.2.3h", "1e5s", "99999999w", "3d4", "١d", "NaNs"} {
		_, err := parseDuration(text)
		assert.Error(t, err, text)
	}
}
