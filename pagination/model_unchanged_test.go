package pagination_test

import (
	"fmt"
	"slices"
)

// standsStill returns what is wrong with a walk over a list that does not move.
func (c *numberCase) checkUnchangedList() finding {
	if found := c.run(); found.rule != "" {
		return found
	}
	if found := c.complete(); found.rule != "" {
		return found
	}
	requests := len(c.service.log)
	if c.service.repeats() && !c.service.miscounts() && c.style == withAll && c.list.sharedKeys == 0 && c.rows != 2 && // two rows make two pages of one
		c.rescan == defaultRescan && c.service.pages(c.service.pageSize(c.size), c.rows) == 1 && requests > 4 {
		return c.finding("needs four requests at most to see that page one comes again", "")
	}
	want := c.list.rows
	if c.limit > 0 && c.style == withAll {
		want = want[:min(c.limit, len(want))]
	}
	switch err := c.walk.err; {
	case !c.unambiguous():
		return finding{}
	case c.style != withAll && c.service.returnsPageOne() && (err == nil || expectedError(err)):
		return finding{} // a cursor cannot remember all pages
	case c.service.repeats() && (c.rescan == 0 || c.size == 1 || c.service.maxRows == 1 || c.service.miscounts()) && expectedError(err),
		c.service.repeats() && c.service.end == endFirstUnreported && c.service.total != totalTrue && expectedError(err):
		return finding{} // only shorter pages tell the last page from one that comes for each number
	case err != nil:
		return c.finding("ends with nil", "")
	case !slices.Equal(c.walk.rows, want):
		return c.finding("delivers just the rows of the list", "")
	case c.style == withAll && c.limit == 0:
		return c.cost()
	}
	return finding{}
}

// cost returns what is wrong with the number of requests of a complete walk.
func (c *numberCase) cost() finding {
	all := passes(c.service.log)
	least, maxFetches := 1, 1
	switch {
	case c.rescan > 0:
		least, maxFetches = 2, 2
	case c.rescan == 0 || len(all[0]) == 1:
	case c.service.total == totalTrue && len(c.service.log[0].page.Items) < c.rows:
	case c.service.total == totalAbsent || c.service.total == totalEntries:
		least, maxFetches = 2, 2
	default:
		maxFetches = 2
	}
	pages := c.service.pages(c.service.pageSize(c.size), c.rows)
	switch {
	case len(all) < least || len(all) > maxFetches:
		return c.finding("makes as many passes as it must", fmt.Sprintf("%d, not %d to %d", len(all), least, maxFetches))
	case !c.service.repeats() && len(c.service.log) > maxFetches*(pages+2):
		return c.finding("makes a request for each page of each pass, and one more", fmt.Sprintf("%d pages", pages))
	}
	return finding{}
}

// changesOnce returns what is wrong with a walk during whose first pass, or before the
// second, one row is added or removed, at a service that returns an empty page behind the
// end.
func (c *numberCase) checkOneChange() finding {
	c.service.end, c.service.ignores = endEmpty, false
	c.list.sharedKeys = 0
	if !c.unambiguous() || c.rows == 0 && len(c.list.rows) == 0 {
		return finding{}
	}
	c.list.at = 2 + c.random.IntN(c.service.pages(c.service.pageSize(c.size), len(c.list.rows)))
	if found := c.run(); found.rule != "" {
		return found
	}
	yielded := map[*modelRow]bool{}
	for _, row := range c.walk.rows {
		yielded[row] = true
	}
	switch err := c.walk.err; {
	case c.list.keyless > 0:
		return finding{}
	case err != nil:
		return c.finding("ends with nil", "")
	case c.list.fetches >= c.list.at && slices.ContainsFunc(c.list.rows, func(r *modelRow) bool { return !yielded[r] }):
		return c.finding("delivers all rows that the list has in the end", "")
	}
	return finding{}
}
