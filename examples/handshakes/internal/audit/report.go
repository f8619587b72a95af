package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A report is what was seen of all lists.
type report struct {
	at      time.Time
	clouds  []*cloudReport
	entries []entry // those with a finding, the most pressing first
	lists   int
	failed  []*pagination.SourceError // those that are not whole
	cut     bool                      // by the context's end
}

// A cloudReport counts a cloud's invitations by their state.
type cloudReport struct {
	clouds.Cloud
	states map[string]int
	total  int
}

func newReport(o options, lists int) *report {
	r := &report{at: o.now(), lists: lists}
	for _, c := range o.clouds {
		r.clouds = append(r.clouds, &cloudReport{Cloud: c, states: map[string]int{}})
	}
	return r
}

// read reads all lists, several at once. Where the error is not nil, the context has
// ended, and the report is of what was read before.
func read(ctx context.Context, o options, sources []pagination.Source[entry], progress func(items int)) (*report, error) {
	r := newReport(o, len(sources))
	defer r.sort()
	items := 0
	progress(items)
	for e, err := range pagination.Merge(ctx, o.concurrency, slices.Values(sources)) {
		failed, ok := errors.AsType[*pagination.SourceError](err)
		switch {
		case err != nil && ctx.Err() != nil && errors.Is(err, context.Canceled):
			r.cut = true
		case ok:
			r.failed = append(r.failed, failed)
		case err != nil:
			return r, err
		default:
			r.add(o.judge(e))
			items++
		}
		progress(items)
	}
	if r.cut {
		return r, ctx.Err()
	}
	return r, nil
}

func (r *report) add(e entry) {
	for _, c := range r.clouds {
		if c.Name == e.Cloud {
			c.states[e.state]++
			c.total++
		}
	}
	if e.finding != "" {
		r.entries = append(r.entries, e)
	}
}

// sort makes the order that of the findings and of time, since Merge promises none.
// What has no date comes last.
func (r *report) sort() {
	slices.SortStableFunc(r.entries, func(a, b entry) int {
		return cmp.Or(
			cmp.Compare(slices.Index(findings, a.finding), slices.Index(findings, b.finding)),
			compareBool(a.Expires.IsZero(), b.Expires.IsZero()),
			a.Expires.Compare(b.Expires),
			cmp.Compare(a.Cloud, b.Cloud), cmp.Compare(a.account, b.account), cmp.Compare(a.list, b.list), cmp.Compare(a.ID, b.ID),
		)
	})
	slices.SortFunc(r.failed, func(a, b *pagination.SourceError) int { return cmp.Compare(a.Name, b.Name) })
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// found are the entries with one of these findings.
func (r *report) found(of ...string) []entry {
	var out []entry
	for _, e := range r.entries {
		if slices.Contains(of, e.finding) {
			out = append(out, e)
		}
	}
	return out
}

// summary counts the findings, also those that there are none of.
func (r *report) summary(o options) string {
	var parts []string
	for _, f := range findings {
		if f == unexpected && o.expect == nil {
			parts = append(parts, "senders not checked, as there is no -expect")
			continue
		}
		parts = append(parts, fmt.Sprintf("%d %s", len(r.found(f)), f))
	}
	return strings.Join(parts, ", ")
}
