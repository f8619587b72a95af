package pagination_test

// numberFaults are wrong page numbers.
var numberFaults = []faultCase{
	{
		name:   "page one for every number, reported",
		faults: faults{page: first}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported, total too low by one",
		faults: faults{page: first, total: fixed(9)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported as requested",
		faults: faults{page: first, number: asRequested}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, no number reported",
		faults: faults{page: first, number: unreported}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported, no total",
		faults: faults{page: first, total: absent}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported as requested, no total",
		faults: faults{page: first, number: asRequested, total: absent}, err: noProgress, items: 10,
		requests: 4,
	},
	{
		name:   "page one for every number, no number reported, no total",
		faults: faults{page: first, number: unreported, total: absent}, err: noProgress, items: 10,
		requests: 4,
	},
	{
		name:   "page one for every number, reported, total of the page",
		faults: faults{page: first, total: ownCount}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported as requested, total of the page",
		faults: faults{page: first, number: asRequested, total: ownCount}, err: noProgress,
		items: 10, requests: 4,
	},
	{
		name:   "page one for every number, pages of one item",
		faults: faults{page: first}, size: 1, err: noProgress, items: 1, requests: -4,
	},
	{
		name:   "page one for every number, reported, total 0",
		faults: faults{page: first, total: fixed(0)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, reported as requested, total 0",
		faults: faults{page: first, number: asRequested, total: fixed(0)}, err: noProgress,
		items: 10, requests: 4,
	},
	{
		name:   "page one for every number, reported as requested, total of two pages",
		faults: faults{page: first, number: asRequested, total: fixed(20)}, err: noProgress,
		items: 10, requests: -4,
	},

	{
		name:   "last page for every higher number, reported",
		faults: faults{page: lastPage}, items: complete, requests: 10,
	},
	{
		name:   "last page for every higher number, reported, full",
		faults: faults{page: lastPage}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "last page for every higher number, reported as requested, full",
		faults: faults{page: lastPage, number: asRequested}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "page two for every number after the end, reported as requested, full",
		faults: faults{page: pageTwo, number: asRequested}, size: 19, items: complete,
		requests: twice * 6,
	},
	{
		name:   "last page for every higher number, no number reported, full",
		faults: faults{page: lastPage, number: unreported}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "last page for every higher number, reported, full, no total",
		faults: faults{page: lastPage, total: absent}, size: 19, items: complete,
		requests: twice * 6,
	},
	{
		name:   "last page for every higher number, reported as requested, full, no total",
		faults: faults{page: lastPage, number: asRequested, total: absent}, size: 19,
		items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, no number reported, full, no total",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 19,
		items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, reported, total too high",
		faults: faults{page: lastPage, total: fixed(120)}, err: drift, items: complete,
		requests: -40,
	},
	{
		name:   "last page for every higher number, reported as requested, total too high",
		faults: faults{page: lastPage, number: asRequested, total: fixed(120)}, err: drift,
		items: complete, requests: -40,
	},

	// The first pages look the same as if the service returned page one for every number.
	{
		name:   "last page for every higher number, reported, one full page",
		faults: faults{page: lastPage}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, reported, one full page, no total",
		faults: faults{page: lastPage, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},

	{
		name:   "last page for every higher number, reported as requested, one full page",
		faults: faults{page: lastPage, number: asRequested}, size: 95, items: complete,
		requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, no number reported, one full page, no total",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 95,
		items: complete, requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, no number reported, one full page, own total",
		faults: faults{page: lastPage, number: unreported, total: ownCount}, size: 95,
		items: complete, requests: 2 + 2,
	},
	{
		name:   "page five for every higher number, reported as requested, no total",
		faults: faults{page: lastPageIs(5), number: asRequested, total: absent}, err: noProgress,
		items: 50, requests: 3 * 6,
	},
	{
		name:   "page five for every higher number, reported as requested",
		faults: faults{page: lastPageIs(5), number: asRequested}, err: drift, items: 50,
		requests: 3 * 6,
	},

	{
		name:   "the service lowers size and number and reports both, one full page",
		faults: faults{maxRows: 95, page: lastPage}, size: 100, items: complete, requests: 2 + 2,
	},

	{
		name:   "the service reports numbers from zero",
		faults: faults{number: func(requested, _ int) int { return requested - 1 }}, err: drift, items: 20,
		requests: -12,
	},
	{
		name:   "the service reports numbers from zero, no total",
		faults: faults{number: func(requested, _ int) int { return requested - 1 }, total: absent},
		err:    drift, items: 20, requests: -12,
	},
	{
		name:   "the service always reports number 1",
		faults: faults{number: func(int, int) int { return 1 }, total: absent}, err: drift,
		items: 20, requests: -12,
	},
}

// rowFaults are pages with too few or too many rows.
var rowFaults = []faultCase{
	{
		name:   "an empty page in the middle",
		faults: faults{rows: cut(3, 0)}, err: drift, items: 85, requests: -40,
	},
	{
		name:   "page one is empty",
		faults: faults{rows: cut(1, 0)}, err: drift, items: 85, requests: -40,
	},
	{
		name:   "an empty page in the middle that the total does not count",
		faults: faults{rows: cut(3, 0), total: fixed(85)}, items: 85, requests: 10,
	},
	{
		name:   "a short page in the middle",
		faults: faults{rows: cut(3, 7)}, items: 92, requests: twice * 11,
	},
	{
		name:   "a short page in the middle that the total does not count",
		faults: faults{rows: cut(3, 7), total: fixed(92)}, items: 92, requests: 10,
	},
	{
		name:   "pages are longer than asked for",
		faults: faults{extraRows: 3}, items: complete, requests: -21,
	},
	{
		name:   "all items are on every page",
		faults: faults{page: first, number: asRequested, extraRows: 1000}, err: noProgress,
		items: complete, requests: 4,
	},
	{
		name:   "an empty list",
		faults: faults{rows: noRows, total: fixed(0)}, requests: 1,
	},
	{
		name:     "an empty list, no total",
		faults:   faults{rows: noRows, total: absent},
		requests: 1,
	},
	{
		name:   "an empty list, total too high",
		faults: faults{rows: noRows, total: fixed(5)},
		err:    drift, requests: -5,
	},
	{
		name:   "every page is empty",
		faults: faults{rows: noRows}, err: drift, requests: -40,
	},
}
