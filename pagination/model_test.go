package pagination_test

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// The model tests walk random services whose lists move, and compare what the walk
// delivered with the true list. Every walk has a number, which is its seed.
var modelOnly = flag.Int("walk", -1, "the only walk that the model tests make, with its log")

// modelShare is the part of the walks that are made where they are slow, and plainShare the
// part that is made where STORM_WRITES does not ask for all.
const modelShare, plainShare = 20, 5

// A finding is what is wrong with a walk. The zero value is that nothing is.
type finding struct {
	rule    string // that does not hold
	details string
	excused bool // the rule makes an exception of this walk
}

// runModel makes walks, and reports for each rule the walks for which it does not hold.
func runModel(t *testing.T, walks int, walk func(random *rand.Rand) finding) {
	t.Helper()
	first := 0
	switch {
	case *modelOnly >= 0:
		first, walks = *modelOnly, *modelOnly+1
	case testing.Short() || raceDetector:
		walks /= modelShare
	case os.Getenv("STORM_WRITES") == "":
		walks /= plainShare
	}
	broken := map[finding][]int{}
	examples := map[finding]string{}
	for seed := first; seed < walks; seed++ {
		found := walk(rand.New(rand.NewPCG(uint64(seed), 0)))
		kind := finding{rule: found.rule, excused: found.excused}
		if found.rule == "" {
			continue
		}
		if broken[kind] == nil {
			examples[kind] = found.details
		}
		broken[kind] = append(broken[kind], seed)
	}
	for kind, seeds := range broken {
		some := seeds[:min(len(seeds), 10)]
		if kind.excused {
			t.Logf("%d of %d walks are excused from the rule: a walk %s; such as %v", len(seeds), walks-first, kind.rule, some)
			if *modelOnly >= 0 {
				t.Log(examples[kind])
			}
			continue
		}
		t.Errorf("%d of %d walks break the rule: a walk %s; such as %v\ngo test ./pagination -run '%s' -walk %d\n%s",
			len(seeds), walks-first, kind.rule, some, pattern(t.Name()), seeds[0], examples[kind])
	}
}

// pattern is the argument of -run that selects just this test.
func pattern(name string) string {
	return "^" + strings.Join(strings.Split(name, "/"), "$/^") + "$"
}

var modelSpec = pagination.Spec{Scope: "model", MaxSize: 100}

func modelByMarker(s *markerService, opts ...pagination.Option) *pagination.Pager[*modelRow] {
	return pagination.ByMarker(modelSpec, s.Fetch, modelKey, opts...)
}

func modelByNumber(s *numberService, opts ...pagination.Option) *pagination.Pager[*modelRow] {
	return pagination.ByNumber(modelSpec, s.Fetch, modelKey, opts...)
}

// How a walk is made.
type walkStyle int

const (
	withAll walkStyle = iota // All
	byPage                   // Page, from cursor to cursor
	byItem                   // Pages, left within a page and resumed with From
	allStyles
)

func (w walkStyle) String() string { return []string{"in one go", "by page", "by item"}[w] }

// A modelWalk is what a walk delivered, and how it ended.
type modelWalk struct {
	// byMarker: an error that names the beginning of a page is followed.
	byMarker bool
	rows     []*modelRow
	err      error
	// cursors are the last rows before the cursors within a page that were used.
	cursors []*modelRow
	// again counts the times that the walk had to read a page again from its beginning.
	rereads int
}

func walkModel(p *pagination.Pager[*modelRow], style walkStyle, random *rand.Rand) *modelWalk {
	w := &modelWalk{}
	w.walk(p, style, random)
	return w
}

func (w *modelWalk) walk(p *pagination.Pager[*modelRow], style walkStyle, random *rand.Rand) {
	switch style {
	case byPage:
		w.byPage(p)
	case byItem:
		w.byItem(p, random)
	default:
		for row, err := range p.All(context.Background()) {
			if err != nil {
				w.err = err
				break
			}
			w.rows = append(w.rows, row)
		}
	}
}

func (w *modelWalk) byPage(p *pagination.Pager[*modelRow]) {
	var at pagination.Cursor
	for more := true; more; {
		page, err := p.Page(context.Background(), at)
		if err != nil {
			if at, more = w.reread(err); !more {
				w.err = err
			}
			continue
		}
		w.rows = append(w.rows, page.Items...)
		at, more = page.Next(), !page.Last()
		if n := len(page.Items); more && n > 0 && at == page.After(n-1) {
			w.cursors = append(w.cursors, page.Items[n-1])
		}
	}
}

func (w *modelWalk) byItem(p *pagination.Pager[*modelRow], random *rand.Rand) {
	var at pagination.Cursor
	for more := true; more; {
		var err error
		if at, more, err = w.someItems(p.With(pagination.From(at)), 1+random.IntN(5)); err != nil {
			if at, more = w.reread(err); !more {
				w.err = err
			}
		}
	}
}

// someItems reads up to n rows, and tells where to go on.
func (w *modelWalk) someItems(p *pagination.Pager[*modelRow], n int) (at pagination.Cursor, more bool, err error) {
	for page, err := range p.Pages(context.Background()) {
		if err != nil {
			return "", false, err
		}
		if len(page.Items) >= n {
			w.rows = append(w.rows, page.Items[:n]...)
			w.cursors = append(w.cursors, page.Items[n-1])
			return page.After(n - 1), true, nil
		}
		w.rows = append(w.rows, page.Items...)
		n -= len(page.Items)
	}
	return "", false, nil
}

// readAgain follows the cursor of an error that names the beginning of a page, as that of
// a marker list does whose cursor has lost its row.
func (w *modelWalk) reread(err error) (pagination.Cursor, bool) {
	var failed *pagination.Error
	if !w.byMarker || len(w.cursors) == 0 || !errors.As(err, &failed) || !errors.Is(err, pagination.ErrDrift) {
		return "", false
	}
	w.rereads++
	return failed.Cursor, true
}
