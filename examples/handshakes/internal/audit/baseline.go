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

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// maxBaseline is far more than the findings of all accounts that one audit can read.
const maxBaseline = 64 << 20

// A baseline is what an earlier audit or list wrote.
type baseline map[key]*earlier

// An earlier is a finding of a baseline, and what the audit found of it.
type earlier struct {
	report.Finding
	still bool // it is a finding
	ended bool // its invitation is no finding any more
}

// A key tells findings apart. That of a list has no ID.
type key struct{ cloud, account, list, id string }

func keyOf(f report.Finding) key { return key{f.Invitation.Cloud, f.Account, f.List, f.Invitation.ID} }

// readBaseline reads the file of -baseline, if there is one.
func (a *audit) readBaseline(ctx context.Context, stdin io.Reader) error {
	if a.Baseline == "" {
		return nil
	}
	data, err := csvfile.ReadFile(ctx, a.Baseline, stdin, maxBaseline)
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
			a.baseline[keyOf(f)] = &earlier{Finding: f}
		}
	}
	return nil
}

// reads reports whether the audit reads the list of a finding. What a list wrote names no
// account.
func (a *audit) reads(f report.Finding) bool {
	return slices.ContainsFunc(a.Lists, func(l report.List) bool {
		return l.Cloud == f.Invitation.Cloud && (f.Account == "" || l.Account == f.Account && l.Kind == f.List)
	})
}

// compare sets the change of what the audit read, and notes what has become of the earlier one.
func (b baseline) compare(f *report.Finding) {
	if b == nil {
		return
	}
	f.Change = report.ChangeNew
	for _, k := range []key{keyOf(*f), {cloud: f.Invitation.Cloud, id: f.Invitation.ID}} {
		e := b[k]
		switch {
		case e == nil:
		case f.Kind != "":
			e.still, f.Change = true, report.ChangeStill
		default:
			e.ended, e.Invitation = true, f.Invitation
		}
	}
}

// gone returns the findings that there are no more. What a list does not show is gone only if
// it was read completely; and what an earlier list wrote may be in a list that was not read.
func (b baseline) gone(complete map[key]bool) (out []report.Finding) {
	for k, e := range b {
		k.id = ""
		if e.Kind != "" && !e.still && (e.ended || complete[k]) {
			e.Change, e.LookAlike = changeGone, ""
			out = append(out, e.Finding)
		}
	}
	return out
}

var errShape = errors.New("it is not what audit or list writes with -format jsonl or json")

// A listed is an invitation as a list writes it, whose fields are not those of a finding.
type listed = invitation.Invitation

// parseBaseline reads json and jsonl. Its errors show no content.
func parseBaseline(data []byte) (out []report.Finding, _ error) {
	d := json.NewDecoder(bytes.NewReader(data))
	array := bytes.HasPrefix(bytes.TrimSpace(data), []byte("["))
	if array {
		_, _ = d.Token()
	}
	for d.More() {
		var v struct {
			report.Finding
			listed
		}
		if d.Decode(&v) != nil {
			return nil, fmt.Errorf("value %d: %w", len(out)+1, errShape)
		}
		if v.Finding.Invitation.Cloud == "" {
			v.Finding.Invitation = v.listed
		}
		f, ok := known(v.Finding)
		if !ok {
			return nil, fmt.Errorf("value %d: %w", len(out)+1, errShape)
		}
		out = append(out, f)
	}
	if end, err := d.Token(); array && end != json.Delim(']') || !array && !errors.Is(err, io.EOF) {
		return nil, errShape
	}
	return out, nil
}

// known reports whether the tool writes such a finding. An invitation of a list, which is no
// finding, gets the kind that its status is.
func known(f report.Finding) (report.Finding, bool) {
	i := &f.Invitation
	i.Native = nil // which is large, and is not written
	isList := f.Account == "" && f.List == ""
	if isList && slices.Contains([]string{report.KindPending, report.KindExpired}, string(i.Status)) {
		f.Kind = string(i.Status)
	}
	f.State = string(i.Status)
	return f, slices.Contains([]string{clouds.HuaweiName, clouds.AlibabaName}, i.Cloud) && i.ID != "" &&
		(isList || f.List == report.Sent || f.List == report.Received) &&
		(f.Kind == "" || slices.Contains(report.Kinds(), f.Kind))
}
