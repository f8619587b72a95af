package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Flags are a program's flags in groups, and its help.
type Flags struct {
	*flag.FlagSet
	help       string
	groups     []group
	positional positional
}

// A positional is what a command takes besides flags.
type positional struct {
	name     string
	min, max int
}

// flagsLine stands in a help where the flags do.
const flagsLine = "\nFLAGS\n"

type group struct {
	title string
	names []string
}

// NewFlags makes a set of flags for a program. The help is its parts, with the flags in place of
// the line FLAGS, or behind the first part if no part has one.
func NewFlags(name string, help ...string) *Flags {
	if !strings.Contains(strings.Join(help, ""), flagsLine) {
		help = slices.Insert(slices.Clone(help), min(1, len(help)), flagsLine)
	}
	f := &Flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), help: "\n"}
	for _, part := range help {
		f.help += strings.TrimSpace(part) + "\n\n"
	}
	f.SetOutput(io.Discard) // Parse says what is wrong
	f.Usage = func() {}
	return f
}

// Group says under which title, and in which order, flags stand in the help. Those
// without a group stand last. A title that is given again gets more flags.
func (f *Flags) Group(title string, names ...string) {
	for i := range f.groups {
		if f.groups[i].title == title {
			f.groups[i].names = append(f.groups[i].names, names...)
			return
		}
	}
	f.groups = append(f.groups, group{title, names})
}

// Help is the text that -h shows.
func (f *Flags) Help() string {
	return strings.TrimSpace(strings.Replace(f.help, flagsLine, f.list(), 1)) + "\n"
}

// list shows the flags, each group with an empty line before it.
func (f *Flags) list() string {
	var b strings.Builder
	width := 0
	rest := group{title: "Other"}
	f.VisitAll(func(fl *flag.Flag) {
		width = max(width, len(heading(fl)))
		if !slices.ContainsFunc(f.groups, func(g group) bool { return slices.Contains(g.names, fl.Name) }) {
			rest.names = append(rest.names, fl.Name)
		}
	})
	groups := slices.Clone(f.groups)
	if rest.names != nil {
		groups = append(groups, rest)
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s:\n", g.title)
		for _, name := range g.names {
			if fl := f.Lookup(name); fl != nil {
				fmt.Fprintf(&b, "  %-*s  %s\n", width, heading(fl), describe(fl))
			}
		}
	}
	return b.String()
}

func heading(fl *flag.Flag) string {
	value, _ := flag.UnquoteUsage(fl)
	return strings.TrimSpace("-" + fl.Name + " " + value)
}

func describe(fl *flag.Flag) string {
	_, usage := flag.UnquoteUsage(fl)
	switch fl.DefValue {
	case "", "0", "false":
		return usage
	default:
		return usage + " (default " + fl.DefValue + ")"
	}
}
