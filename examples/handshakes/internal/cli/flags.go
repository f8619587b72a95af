package cli

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Flags are the flags of a command, and its help.
type Flags struct {
	*flag.FlagSet
	help       string
	positional string // what an argument that is no flag is called in errors; "": there is none
	min, max   int    // of them
}

// NewFlags makes a set of flags for a program. The help is its parts, with the flags instead of
// the line FLAGS.
func NewFlags(name string, help ...string) *Flags {
	f := &Flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), help: strings.Join(help, "\n")}
	f.SetOutput(io.Discard) // Parse returns what is wrong
	f.Usage = func() {}
	return f
}

// Positional says that the command takes min to max arguments that are no flags, and what one
// is called in errors. The max is 1, or negative for no limit. Without Positional, such an argument is a
// mistake. After [Flags.Parse], Args returns them.
func (f *Flags) Positional(name string, min, max int) { f.positional, f.min, f.max = name, min, max }

// Help is the text that -h shows.
func (f *Flags) Help() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	f.VisitAll(func(fl *flag.Flag) {
		value, usage := flag.UnquoteUsage(fl)
		if !slices.Contains([]string{"", "0", "0s", "false"}, fl.DefValue) {
			usage += " (default " + fl.DefValue + ")"
		}
		_, _ = fmt.Fprintf(w, "  %s\t%s\n", strings.TrimSpace("-"+fl.Name+" "+value), usage)
	})
	_ = w.Flush()
	return strings.Replace(f.help, "FLAGS\n", "Flags:\n"+b.String(), 1)
}

// Parse reads the arguments of a command. Flags and other arguments may come in any order; what
// follows -- is no flag. It adds -v, which sets p.Verbose. A mistake is a [UsageError]; -h
// writes the help to p.Stdout and is [flag.ErrHelp].
func (f *Flags) Parse(p *Process, args []string) error {
	f.BoolVar(&p.Verbose, "v", p.Verbose, "log each request, and show all of an error, on stderr")
	rest, err := f.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_, broken := io.WriteString(p.Stdout, f.Help())
		return cmp.Or(broken, flag.ErrHelp)
	}
	if err == nil {
		err = f.check(rest)
	}
	if err != nil {
		return &UsageError{err}
	}
	return f.FlagSet.Parse(append([]string{"--"}, rest...)) // for Args
}

// parse sets the flags among the arguments, and returns the other arguments.
func (f *Flags) parse(args []string) (rest []string, err error) {
	for {
		if err := f.FlagSet.Parse(args); err != nil {
			return nil, err
		}
		left := f.Args()
		if read := len(args) - len(left); len(left) == 0 || read > 0 && args[read-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// check returns what is wrong with the arguments that are no flags, or that a flag is empty: the
// default in its place could be the real cloud.
func (f *Flags) check(args []string) (err error) {
	f.Visit(func(fl *flag.Flag) {
		if fl.Value.String() == "" {
			err = fmt.Errorf("-%s: the value is empty: is a variable not set?", fl.Name)
		}
	})
	switch n := len(args); {
	case err != nil:
		return err
	case f.positional == "" && n > 0:
		return fmt.Errorf("%q is not a flag; flags begin with -, and those with a value are written -name=value", args[0])
	case n < f.min:
		return fmt.Errorf("%s is missing", f.positional)
	case f.max >= 0 && n > f.max:
		return fmt.Errorf("give one %s; %q is the second", f.positional, args[1])
	case slices.Contains(args, ""):
		return fmt.Errorf("%s is empty: is a variable not set?", f.positional)
	}
	return nil
}
