package list

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// A tally is what was seen of a list.
type tally struct {
	pages, fetched int // so far, as the pager says
	items, listed  int // of those fetched, that came and that were wanted
	byStatus       map[string]int
}

func newTally() tally { return tally{byStatus: map[string]int{}} }

func (t *tally) read(r clouds.Row) {
	t.items++
	t.byStatus[r.Status]++
}

// remarks are what a user may have overlooked: that nothing is listed, and why, or
// that a status is perhaps misspelled. Services may add statuses, hence one that is
// not known is no error.
func (l *listing) remarks(o options) []string {
	switch {
	case l.items == 0:
		return []string{"there are no invitations"}
	case l.listed == 0:
		return []string{l.unmatched(o.statuses)}
	}
	var out []string
	for _, status := range o.statuses {
		if l.byStatus[status] == 0 && !slices.Contains(l.Statuses, status) {
			out = append(out, l.unmatched([]string{status}))
		}
	}
	return out
}

func (t *tally) unmatched(statuses []string) string {
	found := slices.Sorted(maps.Keys(t.byStatus))
	return fmt.Sprintf("of %s, none is %s; there are %s",
		count(t.items, "invitation"), strings.Join(statuses, " or "), strings.Join(found, ", "))
}

func (t *tally) summary(o options) string {
	text := count(t.listed, "invitation")
	if o.statuses != nil {
		text = fmt.Sprintf("%d of %s", t.listed, count(t.items, "invitation"))
	}
	text += ", " + count(t.pages, "page")
	if o.limit > 0 && t.listed == o.limit {
		text += ", stopped by -limit"
	}
	return text
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
