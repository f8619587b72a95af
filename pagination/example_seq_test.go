package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func ExampleCollect() {
	ctx := context.Background()
	long := pagination.Filter(fruit().All(ctx), func(name string) bool { return len(name) > 5 })
	names, err := pagination.Collect(long)
	fmt.Println(names, err)
	// Output: [banana cherry] <nil>
}

func ExampleFirst() {
	ctx := context.Background()
	withC := pagination.Filter(fruit().All(ctx), func(name string) bool { return strings.HasPrefix(name, "c") })
	name, ok, err := pagination.First(withC)
	switch {
	case err != nil:
		fmt.Println(err)
	case !ok:
		fmt.Println("no name begins with c")
	default:
		fmt.Println(name)
	}
	// Output: cherry
}

// Take counts the items after a filter. WithLimit counts the items of the service, before the
// filter.
func ExampleTake() {
	ctx := context.Background()
	oddOnes := pagination.Filter(numbers().All(ctx), func(n int) bool { return n%2 == 1 })
	for n, err := range pagination.Take(oddOnes, 2) {
		fmt.Println(n, err)
	}
	// Output:
	// 1 <nil>
	// 3 <nil>
}

// A web page shows rows of its own type. The links keep the cursors of the list.
func ExampleMapPager() {
	type row struct{ Name, Link string }
	rows := pagination.MapPager(fruit(), func(name string) row {
		return row{Name: strings.ToUpper(name), Link: "/fruit/" + name}
	})
	ctx := context.Background()
	page, err := rows.With(pagination.WithPageSize(2)).Page(ctx, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Items)
	rest, err := fruit(pagination.From(page.Next())).Collect(ctx)
	fmt.Println(rest, err)
	// Output:
	// [{APPLE /fruit/apple} {BANANA /fruit/banana}]
	// [cherry date elder fig grape] <nil>
}

// A test makes the pager that the code under test expects from a client.
func ExampleOf() {
	ctx := context.Background()
	pager := pagination.Of("ann", "bob", "cid").With(pagination.WithPageSize(2))
	for page, err := range pager.Pages(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Items, "of", page.Total)
	}
	// Output:
	// [ann bob] of 3
	// [cid] of 3
}

// An action that fails does not stop the others. An error of the list comes last.
func ExampleEach() {
	ctx := context.Background()
	wash := func(_ context.Context, name string) (string, error) {
		if name == "date" {
			return "", errors.New("it is too sticky")
		}
		return "clean " + name, nil
	}
	var lines []string
	for r, err := range pagination.Each(ctx, 4, fruit(pagination.WithLimit(5)).All(ctx), wash) {
		switch {
		case err != nil:
			fmt.Println("the list ended early:", err)
		case r.Err != nil:
			lines = append(lines, r.Item+": "+r.Err.Error())
		default:
			lines = append(lines, r.Value)
		}
	}
	slices.Sort(lines) // results come in any order
	fmt.Println(strings.Join(lines, "\n"))
	// Output:
	// clean apple
	// clean banana
	// clean cherry
	// clean elder
	// date: it is too sticky
}

func ExampleMergeSourced() {
	accounts := []pagination.Source[string]{
		{Name: "payments", Items: pagination.Of("ann", "bob").All},
		{Name: "data", Items: pagination.Of("bob").All},
	}
	for s, err := range pagination.MergeSourced(context.Background(), 1, slices.Values(accounts)) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(s.Source, s.Item)
	}
	// Output:
	// payments ann
	// payments bob
	// data bob
}
