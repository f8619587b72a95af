package pagination_test

import (
	"fmt"
	"slices"
)

// checkUnchangedList returns what is wrong with a walk over a list that does not change.
func (c *numberCase) checkUnchangedList() finding {
	if found := c.run(); found.rule != "" {
		return found
	}
	if found := c.complete(); found.rule != "" {
		return found
	}
	requests := len(c.service.log)
	// Two rows make two pages of one row.
	if c.service.repeats() && !c.service.miscounts() && c.style == withAll && c.list.sharedKeys == 0 && c.rows != 2 &&
		c.rescan == defaultRescan && c.service.pages(c.service.pageSize(c.size), c.rows) == 1 && requests > 4 {
		return c.finding("needs at most four requests to notice that page one repeats", "")
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
		// Only shorter pages distinguish the last page from one that comes for every number.
		return finding{}
	case err != nil:
		return c.finding("ends without an error", "")
	case !slices.Equal(c.walk.rows, want):
		return c.finding("yields exactly the rows of the list", "")
	case c.style == withAll && c.limit == 0:
		return c.cost()
	}
	return finding{}
}

// cost returns a finding if a complete walk sends too many or too few requests.
func (c *numberCase) cost() finding {
	all := passes(c.service.log)
	least, most := 1, 1
	switch {
	case c.rescan > 0:
		least, most = 2, 2
	case c.rescan == 0 || len(all[0]) == 1:
	case c.service.total == totalTrue && len(c.service.log[0].page.Items) < c.rows:
	case c.service.total == totalAbsent || c.service.total == totalEntries:
		least, most = 2, 2
	default:
		most = 2
	}
	pages := c.service.pages(c.service.pageSize(c.size), c.rows)
	switch {
	case len(all) < least || len(all) > most:
		return c.finding("makes as many passes as it needs", fmt.Sprintf("%d, not %d to %d", len(all), least, most))
	case !c.service.repeats() && len(c.service.log) > most*(pages+2):
		return c.finding("sends a request for each page of each pass, and one more", fmt.Sprintf("%d pages", pages))
	}
	return finding{}
}

// checkOneChange returns what is wrong with a walk if one row appears or disappears during its
// first pass or before the second. The service returns an empty page after the end.
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
		return c.finding("ends without an error", "")
	case c.list.fetches >= c.list.at && slices.ContainsFunc(c.list.rows, func(r *modelRow) bool { return !yielded[r] }):
		return c.finding("yields all rows that the list has at the end", "")
	}
	return finding{}
}
