package audit

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// maxBaseline is far more than the findings of all accounts that one audit can read.
const maxBaseline = 64 << 20

// A key tells findings apart.
type key struct{ cloud, account, list, id string }

func keyOf(f *report.Finding) key {
	return key{f.Invitation.Cloud, f.Account, f.List, f.Invitation.ID}
}

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
	if info, err := os.Stat(a.Baseline); err == nil {
		a.Since = info.ModTime()
	}
	if err == nil && len(a.baseline) > 0 && !slices.ContainsFunc(a.baseline, func(f *report.Finding) bool { return a.reading(f) != nil }) {
		err = errors.New("it is of other accounts; give what an earlier audit of these accounts wrote")
	}
	if err != nil {
		return cli.Misuse("-baseline %s: %w", a.Baseline, err)
	}
	return nil
}

var errShape = errors.New("it is not what audit writes with -format jsonl or json")

// parseBaseline reads json and jsonl. It leaves out findings that were gone then. An error shows
// no content.
func parseBaseline(data []byte) (out []*report.Finding, _ error) {
	d := json.NewDecoder(bytes.NewReader(data))
	array := bytes.HasPrefix(bytes.TrimSpace(data), []byte("["))
	if array {
		_, _ = d.Token()
	}
	n := 0
	for ; d.More(); n++ {
		var f report.Finding
		if d.Decode(&f) != nil || f.Invitation.ID == "" || !slices.Contains(report.Kinds(), f.Kind) {
			return nil, fmt.Errorf("value %d: %w", n+1, errShape)
		}
		f.LookAlike, f.Invitation.Native = "", nil // which is large, and nobody reads it
		if f.Change != report.ChangeGone {
			out = append(out, &f)
		}
	}
	if end, err := d.Token(); array && end != json.Delim(']') || !array && !errors.Is(err, io.EOF) {
		return nil, errShape
	}
	return out, nil
}

// compare says of each finding whether the baseline has it, and adds what is gone: what only the
// baseline has of lists that were read completely.
func (a *audit) compare() {
	if a.Baseline == "" {
		return
	}
	change := map[key]string{}
	for _, f := range a.baseline {
		change[keyOf(f)] = report.ChangeStill
	}
	found := map[key]bool{}
	for _, f := range a.Findings {
		found[keyOf(f)] = true
		f.Change = cmp.Or(change[keyOf(f)], report.ChangeNew)
	}
	for _, f := range a.baseline {
		if r := a.reading(f); r != nil && r.err == nil && !found[keyOf(f)] {
			f.Change = report.ChangeGone
			a.Gone = append(a.Gone, f)
		}
	}
}
