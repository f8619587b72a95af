package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// numbers lists the numbers from 1 to 7. The service numbers its pages.
func numbers(opts ...pagination.Option) *pagination.Pager[int] {
	all := []int{1, 2, 3, 4, 5, 6, 7}
	spec := pagination.Spec{Scope: "numbers", MaxSize: 3}
	return pagination.ByNumber(spec, func(_ context.Context, number, size int) (pagination.NumberResult[int], error) {
		from := min((number-1)*size, len(all))
		return pagination.NumberResult[int]{
			Items: all[from:min(from+size, len(all))], Number: number, Size: size, Total: len(all),
		}, nil
	}, func(n int) string { return fmt.Sprint(n) }, opts...)
}

func ExampleByMarker() {
	colours := []string{"blue", "green", "red"}
	spec := pagination.Spec{Scope: "colours", MaxSize: 2}
	pager := pagination.ByMarker(spec, func(_ context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
		from, _ := slices.BinarySearch(colours, marker)
		to := min(from+limit, len(colours))
		r := pagination.MarkerResult[string]{Items: colours[from:to]}
		if to < len(colours) {
			r.Next = colours[to] // where the next page begins
		}
		return r, nil
	}, func(colour string) string { return colour })
	all, err := pager.Collect(context.Background())
	fmt.Println(all, err)
	// Output: [blue green red] <nil>
}

func ExampleByNumber() {
	all, err := numbers().Collect(context.Background())
	fmt.Println(all, err)
	// Output: [1 2 3 4 5 6 7] <nil>
}

func ExampleWithPageSize() {
	for page, err := range numbers(pagination.WithPageSize(2)).Pages(context.Background()) {
		fmt.Println(page.Items, page.Total, err)
	}
	// Output:
	// [1 2] 7 <nil>
	// [3 4] 7 <nil>
	// [5 6] 7 <nil>
	// [7] 7 <nil>
}

func ExampleWithLimit() {
	some, err := numbers(pagination.WithLimit(4)).Collect(context.Background())
	fmt.Println(some, err)
	// Output: [1 2 3 4] <nil>
}

func ExampleWithMaxPages() {
	some, err := numbers(pagination.WithMaxPages(2)).Collect(context.Background())
	fmt.Println(some, errors.Is(err, pagination.ErrTooManyPages))
	// Output: [1 2 3 4 5 6] true
}

// The pager fetches two pages while the loop consumes one. The order stays the same.
func ExampleWithReadAhead() {
	all, err := numbers(pagination.WithReadAhead(2)).Collect(context.Background())
	fmt.Println(all, err)
	// Output: [1 2 3 4 5 6 7] <nil>
}

// The pager reads the list twice, which shows even a change that leaves no trace in the total.
// Each item still comes once.
func ExampleWithRescan() {
	all, err := numbers(pagination.WithRescan(1)).Collect(context.Background())
	fmt.Println(all, err)
	// Output: [1 2 3 4 5 6 7] <nil>
}

// A program that stops within a page keeps the cursor after the last item that it has finished.
func ExamplePage_After() {
	ctx := context.Background()
	page, err := numbers().Page(ctx, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	done := page.After(1)
	rest, err := numbers(pagination.From(done)).Collect(ctx)
	fmt.Println(page.Items[:2], rest, err)
	// Output: [1 2] [3 4 5 6 7] <nil>
}

func ExamplePage_Next() {
	ctx := context.Background()
	page, err := numbers().Page(ctx, "")
	for err == nil && !page.Last() {
		fmt.Println(page.Items)
		page, err = numbers().Page(ctx, page.Next())
	}
	fmt.Println(page.Items, err)
	// Output:
	// [1 2 3]
	// [4 5 6]
	// [7] <nil>
}

// An account that fails does not stop the others.
func ExampleMerge() {
	closed := func(context.Context) (pagination.MarkerResult[string], error) {
		return pagination.MarkerResult[string]{}, errors.New("the account is closed")
	}
	accounts := []pagination.Source[string]{
		{Name: "payments", Items: fruit(pagination.WithLimit(2)).All},
		{Name: "data", Items: pagination.ByMarker(pagination.Spec{Scope: "data", MaxSize: 1},
			func(ctx context.Context, _ string, _ int) (pagination.MarkerResult[string], error) {
				return closed(ctx)
			}, nil).All},
	}
	for name, err := range pagination.Merge(context.Background(), 1, slices.Values(accounts)) {
		if failed, ok := errors.AsType[*pagination.SourceError](err); ok {
			fmt.Println(failed.Name, "failed:", failed.Err)
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name)
	}
	// Output:
	// apple
	// banana
	// data failed: pagination: first page: the account is closed
}
