package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Flags are a program's flags in groups, and its help.
type Flags struct {
	*flag.FlagSet
	before, after string
	groups        []group
	positional    positional
}

type group struct {
	title string
	names []string
}

// NewFlags makes a set of flags for a program. In the help, before stands in front
// of them and after behind them.
func NewFlags(name, before, after string) *Flags {
	f := &Flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), before: before, after: after}
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

// ParseOnly reads a command line that has flags only, without -v. A mistake is a [UsageError];
// -h writes the help to stdout and is [flag.ErrHelp].
func (f *Flags) ParseOnly(args []string, stdout io.Writer) error {
	err := f.FlagSet.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, f.Help()); err != nil {
			return err
		}
		return flag.ErrHelp
	case err != nil:
		return &UsageError{err}
	case f.NArg() > 0:
		return Misuse("%q is not a flag; flags begin with -, and those with a value are written -name=value", f.Arg(0))
	}
	return nil
}

// Help is the text that -h shows.
func (f *Flags) Help() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(f.before) + "\n")
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
	b.WriteString("\n" + strings.TrimSpace(f.after) + "\n")
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
