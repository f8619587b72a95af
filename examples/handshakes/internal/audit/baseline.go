package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
)

// maxBaseline is the limit for the file in bytes. The largest audits write less.
const maxBaseline = 64 << 20

// readBaseline reads the file of -baseline, if there is one.
func (a *audit) readBaseline(ctx context.Context, stdin io.Reader) error {
	if a.Baseline == "" {
		return nil
	}
	data, err := csvfile.ReadFile(ctx, a.Baseline, stdin, maxBaseline)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		a.baseline, err = parseBaseline(data)
	}
	if err == nil && len(a.baseline) > 0 && !slices.ContainsFunc(a.baseline, func(f *finding) bool { return a.list(f) != nil }) {
		err = errors.New("it is of other accounts; give what an earlier audit of these accounts wrote")
	}
	if err != nil {
		return cli.Misuse("-baseline %s: %w", a.Baseline, err)
	}
	return nil
}

var errShape = errors.New("it is not what audit writes with -format jsonl or json")

// parseBaseline reads json and jsonl. It leaves out the findings that the earlier audit reported
// as gone. An error never quotes the file.
func parseBaseline(data []byte) (out []*finding, _ error) {
	if data = bytes.TrimSpace(data); !bytes.HasPrefix(data, []byte("[")) { // jsonl has a value on each line
		data = slices.Concat([]byte("["), bytes.ReplaceAll(data, []byte("\n"), []byte(",\n")), []byte("]"))
	}
	if json.Unmarshal(data, &out) != nil {
		return nil, errShape
	}
	for _, f := range out {
		if f == nil || f.Invitation.ID == "" || !slices.Contains(kinds, f.Kind) {
			return nil, errShape
		}
		f.LookAlike, f.Invitation.Native = "", nil // the native object is large, and no format shows it
	}
	return slices.DeleteFunc(out, func(f *finding) bool { return f.Change == changeGone }), nil
}

// list returns the list of a finding, or nil if this audit does not read that list.
func (a *audit) list(f *finding) *list {
	for _, l := range a.Lists {
		if l.Cloud == f.Invitation.Cloud && l.Name == f.Account && l.Kind == f.List {
			return l
		}
	}
	return nil
}

// compare marks each finding as new or still there. It adds the findings that are gone: those that
// only the baseline has, if the audit read their list completely.
func (a *audit) compare() {
	if a.Baseline == "" {
		return
	}
	type key struct {
		*list
		id string
	}
	before := map[key]*finding{}
	for _, f := range a.baseline {
		f.Change = changeGone
		before[key{a.list(f), f.Invitation.ID}] = f
	}
	for _, l := range a.Lists {
		for _, f := range l.Findings {
			f.Change = changeNew
			if old := before[key{l, f.Invitation.ID}]; old != nil {
				f.Change, old.Change = changeStill, changeStill
			}
		}
	}
	for k, f := range before {
		if f.Change == changeGone && k.list != nil && k.Err == nil {
			a.Gone = append(a.Gone, f)
		}
	}
	sortFindings(a.Gone)
}
