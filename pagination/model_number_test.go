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
	rescan  int // -1: by default
	limit   int
	style   walkStyle
	rows    int // at the first fetch
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
		if !c.service.repeats() { // nothing would show that a page comes again
			c.list.keyless = 0.3
		}
	}
	return c
}

// moves lets the list change before some fetches.
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

// run makes the walk and returns what is wrong with it whatever the service and the list.
func (c *numberCase) run() finding {
	c.list.name()
	c.rows = len(c.list.rows)
	c.service.maxFetches = c.fetches()
	c.walk = walkModel(modelByNumber(c.service, c.options()...), c.style, c.random)
	err := c.walk.err
	switch want := c.service.refusal(); {
	case errors.Is(err, errModelEndless):
		return c.finding("comes to an end "+c.style.String(), "")
	case c.style == withAll && yieldedTwice(c.walk.rows) != nil:
		return c.finding("delivers each row once", yieldedTwice(c.walk.rows).key)
	case c.style == withAll && c.limit > 0 && len(c.walk.rows) > c.limit:
		return c.finding("delivers no more than its limit", "")
	case err == nil && want != nil && c.style == withAll:
		return c.finding("ends with the error of the service", want.Error())
	case err != nil && !expectedError(err) && !errors.Is(err, c.failure()):
		return c.finding("ends with an error that somebody gave", "")
	case c.style == withAll && want == nil && err != nil && !expectedError(err) && !c.unconfirmed():
		return c.finding("takes the refusal of the page behind the last for the end", "")
	}
	return finding{}
}

// fetches bounds the walk: what each pass may need at most, with a few to find out about
// pages that come again.
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

// failure is the last error that the service gave.
func (c *numberCase) failure() error {
	for _, e := range slices.Backward(c.service.log) {
		if e.err != nil {
			return e.err
		}
	}
	return errModelEndless
}

// unconfirmed reports whether a page was refused behind one single page, whose total may
// be the count of its entries: then it may be the end or not.
func (c *numberCase) unconfirmed() bool {
	log := c.service.log
	last := log[len(log)-1]
	return last.err != nil && last.number == 2
}

// complete returns what is wrong if a walk that ended with nil has lost a row.
func (c *numberCase) complete() finding {
	if c.walk.err != nil || !c.service.readable(c.size) || c.limit > 0 && len(c.walk.rows) >= c.limit {
		return finding{}
	}
	missing := lost(c.list, c.walk.rows)
	switch {
	case len(missing) == 0:
		return finding{}
	case c.list.changed && (hiddenChange(c.service) || onlyCounted(c.service, missing)):
		f := c.finding("delivers each row that stays", keysOf(missing))
		f.excused = true
		return f
	}
	return c.finding("delivers each row that stays", keysOf(missing))
}

// honest reports whether the responses of the service leave no doubt about a list that
// stands still.
func (c *numberCase) unambiguous() bool { return c.service.unambiguous(c.size, c.rows) }

func (c *numberCase) finding(rule, but string) finding {
	var b strings.Builder
	fmt.Fprintf(&b, "  but: %s\n  service: %v\n  walk: %v, page size %d, limit %d, rescan %d (-1: default)\n",
		but, c.service, c.style, c.size, c.limit, c.rescan)
	for _, e := range c.service.log[:min(len(c.service.log), 40)] {
		if e.err != nil {
			fmt.Fprintf(&b, "  page %d of %d: %v\n", e.number, e.size, e.err)
			continue
		}
		fmt.Fprintf(&b, "  page %d of %d: [%s], number %d, size %d, total %d\n", e.number, e.size, keysOf(e.page.Items), e.page.Number, e.page.Size, e.page.Total)
	}
	fmt.Fprintf(&b, "  delivered: [%s], %v\n  list in the end: [%s]\n", keysOf(c.walk.rows), c.walk.err, keysOf(c.list.rows))
	return finding{rule: rule, details: b.String()}
}

func TestByNumber_Model(t *testing.T) {
	t.Parallel()
	t.Run("delivers each row that stays or fails while the list moves", func(t *testing.T) {
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
			c.list.returns = false // the same change twice would look like none
			c.rescan = 1 + random.IntN(4)
			if found := c.run(); found.rule != "" {
				return found
			}
			found := c.complete()
			if found.excused {
				return c.finding("needs no excuse for a loss", found.details)
			}
			return found
		})
	})
	t.Run("reads a list that stands still completely, in one go, by page and by item", func(t *testing.T) {
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
	t.Run("comes to an end by page and by item while the list moves", func(t *testing.T) {
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
