package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// maxBaseline is far more than the findings of all accounts that one audit can read.
const maxBaseline = 64 << 20

// A baseline has the findings of an earlier audit that this one has not met yet.
type baseline map[key]report.Finding

// A key tells findings apart. That of a list has no ID.
type key struct{ cloud, account, list, id string }

func keyOf(f report.Finding) key { return key{f.Invitation.Cloud, f.Account, f.List, f.Invitation.ID} }

// readBaseline reads the file of -baseline, if there is one, up to a limit in bytes.
func (a *audit) readBaseline(ctx context.Context, stdin io.Reader, limit int64) error {
	if a.Baseline == "" {
		return nil
	}
	data, err := csvfile.ReadFile(ctx, a.Baseline, stdin, limit)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var findings []report.Finding
	if err == nil {
		findings, err = parseBaseline(data)
	}
	if info, err := os.Stat(a.Baseline); err == nil {
		a.Since = info.ModTime()
	}
	if err == nil && len(findings) > 0 && !slices.ContainsFunc(findings, a.reads) {
		err = errors.New("it is of other accounts; give what an earlier audit of these accounts wrote")
	}
	if err != nil {
		return cli.Misuse("-baseline %s: %w", a.Baseline, err)
	}
	a.baseline = baseline{}
	for _, f := range findings {
		if f.Change != changeGone { // before
			a.baseline[keyOf(f)] = f
		}
	}
	return nil
}

// reads reports whether the audit reads the list of a finding.
func (a *audit) reads(f report.Finding) bool {
	return slices.ContainsFunc(a.Lists, func(l report.List) bool {
		return l.Cloud == f.Invitation.Cloud && l.Account == f.Account && l.Kind == f.List
	})
}

// compare sets the change of an invitation that the audit read. One that was a finding and is
// none any more is gone.
func (a *audit) compare(f *report.Finding) {
	earlier, found := a.baseline[keyOf(*f)]
	delete(a.baseline, keyOf(*f))
	switch {
	case a.baseline == nil:
	case f.Kind != "" && found:
		f.Change = report.ChangeStill
	case f.Kind != "":
		f.Change = report.ChangeNew
	case found:
		earlier.Invitation = f.Invitation
		a.gone(earlier)
	}
}

func (a *audit) gone(f report.Finding) {
	f.Change, f.LookAlike, f.Invitation.Native = changeGone, "", nil
	a.Gone = append(a.Gone, f)
}

var errShape = errors.New("it is not what audit writes with -format jsonl or json")

// parseBaseline reads json and jsonl. Its errors show no content.
func parseBaseline(data []byte) (out []report.Finding, _ error) {
	d := json.NewDecoder(bytes.NewReader(data))
	array := bytes.HasPrefix(bytes.TrimSpace(data), []byte("["))
	if array {
		_, _ = d.Token()
	}
	for d.More() {
		var f report.Finding
		if d.Decode(&f) != nil || !known(f) {
			return nil, fmt.Errorf("value %d: %w", len(out)+1, errShape)
		}
		f.State, f.Invitation.Native = string(f.Invitation.Status), nil // which is large, and is not written
		out = append(out, f)
	}
	if end, err := d.Token(); array && end != json.Delim(']') || !array && !errors.Is(err, io.EOF) {
		return nil, errShape
	}
	return out, nil
}

// known reports whether the tool writes such a finding.
func known(f report.Finding) bool {
	return slices.Contains([]string{clouds.HuaweiName, clouds.AlibabaName}, f.Invitation.Cloud) && f.Invitation.ID != "" &&
		(f.List == report.Sent || f.List == report.Received) && slices.Contains(report.Kinds(), f.Kind)
}
