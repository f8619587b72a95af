package list

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// A tally is what was seen of a list.
type tally struct {
	pages, fetched int // so far, as the pager says
	items, listed  int // of those fetched, that came and that were wanted
	byStatus       map[string]int
}

func newTally() tally { return tally{byStatus: map[string]int{}} }

func (t *tally) read(i invitation.Invitation) {
	t.items++
	t.byStatus[string(i.Status)]++
}

func (t *tally) progress() string {
	if t.pages == 0 {
		return "no page yet"
	}
	return count(t.pages, "page") + ", " + count(t.fetched, "invitation")
}

// tell says what there is to know about the lists that are complete: that a list shows nothing,
// and why; and on a terminal, how much there was, and what has no room on it.
func (l *listing) tell(p *cli.Process) {
	var summary []string
	for _, one := range l.lists {
		if one.err != nil {
			continue
		}
		if one.listed == 0 {
			p.Say("%s", l.named(one, one.empty(l.options)))
		}
		summary = append(summary, l.named(one, one.summary(l.options)))
	}
	if !p.Screen(p.Stderr).Terminal || summary == nil {
		return
	}
	if left := l.out.LeftOut(); left != nil {
		p.Say("no room for %s; -wide shows every column", strings.Join(left, ", "))
	}
	p.Say("%s", strings.Join(summary, "; "))
}

// named puts the cloud's name in front where there are others.
func (l *listing) named(one *source, text string) string {
	if len(l.clouds) == 1 {
		return text
	}
	return one.Cloud.Name + ": " + text
}

// empty says why nothing is listed.
func (t *tally) empty(o options) string {
	if t.items == 0 {
		return "there are no invitations"
	}
	wanted := make([]string, len(o.statuses))
	for i, s := range o.statuses {
		wanted[i] = string(s)
	}
	return fmt.Sprintf("of %s, none is %s; there are %s",
		count(t.items, "invitation"), strings.Join(wanted, " or "), strings.Join(slices.Sorted(maps.Keys(t.byStatus)), ", "))
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
