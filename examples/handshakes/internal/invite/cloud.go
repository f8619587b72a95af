package invite

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// A cloud is one that accounts can be invited in.
type cloud struct {
	clouds.Cloud
	targetTypes []string // in lower case
	folders     bool
	sample      string // a file
	// open gives the caller's organization, and does no I/O.
	open func(options) (inviteAll, error)
	// empty gives an organization in memory in which nobody was invited yet.
	empty func(options) (inviteAll, error)
}

// inviteAll has one outcome for each invitation, in their order, unless it ends with an
// error. Without send it only plans.
type inviteAll func(ctx context.Context, list []invitation, again []string, send bool) iter.Seq2[outcome.Row, error]

func all() []cloud { return []cloud{huawei(), alibaba()} }

// cloudNames are the values of -cloud.
func cloudNames() []string {
	var out []string
	for _, c := range all() {
		out = append(out, c.Name)
	}
	return out
}

// numbered gives each outcome the line that it belongs to.
func numbered(list []invitation, outcomes iter.Seq2[outcome.Row, error]) iter.Seq2[outcome.Row, error] {
	return func(yield func(outcome.Row, error) bool) {
		i := 0
		for r, err := range outcomes {
			if err == nil && i < len(list) {
				r.Line = list[i].line
				i++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
