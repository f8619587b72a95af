package cli

import (
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
)

// Positional says that the command takes min to max arguments that are no flags, and what one
// is called in errors. The max is 1, or negative for any number. Without it, such an argument is a mistake.
// After [Flags.Parse], Args returns them.
func (f *Flags) Positional(name string, min, max int) { f.positional = positional{name, min, max} }

// Parse reads the arguments of a command. Flags and other arguments may come in any order; what
// follows -- is no flag. It adds -v, which sets p.Verbose. A mistake is a [UsageError]; -h
// writes the help to p.Stdout and is [flag.ErrHelp].
func (f *Flags) Parse(p *Process, args []string) error {
	if f.Lookup("v") == nil {
		f.BoolVar(&p.Verbose, "v", p.Verbose, "log each request, and show all of an error, on stderr")
	}
	rest, err := f.set(args)
	if errors.Is(err, flag.ErrHelp) {
		if _, err := io.WriteString(p.Stdout, f.Help()); err != nil {
			return err
		}
		return flag.ErrHelp
	}
	if err != nil {
		return err
	}
	if err := f.FlagSet.Parse(append([]string{"--"}, rest...)); err != nil {
		return &UsageError{err}
	}
	return f.positional.check(rest)
}

// set sets the flags among the arguments, and returns the other arguments.
func (f *Flags) set(args []string) (rest []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(rest, args...), nil
		case len(arg) < 2 || arg[0] != '-':
			rest = append(rest, arg)
		default:
			if args, err = f.setOne(strings.TrimPrefix(arg[1:], "-"), args); err != nil {
				return nil, err
			}
		}
	}
	return rest, nil
}

// setOne sets the flag of an argument, and returns the arguments after its value.
func (f *Flags) setOne(arg string, args []string) ([]string, error) {
	name, value, hasValue := strings.Cut(arg, "=")
	fl := f.Lookup(name)
	switch {
	case fl == nil && (name == "h" || name == "help"):
		return nil, flag.ErrHelp
	case fl == nil:
		return nil, Misuse("there is no flag -%s%s", name, DidYouMean("-", name, f.names()))
	case hasValue:
	case takesNoValue(fl):
		value = "true"
	case len(args) == 0:
		kind, _ := flag.UnquoteUsage(fl)
		return nil, Misuse("-%s needs a value: -%s %s", name, name, strings.ToUpper(kind))
	default:
		value, args = args[0], args[1:]
	}
	if value == "" { // the default in its place could be the real cloud
		return nil, Misuse("-%s: the value is empty: is a variable not set?", name)
	}
	if err := f.Set(name, value); err != nil {
		if takesNoValue(fl) {
			err = errors.New("say true or false")
		}
		return nil, Misuse("-%s %q: %w", name, value, err)
	}
	return args, nil
}

// takesNoValue reports whether the flag is a switch.
func takesNoValue(fl *flag.Flag) bool {
	b, ok := fl.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func (f *Flags) names() (all []string) {
	f.VisitAll(func(fl *flag.Flag) { all = append(all, fl.Name) })
	return all
}

func (p positional) check(args []string) error {
	switch n := len(args); {
	case p.name == "" && n > 0:
		return Misuse("%q is not a flag; flags begin with -, and those with a value are written -name=value", args[0])
	case n < p.min:
		return Misuse("%s is missing", p.name)
	case p.max >= 0 && n > p.max:
		return Misuse("give one %s; %q is the second", p.name, args[1])
	case slices.Contains(args, ""):
		return Misuse("%s is empty: is a variable not set?", p.name)
	}
	return nil
}
