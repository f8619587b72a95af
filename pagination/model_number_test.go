package pagination_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A numberCase is a walk over a service that pages by number.
type numberCase struct {
	random  *rand.Rand
	size    int
	list    *modelList
	service *numberService
	rescan  int // -1: the default
	limit   int
	style   walkStyle
	rows    int // the rows at the first fetch
	walk    *modelWalk
}

const defaultRescan = -1

func newNumberCase(random *rand.Rand) *numberCase {
	c := &numberCase{random: random, size: 1 + random.IntN(5), rescan: defaultRescan}
	c.list = newModelList(random, random.IntN(13))
	c.service = newNumberService(random, c.list, c.size)
	switch random.IntN(8) {
	case 0:
		c.list.sharedKeys = 0.2
	case 1:
		if !c.service.repeats() { // without keys, nothing shows that a page repeats
			c.list.keyless = 0.3
		}
	}
	return c
}

// letChange lets the list change before some fetches.
func (c *numberCase) letChange() {
	c.list.chance = []float64{0.02, 0.1, 0.3, 1}[c.random.IntN(4)]
	c.list.left = 1 + c.random.IntN(12)
	c.list.swaps, c.list.returns = true, true
}

func (c *numberCase) options() []pagination.Option {
	opts := []pagination.Option{pagination.WithPageSize(c.size), pagination.WithLimit(c.limit)}
	if c.rescan != defaultRescan {
		opts = append(opts, pagination.WithRescan(c.rescan))
	}
	return opts
}

// run makes the walk and returns the rule that it breaks, of those that hold for every service
// and list.
func (c *numberCase) run() finding {
	c.list.name()
	c.rows = len(c.list.rows)
	c.service.maxFetches = c.fetches()
	c.walk = walkModel(modelByNumber(c.service, c.options()...), c.style, c.random)
	err := c.walk.err
	switch want := c.service.refusal(); {
	case errors.Is(err, errModelEndless):
		return c.finding("ends, read "+c.style.String(), "")
	case c.style == withAll && yieldedTwice(c.walk.rows) != nil:
		return c.finding("yields each row once", yieldedTwice(c.walk.rows).key)
	case c.style == withAll && c.limit > 0 && len(c.walk.rows) > c.limit:
		return c.finding("yields no more items than its limit", "")
	case err == nil && want != nil && c.style == withAll:
		return c.finding("ends with the error of the service", want.Error())
	case err != nil && !expectedError(err) && !errors.Is(err, c.failure()):
		return c.finding("ends with an error of the service or of the pager", "")
	case c.style == withAll && want == nil && err != nil && !expectedError(err) && !c.unconfirmed():
		return c.finding("ends without an error if the service refuses the page after the last", "")
	}
	return finding{}
}

// fetches returns the largest number of fetches of the walk: those of each pass, and some to
// notice pages that repeat.
func (c *numberCase) fetches() int {
	passes := 3
	if c.rescan != defaultRescan {
		passes = 1 + c.rescan
	}
	rows := c.rows + c.list.left + 2
	switch c.style {
	case withAll:
		return passes * (rows + c.service.off + 6)
	default:
		return 3*rows + passes*(rows+c.service.off+6)
	}
}

// failure returns the last error of the service.
func (c *numberCase) failure() error {
	for _, e := range slices.Backward(c.service.log) {
		if e.err != nil {
			return e.err
		}
	}
	return errModelEndless
}

// unconfirmed reports whether the service refused page two after a single page, whose total may
// be the number of its entries. Then page one may be the end or not.
func (c *numberCase) unconfirmed() bool {
	log := c.service.log
	last := log[len(log)-1]
	return last.err != nil && last.number == 2
}

