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

// The model tests walk over random services with changing lists, and compare the rows that the
// walk yields with the true list. The number of a walk is its seed.
var modelOnly = flag.Int("walk", -1, "the only walk that the model tests make, printed with its requests")

// A slow test run makes one walk in modelShare, and a run without STORM_WRITES one in
// plainShare.
const modelShare, plainShare = 20, 5

// A finding is a rule that a walk breaks. The zero value is none.
type finding struct {
	rule    string // the rule that the walk breaks
	details string
	excused bool // the responses cannot show the loss
}

// runModel makes walks, and reports for each rule the walks that break it.
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
			t.Logf("%d of %d walks break the rule \"a walk %s\", but the responses cannot show it: %v",
				len(seeds), walks-first, kind.rule, some)
			if *modelOnly >= 0 {
				t.Log(examples[kind])
			}
			continue
		}
		t.Errorf("%d of %d walks break the rule \"a walk %s\": %v\ngo test ./pagination -run '%s' -walk %d\n%s",
			len(seeds), walks-first, kind.rule, some, pattern(t.Name()), seeds[0], examples[kind])
	}
}

// pattern returns the argument of -run that selects only this test.
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

// A walkStyle is how a walk reads a list.
type walkStyle int

const (
	withAll walkStyle = iota // All
	byPage                   // Page, from cursor to cursor
	byItem                   // Pages, stopped within a page and resumed with From
	allStyles
)

func (w walkStyle) String() string { return []string{"with All", "page by page", "item by item"}[w] }

// A modelWalk records the rows of a walk, and how it ended.
type modelWalk struct {
	// byMarker: if an error has the cursor of the beginning of a page, the walk resumes there.
	byMarker bool
	rows     []*modelRow
	err      error
	// cursors are the rows before the cursors within a page at which the walk resumed.
	cursors []*modelRow
	// rereads is how often the walk read a page again from its beginning.
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

// someItems reads up to n rows, and returns the cursor at which to resume.
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

// reread returns the cursor of an error that has the beginning of a page. A list by marker
// returns it if the row of a cursor has disappeared.
func (w *modelWalk) reread(err error) (pagination.Cursor, bool) {
	var failed *pagination.Error
	if !w.byMarker || len(w.cursors) == 0 || !errors.As(err, &failed) || !errors.Is(err, pagination.ErrDrift) {
		return "", false
	}
	w.rereads++
	return failed.Cursor, true
}
