package pagination_test

// numberFaults are wrong page numbers.
var numberFaults = []faultCase{
	{
		name:   "always returns page one, reports the page number",
		faults: faults{page: first}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the page number, total too low by one",
		faults: faults{page: first, total: fixed(9)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the requested number",
		faults: faults{page: first, number: asRequested}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports no number",
		faults: faults{page: first, number: unreported}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the page number, no total",
		faults: faults{page: first, total: absent}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the requested number, no total",
		faults: faults{page: first, number: asRequested, total: absent}, err: noProgress, items: 10,
		requests: 4,
	},
	{
		name:   "always returns page one, reports no number, no total",
		faults: faults{page: first, number: unreported, total: absent}, err: noProgress, items: 10,
		requests: 4,
	},
	{
		name:   "always returns page one, reports the page number, total of each page",
		faults: faults{page: first, total: ownCount}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the requested number, total of each page",
		faults: faults{page: first, number: asRequested, total: ownCount}, err: noProgress,
		items: 10, requests: 4,
	},
	{
		name:   "always returns page one, pages of one item",
		faults: faults{page: first}, size: 1, err: noProgress, items: 1, requests: -4,
	},
	{
		name:   "always returns page one, reports the page number, total 0",
		faults: faults{page: first, total: fixed(0)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "always returns page one, reports the requested number, total 0",
		faults: faults{page: first, number: asRequested, total: fixed(0)}, err: noProgress,
		items: 10, requests: 4,
	},
	{
		name:   "always returns page one, reports the requested number, total of two pages",
		faults: faults{page: first, number: asRequested, total: fixed(20)}, err: noProgress,
		items: 10, requests: -4,
	},

	{
		name:   "repeats its last page, reports the page number",
		faults: faults{page: lastPage}, items: complete, requests: 10,
	},
	{
		name:   "repeats its last page, reports the page number, last page full",
		faults: faults{page: lastPage}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "repeats its last page, reports the requested number, last page full",
		faults: faults{page: lastPage, number: asRequested}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "returns page two after the end, reports the requested number, last page full",
		faults: faults{page: pageTwo, number: asRequested}, size: 19, items: complete,
		requests: twice * 6,
	},
	{
		name:   "repeats its last page, reports no number, last page full",
		faults: faults{page: lastPage, number: unreported}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "repeats its last page, reports the page number, last page full, no total",
		faults: faults{page: lastPage, total: absent}, size: 19, items: complete,
		requests: twice * 6,
	},
	{
		name:   "repeats its last page, reports the requested number, last page full, no total",
		faults: faults{page: lastPage, number: asRequested, total: absent}, size: 19,
		items: complete, requests: twice * 6,
	},
	{
		name:   "repeats its last page, reports no number, last page full, no total",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 19,
		items: complete, requests: twice * 6,
	},
	{
		name:   "repeats its last page, reports the page number, total too high",
		faults: faults{page: lastPage, total: fixed(120)}, err: drift, items: complete,
		requests: -40,
	},
	{
		name:   "repeats its last page, reports the requested number, total too high",
		faults: faults{page: lastPage, number: asRequested, total: fixed(120)}, err: drift,
		items: complete, requests: -40,
	},

	// The first pages look the same as if the service returned page one for every number.
	{
		name:   "repeats its last page, reports the page number, one full page",
		faults: faults{page: lastPage}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "repeats its last page, reports the page number, one full page, no total",
		faults: faults{page: lastPage, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},

	{
		name:   "repeats its last page, reports the requested number, one full page",
		faults: faults{page: lastPage, number: asRequested}, size: 95, items: complete,
		requests: 2 + 2,
	},
	{
		name:   "repeats its last page, reports no number, one full page, no total",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 95,
		items: complete, requests: 2 + 2,
	},
	{
		name:   "repeats its last page, reports no number, one full page, total of each page",
		faults: faults{page: lastPage, number: unreported, total: ownCount}, size: 95,
		items: complete, requests: 2 + 2,
	},
	{
		name:   "returns page five for later numbers, reports the requested number, no total",
		faults: faults{page: lastPageIs(5), number: asRequested, total: absent}, err: noProgress,
		items: 50, requests: 3 * 6,
	},
	{
		name:   "returns page five for later numbers, reports the requested number",
		faults: faults{page: lastPageIs(5), number: asRequested}, err: drift, items: 50,
		requests: 3 * 6,
	},

	{
		name:   "lowers size and number and reports both, one full page",
		faults: faults{maxRows: 95, page: lastPage}, size: 100, items: complete, requests: 2 + 2,
	},

	{
		name:   "reports numbers from zero",
		faults: faults{number: func(requested, _ int) int { return requested - 1 }}, err: drift, items: 20,
		requests: -12,
	},
	{
		name:   "reports numbers from zero, no total",
		faults: faults{number: func(requested, _ int) int { return requested - 1 }, total: absent},
		err:    drift, items: 20, requests: -12,
	},
	{
		name:   "always reports number 1",
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
