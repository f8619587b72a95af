package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// fruit lists fruit. The service pages by markers: the marker of a page is the name before its
// first item.
func fruit(opts ...pagination.Option) *pagination.Pager[string] {
	all := []string{"apple", "banana", "cherry", "date", "elder", "fig", "grape"}
	spec := pagination.Spec{Scope: "fruit", MaxSize: 3}
	return pagination.ByMarker(spec, func(_ context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
		var r pagination.MarkerResult[string]
		for _, name := range all {
			switch {
			case name <= marker:
			case len(r.Items) == limit:
				r.Next = r.Items[limit-1]
				return r, nil
			default:
				r.Items = append(r.Items, name)
			}
		}
		return r, nil
	}, func(name string) string { return name }, opts...)
}

func ExamplePager_All() {
	ctx := context.Background()
	for name, err := range fruit().All(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name)
	}
	// Output:
	// apple
	// banana
	// cherry
	// date
	// elder
	// fig
	// grape
}

// Check err first. With an error, the item is the zero value, and the walk ends as if the list
// ended there.
func ExamplePager_All_errorNotChecked() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, err := range fruit().All(ctx) {
		fmt.Printf("wrong: %q\n", name) // before the check of err
		if err != nil {
			fmt.Println("too late:", errors.Is(err, context.Canceled))
		}
	}
	// Output:
	// wrong: ""
	// too late: true
}

func ExamplePager_Pages() {
	for page, err := range fruit().Pages(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Index, strings.Join(page.Items, " "), page.Last())
	}
	// Output:
	// 0 apple banana cherry false
	// 1 date elder fig false
	// 2 grape true
}

// A web page shows one page of the list, with a link to the next.
func ExamplePager_Page() {
	pager := fruit()
	handler := func(w http.ResponseWriter, r *http.Request) {
		page, err := pager.Page(r.Context(), pagination.Cursor(r.FormValue("at")))
		switch {
		case errors.Is(err, pagination.ErrBadCursor): // it is cut, edited, or of another list
			http.Error(w, "no such page", http.StatusBadRequest)
			return
		case err != nil:
			slog.ErrorContext(r.Context(), "list", "err", err) // visitors must not see it
			http.Error(w, "bad gateway", http.StatusBadGateway)
			return
		}
		fmt.Fprintln(w, strings.Join(page.Items, ", "))
		if !page.Last() {
			w.Header().Set("Link", "/?at="+string(page.Next())) // a cursor needs no escaping
		}
	}

	for link := "/"; link != ""; {
		w := httptest.NewRecorder()
		handler(w, httptest.NewRequest(http.MethodGet, link, nil))
		fmt.Print(w.Body)
		link = w.Header().Get("Link")
	}
	w := httptest.NewRecorder()
	handler(w, httptest.NewRequest(http.MethodGet, "/?at="+url.QueryEscape("made up"), nil))
	fmt.Println(w.Code)
	// Output:
	// apple, banana, cherry
	// date, elder, fig
	// grape
	// 400
}

// A program resumes its walk after the last item that it has finished.
func ExampleFrom() {
	ctx := context.Background()
	var at pagination.Cursor
	for page, err := range fruit().Pages(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for i, name := range page.Items {
			fmt.Println(name)
			at = page.After(i)
			if name == "elder" {
				break
			}
		}
		if page.Index == 1 {
			break
		}
	}
	fmt.Println("later:")
	rest, err := fruit(pagination.From(at)).Collect(ctx)
	fmt.Println(rest, err)
	// Output:
	// apple
	// banana
	// cherry
	// date
	// elder
	// later:
	// [fig grape] <nil>
}

func ExamplePager_Collect() {
	some, err := fruit(pagination.WithLimit(4)).Collect(context.Background())
	fmt.Println(some, err)
	// Output: [apple banana cherry date] <nil>
}

func ExamplePager_With() {
	all := fruit()
	few := all.With(pagination.WithLimit(2)) // all does not change
	for _, p := range []*pagination.Pager[string]{few, all} {
		names, err := p.Collect(context.Background())
		fmt.Println(len(names), err)
	}
	// Output:
	// 2 <nil>
	// 7 <nil>
}

func ExampleMap() {
	lengths := pagination.Map(fruit().All(context.Background()), func(name string) int { return len(name) })
	sum := 0
	for n, err := range lengths {
		if err != nil {
			fmt.Println(err)
			return
		}
		sum += n
	}
	fmt.Println(sum)
	// Output: 34
}

func ExampleFilter() {
	withE := func(name string) bool { return strings.Contains(name, "e") }
	for name, err := range pagination.Filter(fruit().All(context.Background()), withE) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name)
	}
	// Output:
	// apple
	// cherry
	// date
	// elder
	// grape
}

func ExampleWithProgress() {
	show := func(p pagination.Progress) { fmt.Println(p.Pages, "pages,", p.Items, "items") }
	_, err := fruit(pagination.WithProgress(show)).Collect(context.Background())
	fmt.Println(err)
	// Output:
	// 1 pages, 3 items
	// 2 pages, 6 items
	// 3 pages, 7 items
	// <nil>
}

// A walk that failed resumes where it failed. Each item comes once.
func ExampleError() {
	ctx := context.Background()
	failures := 1
	pager := pagination.ByNumber(pagination.Spec{Scope: "numbers", MaxSize: 2},
		func(_ context.Context, number, size int) (pagination.NumberResult[int], error) {
			if number == 2 && failures > 0 {
				failures--
				return pagination.NumberResult[int]{}, errors.New("connection reset")
			}
			first := (number-1)*size + 1
			r := pagination.NumberResult[int]{Number: number, Size: size, Total: 5}
			for n := first; n < first+size && n <= 5; n++ {
				r.Items = append(r.Items, n)
			}
			return r, nil
		}, func(n int) string { return fmt.Sprint(n) })

	got, err := pager.Collect(ctx)
	fmt.Println(got, err)
	if failed, ok := errors.AsType[*pagination.Error](err); ok {
		got, err = pager.With(pagination.From(failed.Cursor)).Collect(ctx)
		fmt.Println(got, err)
	}
	// Output:
	// [1 2] pagination: after 1 page: connection reset
	// [3 4 5] <nil>
}
