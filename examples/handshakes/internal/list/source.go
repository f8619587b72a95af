package list

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// A source is what was seen of the list of one cloud.
type source struct {
	cloud          string
	pages, fetched int // so far, as the pager says
	items, listed  int // of those fetched, that came and that were wanted
	byStatus       map[string]int
	err            error // why it is not complete
}

func (s *source) progress() string {
	if s.pages == 0 {
		return "no page yet"
	}
	return count(s.pages, "page") + ", " + count(s.fetched, "invitation")
}

// tell says what there is to know about the lists that are complete: that a list shows nothing,
// and why; and on a terminal, how much there was, and what has no room on it.
func (l *listing) tell(p *cli.Process) {
	var summary []string
	for _, s := range l.lists {
		if s.err != nil {
			continue
		}
		cloud := ""
		if len(l.clouds) > 1 {
			cloud = s.cloud + ": "
		}
		if s.listed == 0 {
			p.Say("%s", cloud+s.empty(l.options))
		}
		summary = append(summary, cloud+s.summary(l.options))
	}
	if !p.Screen(p.Stderr).Terminal || summary == nil {
		return
	}
	if left := l.out.LeftOut(); left != nil {
		p.Say("no room for %s; -wide shows every column", strings.Join(left, ", "))
	}
	p.Say("%s", strings.Join(summary, "; "))
}

// empty says why nothing is listed.
func (s *source) empty(o options) string {
	if s.items == 0 {
		return "there are no invitations"
	}
	return fmt.Sprintf("of %s, none is %s; there are %s",
		count(s.items, "invitation"), strings.Join(o.statuses, " or "), strings.Join(slices.Sorted(maps.Keys(s.byStatus)), ", "))
}

func (s *source) summary(o options) string {
	text := count(s.listed, "invitation")
	if o.statuses != nil {
		text = fmt.Sprintf("%d of %s", s.listed, count(s.items, "invitation"))
	}
	text += ", " + count(s.pages, "page")
	if o.limit > 0 && s.listed == o.limit {
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