// complete returns a finding if a walk that ended without an error has lost a row.
func (c *numberCase) complete() finding {
	if c.walk.err != nil || !c.service.readable(c.size) || c.limit > 0 && len(c.walk.rows) >= c.limit {
		return finding{}
	}
	missing := lost(c.list, c.walk.rows)
	switch {
	case len(missing) == 0:
		return finding{}
	case c.list.changed && (hiddenChange(c.service) || onlyCounted(c.service, missing)):
		f := c.finding("yields each row that stays", keysOf(missing))
		f.excused = true
		return f
	}
	return c.finding("yields each row that stays", keysOf(missing))
}

// unambiguous reports whether the responses of the service leave no doubt about a list that
// does not change.
func (c *numberCase) unambiguous() bool { return c.service.unambiguous(c.size, c.rows) }

func (c *numberCase) finding(rule, problem string) finding {
	var b strings.Builder
	fmt.Fprintf(&b, "  problem: %s\n  service: %v\n  walk: %v, page size %d, limit %d, rescan %d (-1: default)\n",
		problem, c.service, c.style, c.size, c.limit, c.rescan)
	for _, e := range c.service.log[:min(len(c.service.log), 40)] {
		if e.err != nil {
			fmt.Fprintf(&b, "  page %d of %d: %v\n", e.number, e.size, e.err)
			continue
		}
		fmt.Fprintf(&b, "  page %d of %d: [%s], number %d, size %d, total %d\n", e.number, e.size, keysOf(e.page.Items), e.page.Number, e.page.Size, e.page.Total)
	}
	fmt.Fprintf(&b, "  yielded: [%s], %v\n  list at the end: [%s]\n", keysOf(c.walk.rows), c.walk.err, keysOf(c.list.rows))
	return finding{rule: rule, details: b.String()}
}

func TestByNumber_Model(t *testing.T) {
	t.Parallel()
	t.Run("yields each row that stays, or fails, while the list changes", func(t *testing.T) {
		t.Parallel()
		runModel(t, 40_000, func(random *rand.Rand) finding {
			c := newNumberCase(random)
			c.letChange()
			c.rescan = defaultRescan + random.IntN(6)
			if random.IntN(5) == 0 {
				c.limit = 1 + random.IntN(12)
			}
			if found := c.run(); found.rule != "" {
				return found
			}
			return c.complete()
		})
	})
	t.Run("loses no row with WithRescan and true totals", func(t *testing.T) {
		t.Parallel()
		runModel(t, 40_000, func(random *rand.Rand) finding {
			c := newNumberCase(random)
			c.letChange()
			c.service.total = totalTrue
			c.list.sharedKeys, c.list.keyless = 0, 0
			c.list.returns = false // two equal changes in two passes leave no trace
			c.rescan = 1 + random.IntN(4)
			if found := c.run(); found.rule != "" {
				return found
			}
			found := c.complete()
			if found.excused {
				return c.finding("loses no row without a trace", found.details)
			}
			return found
		})
	})
	t.Run("reads a list that does not change completely, with All, page by page and item by item", func(t *testing.T) {
		t.Parallel()
		runModel(t, 20_000, func(random *rand.Rand) finding {
			c := newNumberCase(random)
			c.style = walkStyle(random.IntN(int(allStyles)))
			c.rescan = max(defaultRescan, defaultRescan-3+random.IntN(9))
			if c.style != byItem && random.IntN(3) == 0 {
				c.limit = 1 + random.IntN(12)
			}
			return c.checkUnchangedList()
		})
	})
	t.Run("repairs a single change under default options", func(t *testing.T) {
		t.Parallel()
		runModel(t, 20_000, func(random *rand.Rand) finding {
			return newNumberCase(random).checkOneChange()
		})
	})
	t.Run("ends, read page by page and item by item, while the list changes", func(t *testing.T) {
		t.Parallel()
		runModel(t, 10_000, func(random *rand.Rand) finding {
			c := newNumberCase(random)
			c.letChange()
			c.style = byPage + walkStyle(random.IntN(2))
			if c.style == byPage && random.IntN(2) == 0 {
				c.limit = 1 + random.IntN(5)
			}
			return c.run()
		})
	})
}
