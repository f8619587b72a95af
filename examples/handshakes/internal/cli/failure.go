package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// maxFailures is how many failures are told one by one without -v.
const maxFailures = 5

// A failure is one of the errors that a command ends with, and whose it is: a cloud's or an
// account's, or "".
type failure struct {
	source string
	err    error
}

// named begins a text with the source, unless the text names it.
func (f failure) named(text string) string {
	if f.source == "" || strings.Contains(text, titles[f.source]) && titles[f.source] != "" {
		return text
	}
	return f.source + ": " + text
}

// parts are the failures of which an error is joined, and the exit code that it has besides
// them: a [Code], or [Done].
func parts(err error) (failures []failure, code Code) {
	collect("", err, func(source string, err error) {
		switch c, ok := err.(Code); {
		case ok:
			code = max(code, c)
		case !ReaderGone(err):
			failures = append(failures, failure{source, err})
		}
	})
	return failures, code
}

// collect calls f for each error that is joined by [errors.Join], with the names of the sources
// that failed with it.
func collect(source string, err error, f func(string, error)) {
	if err == nil {
		return
	}
	if s, ok := err.(*pagination.SourceError); ok {
		collect(strings.TrimPrefix(source+": "+s.Name, ": "), s.Err, f)
		return
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || errors.Join(joined.Unwrap()...).Error() != err.Error() {
		f(source, err)
		return
	}
	for _, e := range joined.Unwrap() {
		collect(source, e, f)
	}
}

// tell writes the failures to stderr: one with its advice in two lines, several in one each.
func (p *Process) tell(failures []failure) {
	var all []Explanation
	for _, f := range failures {
		all = append(all, Explain(f.err))
	}
	same := len(all) > 0 && !slices.ContainsFunc(all, func(e Explanation) bool { return e.Do != all[0].Do })
	for i, e := range all {
		if i == maxFailures && !p.Verbose {
			p.Say("and %d more; -v shows all", len(all)-i)
			break
		}
		if !same && e.Do != "" {
			e.What += "; " + e.Do
		}
		p.Say("%s", failures[i].named(e.What))
	}
	if same && all[0].Do != "" {
		p.Say("%s", all[0].Do)
	}
	for i, f := range failures {
		if text := f.err.Error(); p.Verbose && text != all[i].What {
			p.Say("%s", f.named("in detail: "+text))
		}
	}
}
