package pagination_test

import "math"

// totalFaults are wrong totals and wrong page sizes.
var totalFaults = []faultCase{
	{name: "no fault", items: complete, requests: 10},
	{name: "no fault, and the last page is full", size: 19, items: complete, requests: 6},
	{name: "no fault, and the list is one page", size: 100, items: complete, requests: 1},
	{name: "no fault, and the list is one full page", size: 95, items: complete, requests: 2},
	{name: "no fault, pages of one item", size: 1, items: complete, requests: 96},

	{
		name:   "the total is 0",
		faults: faults{total: fixed(0)}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is 0, last page full",
		faults: faults{total: fixed(0)}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "there is no total",
		faults: faults{total: absent}, items: complete, requests: twice * 10,
	},
	{
		name:   "there is no total, last page full",
		faults: faults{total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "the total is far below zero",
		faults: faults{total: fixed(math.MinInt)}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "the total is the number of items on the page",
		faults: faults{total: ownCount}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is the number of items on the page, last page full",
		faults: faults{total: ownCount}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "the total is the number of items on the page, pages of one item",
		faults: faults{total: ownCount}, size: 1, items: complete, requests: twice * 96,
	},
	{
		name:   "the total is too low",
		faults: faults{total: fixed(42)}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is too low, on a page boundary",
		faults: faults{total: fixed(40)}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is too low, one page",
		faults: faults{total: fixed(10)}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is too low, less than a page",
		faults: faults{total: fixed(3)}, items: complete, requests: twice * 10,
	},
	{
		name:   "the total is too low, pages of one item",
		faults: faults{total: fixed(42)}, size: 1, items: complete, requests: twice * 96,
	},
	{
		name:   "the total is too low by one, pages of one item",
		faults: faults{total: fixed(94)}, size: 1, items: complete, requests: twice * 96,
	},
	{
		name:   "the total is 1, pages of one item",
		faults: faults{total: fixed(1)}, size: 1, items: complete, requests: twice * 96,
	},
	{
		name:   "the total is too low, last page full",
		faults: faults{total: fixed(76)}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "the total is too high",
		faults: faults{total: fixed(96)}, items: complete, requests: twice * 11,
	},
	{
		name:   "the total is too high by pages",
		faults: faults{total: fixed(120)}, items: complete, requests: twice * 12,
	},
	{
		name:   "the total is too high, last page full",
		faults: faults{total: fixed(96)}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "the total is too high, pages of one item",
		faults: faults{total: fixed(97)}, size: 1, items: complete, requests: twice * 97,
	},
	{
		name:   "the total is huge",
		faults: faults{total: fixed(math.MaxInt)}, err: noProgress, items: complete, requests: 110,
	},
	{
		name:   "the total is 0 on page one",
		faults: faults{total: zeroFirst}, err: drift, items: complete, requests: 3 * 10,
	},
	{
		name:   "the total changes",
		faults: faults{total: changing}, err: drift, items: complete, requests: -40,
	},

	{
		name:   "lowers the page size and reports it",
		faults: faults{maxRows: 5}, items: complete, requests: 20,
	},
	{
		name:   "lowers the page size and reports it, no total",
		faults: faults{maxRows: 5, total: absent}, items: complete, requests: twice * 20,
	},
	{
		name:   "lowers the page size and reports it, total of each page",
		faults: faults{maxRows: 5, total: ownCount}, items: complete, requests: twice * 20,
	},
	{
		name:   "lowers the page size and does not report it",
		faults: faults{maxRows: 5, size: unreported}, items: complete, requests: -20,
	},
	{
		name:   "lowers the page size and reports the requested one",
		faults: faults{maxRows: 5, size: asRequested}, items: complete, requests: -20,
	},
	{
		name:   "lowers the page size and does not report it, total too low",
		faults: faults{maxRows: 5, size: unreported, total: fixed(93)}, items: complete,
		requests: twice * 20,
	},
	{
		name:   "lowers the page size and does not report it, total on a page boundary",
		faults: faults{maxRows: 5, size: unreported, total: fixed(50)}, items: complete,
		requests: twice * 20,
	},
	{
		name:   "lowers the page size and does not report it, total too high",
		faults: faults{maxRows: 5, size: unreported, total: fixed(97)}, items: complete,
		requests: twice * 20,
	},
	{
		name:   "reports a larger page size",
		faults: faults{size: func(int, int) int { return 1000 }}, items: complete, requests: -11,
	},
	{
		name:   "reports a smaller page size",
		faults: faults{size: func(int, int) int { return 3 }}, items: complete, requests: 11,
	},
	{
		name:   "reports a negative page size",
		faults: faults{size: func(int, int) int { return math.MinInt }}, items: complete,
		requests: 10,
	},
}
